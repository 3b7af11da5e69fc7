"""Figures for print: true to scale, legible, the same bytes again, whatever names hold."""

import io
import math
import re
import subprocess
import sys
import warnings
import xml.etree.ElementTree as ElementTree
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
import pytest
import shapely
from geographiclib.geodesic import Geodesic
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.text import Text
from PIL import Image
from pyproj import Geod

import geo
import layers
from geo.errors import BadScenario, CoverageError, CoverageWarning
from geo.geojson import NOTICE
from layers import cli
from layers.figures import frame, theme
from layers.figures.content import chosen, drawn
from layers.figures.symbols import SYMBOLS, path_of
from tests.data.figures.make_figures import (
    EPAA,
    FAR,
    FIGURES,
    FOLDER,
    HOMELAND,
    difference,
    small,
)
from tests.hostile import HOSTILE, TOGETHER

ALIKE = 12.0
WEB = Path(__file__).parents[2] / "layers" / "web" / "src"


@cache
def figure_of(name: str) -> Figure:
    return FIGURES[name]()


def texts(figure: Figure) -> list[Text]:
    """Return what is written, without the halos below."""
    return [text for axes in figure.axes for text in axes.texts if not text.get_path_effects()]


def extents(figure: Figure) -> list[tuple[str, Any]]:
    """Return what is written with its box, as it is saved."""
    renderer = FigureCanvasAgg(figure).get_renderer()
    with matplotlib.rc_context({"text.hinting": "none"}):
        return [(text.get_text(), text.get_window_extent(renderer)) for text in texts(figure)]


def written(figure: Figure, kind: str, **options: Any) -> bytes:
    data = io.BytesIO()
    figure.savefig(data, format=kind, **options)
    return data.getvalue()


# One test, so that workers of pytest do not each draw every figure.
@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_looks_as_it_did_and_all_its_words_can_be_read(name: str) -> None:
    figure = figure_of(name)
    with Image.open(FOLDER / f"{name}.png") as kept:
        assert difference(small(figure), kept.convert("RGB")) < ALIKE
    width = {"polar": 183, "slide": 338 + 2 / 3}.get(name, 89)
    assert figure.get_size_inches()[0] * 25.4 == pytest.approx(width)
    assert min(text.get_fontsize() for text in texts(figure)) >= 6
    sheet, boxes = figure.bbox.padded(1), extents(figure)
    for text, box in boxes:  # on the sheet
        assert sheet.x0 <= box.x0 <= box.x1 <= sheet.x1, text
        assert sheet.y0 <= box.y0 <= box.y1 <= sheet.y1, text
    words = [(text, box.padded(-1, -0.15 * box.height)) for text, box in boxes]
    met = [(a, b) for (a, one), (b, other) in combinations(words, 2) if one.overlaps(other)]
    assert met == []


def test_pictures_without_a_ring_are_told_apart() -> None:
    figure = FIGURES["antimeridian"]()
    rings = [patch for axes in figure.axes for patch in axes.get_children() if patch.zorder == 7]
    assert len(rings) == 2
    rings[0].set_visible(False)
    with Image.open(FOLDER / "antimeridian.png") as kept:
        assert difference(small(figure), kept.convert("RGB")) > 2 * ALIKE


def test_a_figure_says_what_it_is() -> None:
    said = " ".join(text.get_text() for text in texts(figure_of("region")))
    site = EPAA.sites["deveselu"]
    for words in (
        EPAA.title, f"{NOTICE}.", "Sites as on 31 Dec 2018", "Analyst A", "round numbers",
        "entered 22 Nov 2026", site.name, "1,300 to 2,000 km", "no range", "Interceptor sites",
        "planned", "Lambert", "Natural Earth", "shieldmap ",
        site.source[0].removeprefix("https://")[:30],
    ):  # fmt: skip
        assert words in said, words


def view_of(scenario: geo.Scenario, projection: str) -> frame.View:
    places = drawn(scenario, chosen(scenario, None), None)
    return frame.fitted(frame.view(scenario, places, [], projection), 0.6, 1.0)


VIEWS = [
    (EPAA, "auto"), (HOMELAND, "auto"), (FAR, "auto"), (EPAA, "round:kurecik"),
    (HOMELAND, "globe"), (EPAA, "globe:rota"),
]  # fmt: skip


