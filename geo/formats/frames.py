"""GeoDataFrames as features: any CRS is brought to WGS84, and said so."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from geo.errors import UnreadableFile, shown, told
from geo.formats.fields import check_titles
from geo.formats.foreign import Feature, say

if TYPE_CHECKING:
    import geopandas


def to_features(frame: "geopandas.GeoDataFrame", label: str) -> Iterator[Feature]:
    """Yield a frame's rows, counted from 0.

    Raises
    ------
    UnreadableFile
        When it has no geometry, too many columns or titles too long, or does not say its CRS.
    """
    import shapely

    placed = to_wgs84(frame, label)
    if not placed.columns.is_unique:
        raise UnreadableFile(f"{label}: has two columns of one name; rename one")
    columns = [column for column in placed.columns if column != placed.geometry.name]
    titles = [str(column) for column in columns]
    check_titles(titles, label)
    rows = zip(*(placed[column] for column in columns), strict=True)
    for nth, geometry in enumerate(placed.geometry):
        cells = dict(zip(titles, map(_plain, next(rows, ())), strict=True))
        here = None if geometry is None or geometry.is_empty else shapely.geometry.mapping(geometry)
        yield Feature(f"{label}: row {nth}", here, cells)


def to_wgs84(frame: "geopandas.GeoDataFrame", label: str) -> "geopandas.GeoDataFrame":
    """Return the frame in lon/lat degrees on WGS84; a change of CRS is a CoverageWarning.

    Raises
    ------
    UnreadableFile
        When it has no geometry, does not say its CRS, or that CRS has no way to WGS84.
    """
    from pyproj.exceptions import ProjError

    if getattr(frame, "_geometry_column_name", None) not in frame.columns:
        raise UnreadableFile(f"{label}: has no geometry; choose points or polygons")
    crs = frame.crs
    if crs is None:
        raise UnreadableFile(
            f"{label}: does not say its CRS; write it again with one (in Python: set_crs)"
        )
    if crs.equals("EPSG:4326", ignore_axis_order=True) or crs.to_epsg() == 4326:
        return frame
    try:
        placed = frame.to_crs("EPSG:4326")
    except ProjError as error:
        raise UnreadableFile(f"{label}: has a CRS without a way to WGS84 ({told(error)})") from None
    code = crs.to_authority()
    name = f"{':'.join(code)}, {crs.name}" if code else shown(crs.name)
    say(label, [f"was brought from its CRS ({name}) to WGS84"])
    return placed


def _plain(value: Any) -> Any:
    """Return a cell as plain Python: None for what is missing, lists for arrays, dates as text."""
    if hasattr(value, "tolist"):
        value = value.tolist()  # numpy's scalars and arrays
    if hasattr(value, "isoformat"):
        return None if value != value else value.isoformat().removesuffix("T00:00:00")
    return None if type(value).__name__ == "NAType" else value
