"""CoverageMap is a folium.Map whose page asks for nothing, and whose texts are only data."""

import base64
import doctest
import hashlib
import html.parser
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import branca.colormap
import folium
import folium.plugins
import pytest
from branca.element import CssLink, Figure, JavascriptLink

import geo
import layers.added
import layers.assets
import layers.policy
from geo.errors import CoverageError, NeedsNetwork, UnwritableOutput
from layers import CoverageMap
from tests.hostile import HOSTILE


class Parsed(html.parser.HTMLParser):
    """What a browser's parser would find: scripts, data blocks, links and the policy."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.scripts: list[str] = []
        self.blocks: dict[str, str] = {}
        self.links: list[str] = []
        self.policy = ""
        self.title = ""
        self.tags: list[str] = []
        self._into: tuple[str, str] | None = None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.links += [value for key, value in attrs if key in {"src", "href"} and value]
        if given.get("http-equiv") == "Content-Security-Policy":
            self.policy = given["content"] or ""
        if tag == "script":
            self._into = (given.get("type") or "script", given.get("id") or "")
        elif tag == "title":
            self._into = ("title", "")

    def handle_endtag(self, _tag: str) -> None:
        self._into = None

    def handle_data(self, data: str) -> None:
        if self._into == ("title", ""):
            self.title += data
        elif self._into and self._into[0] == "script":
            self.scripts.append(data)
        elif self._into:
            self.blocks[self._into[1]] = self.blocks.get(self._into[1], "") + data


def page(scenario: geo.Scenario) -> Parsed:
    return Parsed(CoverageMap(scenario).html())


def digest(script: str) -> str:
    found = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return f"'sha256-{found}'"


EPAA = geo.scenario("epaa").with_ranges(interceptor="1000 km", iran="2000 km")


def test_the_page_links_to_nothing() -> None:
    assert page(EPAA).links == []


def test_the_page_carries_the_scene_and_the_country_file() -> None:
    coverage_map = CoverageMap(EPAA)
    blocks = Parsed(coverage_map.html()).blocks
    found = json.loads(blocks[f"{coverage_map.get_name()}-scene"])
    assert found == json.loads(coverage_map.scene.model_dump_json())
    countries = json.loads(blocks["shieldmap-countries"])
    shipped = json.loads((Path(geo.__file__).parent / "data" / "countries.json").read_text())
    # Their arcs are packed: layers/web/tests/countries.test.ts compares these.
    assert countries | {"arcs": shipped["arcs"]} == shipped


def test_the_policy_allows_the_scripts_of_the_page_and_nothing_else() -> None:
    parsed = page(EPAA)
    rules = dict(rule.strip().split(" ", 1) for rule in parsed.policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["connect-src"] == "'none'"
    digests = {digest(script) for script in parsed.scripts}
    assert set(rules["script-src"].split()) == digests
    assert len(digests) == 2  # the bundle, and the call that mounts the map


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_stay_data(text: str) -> None:
    plain = page(EPAA)
    site = geo.Site(name=text, kind="radar", lon=1, lat=2, source=text)
    region = geo.Region(name=text, country="IRN")
    estimate = geo.Estimate(name=text, source=text, ranges={"a": geo.Range(range_m=1e6)})
    scenario = geo.Scenario(
        title=text, sites={"a": site}, regions={"b": region}, estimates=[estimate]
    )
    parsed = page(scenario)
    assert parsed.title == text
    assert parsed.tags == plain.tags
    assert len(parsed.scripts) == len(plain.scripts)
    (name,) = [name for name in parsed.blocks if name.endswith("-scene")]
    found = json.loads(parsed.blocks[name])
    assert found["title"] == text
    assert found["sites"][0]["name"] == text
    assert found["regions"][0]["name"] == text
    assert found["estimates"][0]["name"] == text


def test_it_is_a_folium_map_that_other_layers_go_on() -> None:
    coverage_map = CoverageMap(EPAA)
    folium.GeoJson({"type": "Point", "coordinates": [1, 2]}).add_to(coverage_map)
    text = coverage_map.html()
    assert isinstance(coverage_map, folium.Map)
    assert f".addTo({coverage_map.get_name()})" in text


FULLSCREEN = folium.plugins.Fullscreen.default_js[0][1]
PICTURE = "https://example.org/x.png"


@pytest.mark.parametrize(
    ("add", "what", "url"),
    [
        (folium.plugins.Fullscreen, "Fullscreen", FULLSCREEN),
        (lambda: folium.TileLayer("OpenTopoMap"), "TileLayer", "https://{s}.tile.opentopomap.org/"),
        (lambda: folium.Marker([1, 2], popup=f"<img src='{PICTURE}'>"), "Popup", PICTURE),
        (lambda: folium.Marker([1, 2], tooltip=f'<img src="{PICTURE}">'), "Tooltip", PICTURE),
        (lambda: folium.Marker([1, 2], icon=folium.CustomIcon(PICTURE)), "CustomIcon", PICTURE),
        (lambda: folium.Marker([1, 2], icon=folium.DivIcon(f'<img src="{PICTURE}">')), "DivIcon",
         PICTURE),
        (lambda: folium.raster_layers.ImageOverlay(PICTURE, [[0, 0], [1, 1]]), "ImageOverlay",
         PICTURE),
        (lambda: folium.WmsTileLayer("https://example.org/?a=1&b='", layers="x"), "WmsTileLayer",
         "https://example.org/?a=1&b='"),
        (lambda: branca.colormap.linear.viridis.scale(0, 1), "the colour scale",
         "https://cdnjs.cloudflare.com/ajax/libs/d3/"),
    ],
)  # fmt: skip
def test_what_needs_the_network_is_named_and_refused(
    tmp_path: Path, add: Callable[[], folium.Element], what: str, url: str
) -> None:
    coverage_map = CoverageMap(EPAA)
    add().add_to(folium.FeatureGroup().add_to(coverage_map))
    named = rf"^{what}.* would fetch {re.escape(url)}.*allow_network=True$"
    for ask in (lambda: coverage_map.save(tmp_path / "map.html"), coverage_map._repr_html_):
        with pytest.raises(NeedsNetwork, match=named):
            ask()
    assert list(tmp_path.iterdir()) == []
    coverage_map.save(tmp_path / "map.html", allow_network=True)
    parsed = Parsed((tmp_path / "map.html").read_text())
    host = url.split("/")[2].replace("{s}", "*")
    rules = dict(rule.strip().split(" ", 1) for rule in parsed.policy.split(";"))
    assert rules["img-src"] == f"data: https://{host}"
    assert rules["script-src"].endswith(f" https://{host}")


def test_the_examples_of_the_policy_hold() -> None:
    assert doctest.testmod(layers.policy) == (0, 2)


def test_a_map_made_for_the_network_shows_in_a_notebook() -> None:
    coverage_map = CoverageMap(EPAA, allow_network=True)
    folium.plugins.Fullscreen().add_to(coverage_map)
    assert FULLSCREEN in coverage_map._repr_html_()


# What only one library's text has in it.
LIBRARIES = {
    "jquery": "jQuery v3.7.1",
    "bootstrap": "Bootstrap  v5.2.2",
    "bootstrap's script": "Bootstrap v5.2.2",
    "markers": "L.AwesomeMarkers.Icon = ",
    "glyphicons": ".glyphicon-asterisk:before",
    "font awesome": "Font Awesome Free 6.2.0",
}


@pytest.mark.parametrize(
    ("add", "needed"),
    [
        (lambda: folium.Circle([1, 2], radius=5, tooltip="5"), set()),
        (lambda: folium.Marker([1, 2], popup="text"), {"jquery"}),
        (lambda: folium.Marker([1, 2], popup="<a class='btn'>text</a>"), {"jquery", "bootstrap"}),
        (lambda: folium.Marker([1, 2], popup="<a data-bs-toggle='x' class='fa fa-x'></a>"),
         {"jquery", "bootstrap's script", "font awesome"}),
        (lambda: folium.Marker([1, 2], icon=folium.Icon()), {"markers", "glyphicons"}),
        (lambda: folium.Marker([1, 2], icon=folium.Icon(prefix="fa")), {"markers", "font awesome"}),
        (lambda: folium.Marker([1, 2], icon=folium.DivIcon('<i class="far fa-x">')),
         {"font awesome"}),
    ],
)  # fmt: skip
def test_a_page_holds_the_libraries_that_it_uses(
    add: Callable[[], folium.Element], needed: set[str]
) -> None:
    coverage_map = CoverageMap(EPAA)
    before = coverage_map.html()
    add().add_to(coverage_map)
    text = coverage_map.html()
    assert {name for name, sign in LIBRARIES.items() if sign in before} == set()
    assert {name for name, sign in LIBRARIES.items() if sign in text} == needed
    parsed = Parsed(text)
    assert parsed.links == []
    assert all(digest(script) in parsed.policy for script in parsed.scripts)


def test_every_file_of_foliums_is_known_and_in_its_version() -> None:
    links = dict([*folium.Map.default_js, *folium.Map.default_css])
    assert set(links) == set(layers.added._OURS)
    for name, sign in (("jquery", "3.7.1"), ("bootstrap", "5.2.2"), ("bootstrap_css", "5.2.2"),
                       ("awesome_markers_font_css", "6.2.0")):  # fmt: skip
        assert sign in links[name]
        assert any(sign in text for text in LIBRARIES.values())
    licences = (Path(layers.added.__file__).parent / "static" / "licences.txt").read_text()
    for package in ("jquery 3", "bootstrap 5", "bootstrap-3 3", "fontawesome-free 6", "popperjs",
                    "leaflet.awesome-markers", "leaflet 1"):  # fmt: skip
        assert package in licences


def test_a_link_to_a_file_of_foliums_is_replaced_by_the_file() -> None:
    coverage_map = CoverageMap(EPAA)
    links = dict([*folium.Map.default_js, *folium.Map.default_css])
    head = coverage_map.get_root().header
    head.add_child(JavascriptLink(links["bootstrap"]))
    head.add_child(CssLink(links["leaflet_css"]))
    text = coverage_map.html()
    assert Parsed(text).links == []
    assert LIBRARIES["bootstrap's script"] in text


def test_bootstrap_leaves_the_panel_alone() -> None:
    sheet = layers.assets.static("folium-bootstrap.css")
    bare = re.sub(
        r"/\*.*?\*/|@charset[^;]*;|@keyframes[^{]*\{(?:[^{}]*\{[^{}]*\})*\}", "", sheet, flags=re.S
    )
    selectors = [
        each.strip()
        for rule in re.findall(r"([^{}]+)\{[^{}]*\}", bare)
        for each in re.split(r",(?![^(]*\))", rule)
    ]
    named = [each for each in selectors if "." not in each]
    assert len(selectors) > 2000
    assert sorted(set(named)) == ["*", "::after", "::before", ":root"]


def test_texts_of_the_readers_do_not_end_the_script_or_change_its_digest() -> None:
    coverage_map = CoverageMap(EPAA)
    text = "one\r\ntwo\rthree </script><!-- <script>"
    folium.Marker([1, 2], popup=text).add_to(coverage_map)
    found = coverage_map.html()
    assert "\r" not in found
    parsed = Parsed(found)
    assert parsed.scripts[-1].rstrip().endswith(";")
    assert all(digest(script) in parsed.policy for script in parsed.scripts)


def test_frames_of_the_readers_are_held_by_the_page() -> None:
    coverage_map = CoverageMap(EPAA)
    popup = folium.Popup(folium.IFrame("<b>in a frame</b>", width=10, height=10))
    assert "frame-src" not in Parsed(coverage_map.html()).policy
    folium.Marker([1, 2], popup=popup).add_to(coverage_map)
    assert "; frame-src data:;" in Parsed(coverage_map.html()).policy


def test_a_map_in_a_figure_of_the_readers_still_writes_its_page() -> None:
    coverage_map = CoverageMap(EPAA)
    before = coverage_map.html()
    Figure(height=400).add_child(coverage_map)
    assert coverage_map.html() == before


def test_an_open_file_is_written_as_folium_does() -> None:
    file = io.BytesIO()
    coverage_map = CoverageMap(EPAA)
    coverage_map.save(file, close_file=False)
    assert file.getvalue().decode() == coverage_map.html()


def test_a_location_of_the_readers_is_kept() -> None:
    text = CoverageMap(EPAA, location=[45, 25], zoom_start=6).html()
    assert '{"center": [45.0, 25.0], "zoom": 6}' in text


def test_one_map_does_not_change_the_next() -> None:
    js, css = list(folium.Map.default_js), list(folium.Map.default_css)
    CoverageMap(EPAA).html()
    assert (folium.Map.default_js, folium.Map.default_css) == (js, css)


def test_a_page_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    file = tmp_path / "a-file"
    file.write_text("old")
    with pytest.raises(UnwritableOutput):
        CoverageMap(EPAA).save(file / "map.html")
    assert file.read_text() == "old"


def test_the_page_is_small() -> None:
    assert len(CoverageMap(EPAA).html().encode()) <= 1_500_000


def test_a_browser_can_keep_the_page_in_a_byte_a_character() -> None:
    coverage_map = CoverageMap(EPAA)
    assert not coverage_map.scene.model_dump_json().isascii()
    assert coverage_map.html().isascii()


def test_a_missing_bundle_says_how_to_build_it(monkeypatch: pytest.MonkeyPatch) -> None:
    layers.assets.static.cache_clear()
    monkeypatch.setattr(layers.assets, "files", lambda _: Path("/nowhere"))
    with pytest.raises(CoverageError, match=r"page\.js is not built; run 'pip install \.'"):
        CoverageMap(EPAA)
    layers.assets.static.cache_clear()


class Frame(html.parser.HTMLParser):
    """What a browser makes of a cell's output: the first frame."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.frame: dict[str, str | None] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "iframe":
            self.frame = dict(attrs)


def test_a_notebook_shows_the_page_in_a_frame_of_its_own() -> None:
    coverage_map = CoverageMap(EPAA)
    folium.Marker([1, 2], popup='it\'s {{7*7}} &amp; "quoted" </iframe>').add_to(coverage_map)
    page = coverage_map.html()
    shown = coverage_map._repr_html_()
    found = Frame(shown).frame
    assert found["srcdoc"] == page
    assert "allow-scripts" in (found["sandbox"] or "")
    assert "allow-same-origin" not in (found["sandbox"] or "")
    assert len(shown) < 1.05 * len(page)
    assert "height:640px" in shown
    assert "height:333px" in CoverageMap(EPAA, height=333)._repr_html_()
    assert "height:640px" in CoverageMap(EPAA, height="80%")._repr_html_()