@pytest.mark.parametrize(("scenario", "projection"), VIEWS)
def test_the_scale_bar_is_true_where_it_says(scenario: geo.Scenario, projection: str) -> None:
    view = view_of(scenario, projection)
    plane = view.plane
    bar = frame.scale(view, (view.box[2] - view.box[0]) * 0.3)
    assert re.fullmatch("[1245]0*", f"{bar.km:.0f}")
    ends = [(0.0, 0.0), (bar.length, 0.0)] if plane.name in {"aeqd", "eqearth"} else [
        (-bar.length / 2, 0.0), (bar.length / 2, 0.0)
    ]  # fmt: skip
    (lon1, lat1), (lon2, lat2) = (plane.proj(x, y, inverse=True) for x, y in ends)
    km = Geodesic.WGS84.Inverse(lat1, lon1, lat2, lon2)["s12"] / 1000
    if plane.name == "eqearth" and bar.km > 15000:
        pytest.skip("the shortest way between far places on the equator is not the equator")
    assert km == pytest.approx(bar.km, rel=2e-4)


def test_lengths_are_as_nearly_true_as_the_scale_says() -> None:
    view = view_of(EPAA, "region")
    per_cent = int(re.search(r"within (\d+) %", frame.scale(view, 1e6).words)[1])  # type: ignore[index]
    west, south, east, north = view.box
    worst = 0.0
    for x, y in np.stack(
        np.meshgrid(np.linspace(west, east, 9), np.linspace(south, north, 9)), -1
    ).reshape(-1, 2):
        for dx, dy in ((1000, 0), (0, 1000), (700, 700), (700, -700)):
            (lon1, lat1), (lon2, lat2) = (
                view.plane.proj(x + s * dx, y + s * dy, inverse=True) for s in (-1, 1)
            )
            metres = Geodesic.WGS84.Inverse(lat1, lon1, lat2, lon2)["s12"]
            worst = max(worst, abs(2 * math.hypot(dx, dy) / metres - 1))
    assert per_cent - 2 < 100 * worst <= per_cent + 0.3


@pytest.mark.parametrize(
    ("scenario", "projection", "name"),
    [(EPAA, "auto", "laea"), (HOMELAND, "auto", "laea"), (FAR, "auto", "eqearth"),
     (EPAA, "world", "eqearth"), (EPAA, "round", "aeqd"), (EPAA, "globe", "ortho")],
)  # fmt: skip
def test_the_projection_follows_what_is_shown(scenario: Any, projection: str, name: str) -> None:
    view = view_of(scenario, projection)
    assert view.plane.name == name
    west, south, east, north = view.box
    for site in scenario.sites.values():
        ((x, y),) = view.plane.points([site.lon], [site.lat])
        if name != "ortho":
            assert west < x < east
            assert south < y < north


def test_the_same_figure_is_the_same_bytes_whatever_the_readers_settings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = {kind: written(figure_of("antimeridian"), kind) for kind in ("svg", "pdf", "png")}
    theirs = {"text.usetex": True, "svg.fonttype": "path", "font.size": 30, "lines.linewidth": 9}
    for key, value in theirs.items():
        monkeypatch.setitem(matplotlib.rcParams, key, value)
    before = dict(matplotlib.rcParams)
    again = FIGURES["antimeridian"]()
    assert {kind: written(again, kind) for kind in first} == first
    assert dict(matplotlib.rcParams) == before
    assert again._repr_png_().startswith(b"\x89PNG")  # shows itself in a notebook
    words = svg_words(again)
    assert "Rings are geodesic" in words
    assert words.count("Apia") == 2  # in the legend, and on the map as text too
    assert b"/FontFile2" in first["pdf"]  # embedded, as TrueType
    assert b"/Type3" not in first["pdf"]
    assert b"2026-" not in re.sub(rb"entered.*", b"", first["svg"])


def svg_words(figure: Figure) -> str:
    root = ElementTree.fromstring(written(figure, "svg"))
    found = root.iter("{http://www.w3.org/2000/svg}text")
    return " ".join("".join(text.itertext()) for text in found)


HARD = [
    *HOSTILE,
    r"$x^2$ \alpha_{i} \frac{1}",
    "a" * 300,
    "control \x01 and \x1f",
    "\u202eleft",
    " ",
]


