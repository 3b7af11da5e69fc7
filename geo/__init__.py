"""What is covered: places, the reader's ranges, and geodesic shapes. No drawing.

The public names are those of `__init__.pyi`, each loaded when it is first used, so that a program
that needs a scenario does not wait for shapely, pyproj or geopandas.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
