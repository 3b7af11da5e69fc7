"""CoverageMap is a folium.Map whose page asks for nothing, and whose texts are only data."""

import base64
import hashlib
import html.parser
import io
import json
from pathlib import Path

import folium
import folium.plugins
import pytest

import geo
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


EPAA = geo.scenario("epaa").with_ranges(interceptor="1000 km", iran="2000 km")


def test_the_page_links_to_nothing() -> None:
    assert page(EPAA).links == []


def test_the_page_carries_the_scene_and_the_country_file() -> None:
    coverage_map = CoverageMap(EPAA)
    blocks = Parsed(coverage_map.html()).blocks
    found = json.loads(blocks[f"{coverage_map.get_name()}-scene"])
    assert found == json.loads(coverage_map.scene.model_dump_json())
    countries = json.loads(blocks["shieldmap-countries"])
    shipped = Path(geo.__file__).parent / "data" / "countries.json"
    assert countries == json.loads(shipped.read_text())


def test_the_policy_allows_the_scripts_of_the_page_and_nothing_else() -> None:
    parsed = page(EPAA)
    rules = dict(rule.strip().split(" ", 1) for rule in parsed.policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["connect-src"] == "'none'"
    digests = {
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for script in parsed.scripts
    }
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


def test_what_needs_the_network_is_named_and_refused(tmp_path: Path) -> None:
    coverage_map = CoverageMap(EPAA)
    folium.plugins.Fullscreen().add_to(coverage_map)
    link = folium.plugins.Fullscreen.default_js[0][1]
    with pytest.raises(NeedsNetwork, match=link.replace(".", r"\.")):
        coverage_map.save(tmp_path / "map.html")
    assert list(tmp_path.iterdir()) == []
    coverage_map.save(tmp_path / "map.html", allow_network=True)
    parsed = Parsed((tmp_path / "map.html").read_text())
    assert link in parsed.links
    assert link.split("/")[2] in parsed.policy


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
    assert len(CoverageMap(EPAA).html().encode()) <= 1_800_000


def test_a_missing_bundle_says_how_to_build_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import layers.page

    layers.page._static.cache_clear()
    monkeypatch.setattr(layers.page, "files", lambda _: Path("/nowhere"))
    with pytest.raises(CoverageError, match=r"page\.css is not built; run 'pip install \.'"):
        CoverageMap(EPAA)
    layers.page._static.cache_clear()


def test_a_notebook_shows_the_map_in_a_frame() -> None:
    shown = CoverageMap(EPAA)._repr_html_()
    assert "<iframe" in shown
    assert "shieldmap.mount" in shown