def hostile_scenario() -> geo.Scenario:
    hard = [text for text in HARD if text.strip()]
    sites = {
        f"s{nth}": {"name": text, "kind": "radar", "lon": 8 * nth, "lat": 45, "source": [text]}
        for nth, text in enumerate(hard)
    }
    ranges = dict.fromkeys(sites, "300 km")
    data = {
        "title": f"{TOGETHER}\x01\x0b", "sites": sites,
        "regions": {"r": {"name": TOGETHER, "country": "KAZ"}},
        "estimates": [{"name": "$\\frac{$ " + TOGETHER, "source": TOGETHER, "ranges": ranges}],
    }  # fmt: skip
    return geo.Scenario.model_validate(data)


def test_hostile_names_are_drawn_as_they_are_written() -> None:
    with pytest.warns(CoverageWarning, match=r"cannot write 🚀 \(U\+1F680\), drawn as �; name"):
        figure = layers.figure(hostile_scenario(), size="page")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        said = svg_words(figure)
        written(figure, "pdf")
    for text in ("{{7*7}}", "${alert(1)}", "<!-- <script>", r"$x^2$ \alpha_{i} \frac{1}", "`back`"):
        assert text in said
    for text in ("rocket � and \u00e9", "مرحبا بالعالم", "line and paragraph", "control and"):
        assert text in said  # one line, without what no font draws
    assert "aaa…" in said  # too long, and shortened
    width = figure.get_size_inches()[0] * figure.dpi
    assert max(box.x1 for _, box in extents(figure)) <= width + 1


def test_a_scenario_may_be_bare() -> None:
    assert layers.figure(geo.Scenario(title="Nothing yet"), "region").get_size_inches()[1] > 2
    assert "Sites of any date" in svg_words(figure_of("antimeridian"))
    figure = layers.figure(geo.scenario("third-site"), on="2008-01-01")
    assert "planned" in " ".join(text.get_text() for text in texts(figure))


def test_agreement_is_drawn_where_it_is() -> None:
    wide = EPAA.with_ranges({"interceptor": "1500 km"}, estimate="Analyst B")
    figure = layers.figure(wide, agreement=True)
    said = " ".join(text.get_text() for text in texts(figure))
    assert "inside under all numbers" in said
    assert "1,000 km by Analyst A" in said
    # In an equal-area plane, as much ink as there is ground.
    ground = geo.agreement_polygons(wide).set_index("agreement").geometry
    wanted = {name: geodesic_area(shape) for name, shape in ground.items()}
    inks = {"agreed": (*to_rgb(theme.AGREED), 0.4), "disputed": (*to_rgb(theme.DISPUTED), 0.18)}
    found = {name: inked(figure, color) for name, color in inks.items()}
    assert found["agreed"] / found["disputed"] == pytest.approx(
        wanted["agreed"] / wanted["disputed"], rel=2e-3
    )


def geodesic_area(shape: Any) -> float:
    dense = shapely.orient_polygons(shapely.segmentize(shape, 0.1))
    return float(Geod(ellps="WGS84").geometry_area_perimeter(dense)[0])


def inked(figure: Figure, color: tuple[float, ...]) -> float:
    """Return the area of the map's paths of a colour, whose holes run the other way round."""
    patches = [patch for patch in figure.axes[1].get_children() if isinstance(patch, PathPatch)]
    (path,) = [p.get_path() for p in patches if np.allclose(p.get_facecolor(), color)]
    rings = [shapely.LinearRing(ring) for ring in path.to_polygons()]
    areas = [shapely.Polygon(ring).area * (1 if shapely.is_ccw(ring) else -1) for ring in rings]
    return abs(sum(areas))


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"projection": "mercator"}, "'mercator' is no projection of a figure; known are auto, "),
        ({"projection": "round:devesel"}, "names no site; did you mean 'deveselu'?"),
        ({"projection": "world:deveselu"}, "is no projection of a figure; known are auto, region"),
        ({"size": "poster"}, "'poster' is no size of a figure; known are column, page, slide"),
        ({"font": "No Such Font"}, "the font 'No Such Font' is not installed; name one that is"),
        ({"estimate": "Analyst Z"}, "'Analyst Z' is no estimate; did you mean 'Analyst A'?"),
        ({"on": "yesterday"}, "'yesterday' is no day"),
    ],
)
def test_mistakes_are_told_in_one_sentence(options: dict[str, str], sentence: str) -> None:
    with pytest.raises(CoverageError, match=re.escape(sentence)):
        layers.figure(EPAA, **options)


