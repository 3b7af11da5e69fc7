"""A scenario on paper: a matplotlib Figure that saves the same bytes again."""

import contextlib
import datetime as dt
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import matplotlib
import shapely
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from geo.errors import UnknownName, did_you_mean, shown
from geo.model import Scenario
from geo.overlays import agreement_polygons
from layers.figures import frame
from layers.figures.content import Content, chosen, content, drawn
from layers.figures.labels import Box
from layers.figures.map import draw_map
from layers.figures.paint import draw_degrees, draw_frame, draw_item, draw_scale
from layers.figures.sheet import Sheet, points_of, sheet
from layers.figures.stage import Stage
from layers.figures.texts import FONT, Type
from layers.figures.theme import SIZES, Size

_SALT = "shieldmap"
_PRINT: dict[str, Any] = {
    "pdf.fonttype": 42,
    "ps.fonttype": 42,
    "svg.fonttype": "none",
    "svg.hashsalt": _SALT,
    "text.usetex": False,
    "text.hinting": "none",  # letters as wide as they were measured, at any resolution
    "path.simplify": False,
}
_SHARP = 0.03  # points that a drawn edge may lie beside its curve


class PrintFigure(Figure):
    """A Figure that saves itself for print whatever matplotlib's settings are.

    Fonts are embedded (PDF) or text stays text (SVG), and no date is written, so that the same
    figure is the same bytes. Files without a resolution of their own have 300 dots per inch.
    """

    words: Content

    def savefig(self, fname: Any, **options: Any) -> None:
        """Save as `matplotlib.figure.Figure.savefig` does."""
        kind = str(options.get("format") or Path(str(fname)).suffix[1:] or "png").lower()
        given = {"dpi": 300, "facecolor": "white", **options}
        if metadata := self._about(kind):
            given["metadata"] = metadata | (options.get("metadata") or {})
        with _settings():
            super().savefig(fname, **given)

    def _about(self, kind: str) -> dict[str, Any]:
        """Return what a file of a kind says of itself, and no date."""
        title, creator = {"Title": self.words.title}, {"Creator": self.words.generator}
        match kind:
            case "png":
                return title | {"Software": self.words.generator, "Description": self.words.notice}
            case "svg" | "svgz":
                return title | creator | {"Description": self.words.notice, "Date": None}
            case "pdf":
                return title | creator | {"Subject": self.words.notice, "CreationDate": None}
            case _:
                return {}

    def _repr_png_(self) -> bytes:
        """Show the figure in a notebook."""
        data = io.BytesIO()
        self.savefig(data, format="png", dpi=150)
        return data.getvalue()


@contextlib.contextmanager
def _settings() -> Iterator[None]:
    """Use matplotlib's own settings for a while, whatever the reader has set."""
    plain: dict[Any, Any] = dict(matplotlib.rcParamsDefault)
    del plain["backend"]  # asking for it would choose one
    with matplotlib.rc_context(plain | _PRINT):
        yield


def made(
    scenario: Scenario,
    projection: str,
    *,
    size: str,
    estimate: str | None,
    on: dt.date | str | None,
    agreement: bool,
    font: str | Sequence[str] | None,
) -> PrintFigure:
    """Draw a scenario for print; see `layers.figure`."""
    if size not in SIZES:
        raise UnknownName(f"{shown(size)} is no size of a figure; {did_you_mean(size, SIZES)}")
    whose = chosen(scenario, estimate)
    places = drawn(scenario, whose, on)
    type_ = Type(font or FONT)
    agreed = _agreement(scenario, on) if agreement else None
    words = content(scenario, places, whose, on, agreement=agreement)
    extra = [each for each in agreed or () if not each.is_empty]
    view = frame.view(scenario, places, extra, projection)
    with _settings():
        laid = sheet(type_, words, view, SIZES[size])
        drawing = PrintFigure(figsize=(laid.width / 72, laid.height / 72), facecolor="white")
        FigureCanvasAgg(drawing)
        drawing.words = words._replace(title=type_.clean(words.title))  # in files' metadata
        page = _axes(drawing, laid, (0, 0, laid.width, laid.height))
        stage = _stage(drawing, laid, SIZES[size], type_)
        draw_map(stage, places, agreed)
        draw_frame(stage.axes, stage)
        draw_degrees(stage.axes, stage)
        for item in laid.items:
            draw_item(page, type_, item, laid.height, SIZES[size])
        draw_scale(page, type_, laid.bar, stage.points, laid.height, SIZES[size])
    type_.warn()
    return drawing


def _agreement(scenario: Scenario, on: dt.date | str | None) -> tuple[Any, Any]:
    found = agreement_polygons(scenario, on=on).set_index("agreement").geometry
    return found["agreed"], found["disputed"]


def _stage(drawing: Figure, laid: Sheet, size: Size, type_: Type) -> Stage:
    """Return the map's axes, whose data are points from its lower left corner."""
    place, points = laid.map, points_of(laid.map, laid.view)
    view = frame.sharpened(laid.view, _SHARP / points)
    west, south, east, north = view.box
    wide, high = (east - west) * points, (north - south) * points
    left = round(place.left + (place.width - wide) / 2, 1)
    bottom = round(laid.height - place.top - (place.height + high) / 2, 1)
    axes = _axes(drawing, laid, (left, bottom, wide, high))
    ground = shapely.box(0, 0, wide, high)
    if view.whole:
        rim = view.plane.rim()
        ground = shapely.transform(rim, lambda xy: (xy - (west, south)) * points)
    # Beside a round map there is room for names; a frame cuts.
    aside = (place.width - wide) / 2 if view.whole else -2.0
    outer = Box(-aside, 0 if view.whole else 2, wide + aside, high - (0 if view.whole else 2))
    return Stage(axes, view, size, type_, points, ground, outer)


def _axes(drawing: Figure, laid: Sheet, rect: tuple[float, float, float, float]) -> Axes:
    left, bottom, wide, high = rect
    fractions = (left / laid.width, bottom / laid.height, wide / laid.width, high / laid.height)
    axes: Axes = drawing.add_axes(fractions)
    axes.set_axis_off()
    axes.set_xlim(0, wide)
    axes.set_ylim(0, high)
    return axes
