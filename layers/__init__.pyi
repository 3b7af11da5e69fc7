from .explorer import Explorer
from .exports import export
from .figures import figure
from .page import CoverageMap
from .scene import Scene
from .widget import explore

__all__ = ["CoverageMap", "Explorer", "Scene", "explore", "export", "figure"]