def test_what_reaches_round_the_earth_is_no_region() -> None:
    with pytest.raises(BadScenario, match="cannot show what reaches round the Earth; choose world"):
        layers.figure(FAR, "region")
    with pytest.raises(BadScenario, match="no site for the map to lie round"):
        layers.figure(geo.Scenario(title="Nothing yet"), "round")


def test_the_command_writes_whole_files_or_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "figure.PNG"
    given = ["figure", "third-site", "--range", "brdy=800km", "--dpi", "60", "-o"]
    assert cli.main([*given, str(file)]) == 0
    assert capsys.readouterr().out.startswith(f"Wrote {file} (89 x ")
    with Image.open(file) as image:
        assert image.width == pytest.approx(89 / 25.4 * 60, abs=1)
        assert image.info["Description"] == f"{NOTICE}."
    held = file.read_bytes()
    for wrong, sentence in [
        ([*given, str(file.with_suffix(".gif"))], "cannot write '.gif'; name a .png, .svg or .pdf"),
        ([*given, str(file), "--dpi", "7"], "--dpi is 7; it must be within 50..1200"),
        ([*given, str(file), "--projection", "x"], "'x' is no projection"),
        ([*given, str(tmp_path / "no" / "f.svg")], "cannot be written"),
    ]:
        assert cli.main(wrong) == 2
        assert sentence in capsys.readouterr().err
    assert file.read_bytes() == held
    assert [each.name for each in tmp_path.iterdir()] == [file.name]


def test_matplotlib_is_an_extra_and_pyplot_is_never_asked_for() -> None:
    code = """
import sys, geo, layers
from layers.cli import main
assert "matplotlib" not in sys.modules
layers.figure
assert "matplotlib" not in sys.modules
path = sys.meta_path[:]
class Missing:
    def find_spec(self, name, *_):
        if name.split(".")[0] == "matplotlib":
            raise ModuleNotFoundError("none", name="matplotlib")
sys.meta_path.insert(0, Missing())
try:
    layers.figure(geo.scenario("epaa"))
except geo.CoverageError as error:
    print(error)
sys.meta_path[:] = path
layers.figure(geo.Scenario(title="bare"))
assert "matplotlib.pyplot" not in sys.modules
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == (
        "a figure needs the package matplotlib; install it with: pip install 'shieldmap[figures]'"
    )


def test_colours_and_symbols_are_the_pages() -> None:
    css = (WEB / "styles" / "theme.css").read_text(encoding="utf-8").split("@media")[0]
    ours = {name.lower().replace("_", "-"): value for name, value in vars(theme).items()}
    for name, value in re.findall(r"--sm-([\w-]+): (#\w{6});", css):
        if name in ours and isinstance(ours[name], str):
            assert ours[name] == value, name
    kinds = dict(re.findall(r"--sm-([\w-]+): (#\w{6});", css))
    for kind, color in theme.KINDS.items():
        assert color == kinds["sea-kind" if kind == "sea" else kind]
    code = (WEB / "symbols.ts").read_text(encoding="utf-8")
    for kind, paths in SYMBOLS.items():
        found = re.search(rf'{kind}: {{\s*filled: "([^"]*)",\s*lines: "([^"]*)"', code)
        assert found, kind
        assert found.groups() == paths


def test_svg_paths_are_read_as_svg_means_them() -> None:
    (left, bottom), (right, top) = path_of("M10 4 a6 6 0 1 0 0.01 0 Z").get_extents().get_points()
    assert (left, bottom, right, top) == pytest.approx((-0.3, -0.3, 0.3, 0.3), abs=2e-3)
    # The short arc of a circle over a chord rises by its sagitta, r - sqrt(r^2 - c^2 / 4).
    box = path_of("M2 8.8 A9.2 9.2 0 0 1 18 8.8").get_extents()
    assert box.y1 - box.y0 == pytest.approx((9.2 - math.sqrt(9.2**2 - 64)) / 20, abs=1e-3)
    assert box.y0 == pytest.approx((10 - 8.8) / 20)
    # Four quadratic half waves: a smooth one mirrors its control, and the extreme is half way.
    wave = path_of("M0 10 q5 -8 10 0 t10 0").get_extents()
    assert (wave.y0, wave.y1) == pytest.approx((-0.2, 0.2), abs=1e-6)
    assert path_of("M3 3.5 H17 V16.5 H3 Z").get_extents().width == pytest.approx(0.7)
