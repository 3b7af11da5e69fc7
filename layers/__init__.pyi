from .page import CoverageMap
from .scene import Scene

__all__ = ["CoverageMap", "Scene"]
