"""How coverage is shown: the Scene, the page and the command. Public names: `__init__.pyi`."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
