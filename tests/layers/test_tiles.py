"""Tiles are opt-in: any provider of xyzservices, its images alone; errors say what to do."""

from pathlib import Path

import pytest
import xyzservices

from geo.errors import BadTiles, CoverageError, CoverageWarning, UnknownName
from layers import cli
from layers.tiles import Words, tile_layer


@pytest.mark.parametrize(
    ("name", "url", "subdomains"),
    [
        ("FreeMapSK", "https://{s}.freemap.sk/T/{z}/{x}/{y}.jpeg", ("a", "b", "c", "d")),
        ("opentopomap", "https://{s}.tile.opentopomap.org/{z}/{x}/{y}.png", ("a", "b", "c")),
    ],
)  # fmt: skip
def test_a_provider_is_found_by_name(name: str, url: str, subdomains: tuple[str, ...]) -> None:
    found = tile_layer(name)
    assert (found.url, found.subdomains) == (url, subdomains)


def test_the_origins_are_the_hosts_and_no_more() -> None:
    assert tile_layer("OpenTopoMap").origins == [
        f"https://{each}.tile.opentopomap.org" for each in "abc"
    ]


def test_an_attribution_is_words_and_links() -> None:
    assert tile_layer("OpenStreetMap.Mapnik").attribution == (
        Words(text="© "),
        Words(text="OpenStreetMap", href="https://www.openstreetmap.org/copyright"),
        Words(text=" contributors"),
    )


def test_a_key_of_ones_own_is_put_into_the_address() -> None:
    provider = xyzservices.providers.Thunderforest.Landscape(apikey="my-key")
    assert tile_layer(provider).url.endswith("?apikey=my-key")


@pytest.mark.parametrize(
    ("tiles", "error", "says"),
    [
        ("Esri.WorldImagry", UnknownName, "did you mean 'Esri.WorldImagery'"),
        ("Thunderforest.Landscape", BadTiles, r"providers\.Thunderforest\.Landscape\(apikey=\"…\""),
        ("Esri.ArcticImagery", BadTiles, "EPSG:5936, and the map is in Web Mercator"),
        (7, BadTiles, "tiles is 7; give a provider's name"),
        (xyzservices.TileProvider(name="mine", url="file:///x", attribution=""), BadTiles,
         "which is no web address"),
        (xyzservices.TileProvider(name="mine", url="https://a b;c/{z}", attribution=""), BadTiles,
         "which is no web address"),
    ],
)  # fmt: skip
def test_tiles_that_cannot_be_shown_are_refused(
    tiles: str, error: type[CoverageError], says: str
) -> None:
    with pytest.raises(error, match=says):
        tile_layer(tiles)


def test_the_command_writes_tiles_and_warns_where_a_file_gets_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "map.html"
    assert cli.main(["map", "epaa", "--tiles", "OpenStreetMap.Mapnik", "-o", str(file)]) == 0
    said = capsys.readouterr()
    assert "sends no tiles to a page that is opened from a file" in said.err
    assert "tiles come from https://tile.openstreetmap.org" in said.out
    assert "img-src data: https://tile.openstreetmap.org;" in file.read_text()
    assert "connect-src 'none'" in file.read_text()
    assert cli.main(["map", "epaa", "--tiles", "nowhere", "-o", str(tmp_path / "no.html")]) == 2
    assert not (tmp_path / "no.html").exists()


def test_python_is_warned_too(tmp_path: Path) -> None:
    import geo
    from layers import CoverageMap

    with pytest.warns(CoverageWarning, match="choose another provider") as found:
        CoverageMap(geo.scenario("epaa"), tiles="OpenStreetMap.Mapnik").save(tmp_path / "map.html")
    assert found[0].filename == __file__
