"""Scenarios from files and back: YAML, extends, GeoJSON, and safe writing."""

import json
import os
import stat
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import coverage, files, geojson
from geo.errors import UnwritableOutput
from geo.model import Scenario

EVERY_FORM = """
extends: epaa
regions:
  own: {name: Drawn, geometry: {type: Polygon, coordinates: [[[30, 30], [31, 30], [31, 31]]]}}
estimates:
  - name: Analyst A
    source: https://example.org/a
    entered: 2026-11-22
    ranges:
      deveselu: 1000 km
      kurecik: {range: 900 nmi, bearings: [70, 190], inner: 20 nmi}
      redzikowo: {range: 500 mi, inner: 10.5 mi}
      rota: {low: 300 km, high: 400.25 km, inner: 1 m}
      iran: {low: 1300 km, high: 2000 km, from: anywhere}
      syria: {range: 1500 km, from: everywhere}
      own: 200 km
  - name: Without a source
    ranges:
      deveselu: {range: 12345 m, bearings: [350, 0.5]}
  - name: Without ranges
    entered: 2026
"""


def back(scenario: Scenario, tmp_path: Path) -> Scenario:
    """Export as the command does, and read it again."""
    path = tmp_path / "out.geojson"
    data = coverage.feature_collection(scenario, tolerance=5000.0)
    files.write_text(path, json.dumps(data, ensure_ascii=False, allow_nan=False))
    return files.scenario(path)


@pytest.mark.parametrize("name", files.shipped())
def test_a_shipped_scenario_comes_back_without_loss(name: str, tmp_path: Path) -> None:
    scenario = files.scenario(name)
    assert back(scenario, tmp_path) == scenario
    ranged = scenario.with_ranges(launch="100 km", radar="50 nmi", interceptor="80 mi")
    assert back(ranged, tmp_path) == ranged


def test_ranges_of_every_form_come_back_without_loss(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text(EVERY_FORM)
    scenario = files.scenario(tmp_path / "s.yaml")
    assert [len(each.ranges) for each in scenario.estimates] == [7, 1, 0]
    again = back(scenario, tmp_path)
    assert again == scenario
    assert again.model_dump() == scenario.model_dump()


names = st.text(min_size=1, max_size=20).filter(str.strip)
ids = st.from_regex(r"[a-z0-9][\w.-]{0,10}", fullmatch=True)
dates = st.sampled_from(["2016", "2016-05", "2016-05-12", "0001", "9999-12-31"])
sources = st.lists(names, max_size=2)
notes = st.lists(st.fixed_dictionaries({"text": names, "source": sources}), max_size=2)
events = st.lists(
    st.fixed_dictionaries(
        {"on": dates, "what": names, "source": sources, "operational": st.booleans()}
    ),
    max_size=2,
)
sites = st.fixed_dictionaries(
    {
        "name": names,
        "kind": st.sampled_from(["interceptor", "radar", "command", "port", "place"]),
        "lon": st.floats(-180, 180),
        "lat": st.floats(-90, 90),
        "events": events,
        "notes": notes,
        "source": sources,
        "from": st.none() | dates,
        "to": st.none() | dates,
    }
).map(
    # a site does not go before it came, and ISO texts sort as their days do
    lambda site: {
        **site,
        **(
            dict(zip(("from", "to"), sorted((site["from"], site["to"])), strict=True))
            if site["from"] and site["to"]
            else {}
        ),
    }
)
boxes = st.tuples(st.floats(-170, 160), st.floats(-80, 70), st.floats(0.1, 10)).map(
    lambda box: {
        "type": "Polygon",
        "coordinates": [
            [
                [box[0], box[1]],
                [box[0] + box[2], box[1]],
                [box[0] + box[2], box[1] + box[2]],
                [box[0], box[1] + box[2]],
            ]
        ],
    }
)
drawn = st.fixed_dictionaries(
    {
        "name": names,
        "kind": st.sampled_from(["launch", "sea"]),
        "geometry": boxes,
        "notes": notes,
        "source": sources,
    }
)
whole = st.fixed_dictionaries(
    {"name": names, "country": st.sampled_from(["IRN", "RUS", "PRK"]), "source": sources}
)
metres = st.floats(1, 2e7).map(lambda each: f"{each!r} m") | st.integers(1, 12_000).map(
    "{} mi".format
)
bands = st.tuples(st.integers(1, 9000), st.integers(1, 9000)).map(
    lambda each: {"low": f"{each[0]} km", "high": f"{sum(each)} km"}
)
bearings = st.tuples(st.floats(0, 180), st.floats(181, 360)).map(list)
holed = st.tuples(st.integers(1, 900), st.integers(1, 900), bearings).map(
    lambda each: {
        "inner": f"{each[0]} nmi",
        "range": f"{sum(each[:2])} nmi",
        "bearings": each[2],
    }
)
of_sites = metres | bands | holed
of_regions = st.tuples(bands, st.sampled_from(["anywhere", "everywhere"])).map(
    lambda each: {**each[0], "from": each[1]}
)


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    places = draw(st.dictionaries(ids, st.tuples(sites, drawn | whole), max_size=4))
    kinds = {"interceptor", "radar", "command", "port", "place", "launch", "sea"}
    data: dict[str, Any] = {"title": draw(names), "sites": {}, "regions": {}, "estimates": []}
    for id_, (site, region) in places.items():
        if id_ not in kinds and draw(st.booleans()):
            data["sites"][id_] = site
        elif id_ not in kinds:
            data["regions"][id_] = region
    for name in draw(st.lists(names, max_size=3, unique=True)):
        ranges = {id_: draw(of_sites) for id_ in data["sites"] if draw(st.booleans())}
        ranges |= {id_: draw(of_regions) for id_ in data["regions"] if draw(st.booleans())}
        estimate = {"name": name, "ranges": ranges}
        estimate |= {"source": draw(st.none() | names), "entered": draw(st.none() | dates)}
        data["estimates"].append(estimate)
    data |= {"events": draw(events), "notes": draw(notes)}
    return Scenario.model_validate(data)


@settings(max_examples=200, deadline=None)
@given(scenarios())
def test_any_scenario_comes_back_without_loss(scenario: Scenario) -> None:
    shapes = [
        (estimate.name, id_, {"type": "Polygon", "coordinates": []})
        for estimate in scenario.estimates
        for id_ in estimate.ranges
    ]
    regions = {id_: region.geometry or {} for id_, region in scenario.regions.items()}
    text = json.dumps(geojson.collection(scenario, shapes, regions), allow_nan=False)
    assert geojson.to_scenario(json.loads(text), "x") == scenario


def test_every_feature_has_every_property(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text(EVERY_FORM)
    data = coverage.feature_collection(files.scenario(tmp_path / "s.yaml"), tolerance=5000.0)
    assert data["type"] == "FeatureCollection"
    roles = [feature["properties"]["role"] for feature in data["features"]]
    assert {role: roles.count(role) for role in roles} == {"site": 5, "region": 4, "coverage": 8}
    expected = (
        "id name role kind country estimate source range_m low_m high_m inner_m bearings from"
    )
    for feature in data["features"]:
        assert set(expected.split()) <= set(feature["properties"])
        assert feature["geometry"]["type"] in ("Point", "Polygon", "MultiPolygon")
    assert "every range was entered by the reader" in data["shieldmap"]["notice"]


def test_what_other_tools_leave_of_an_export_is_still_read(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text(EVERY_FORM)
    scenario = files.scenario(tmp_path / "s.yaml")
    data = coverage.feature_collection(scenario, tolerance=5000.0)
    del data["shieldmap"]  # a foreign member, which many drop
    found = geojson.to_scenario(json.loads(json.dumps(data)), "x")
    assert (found.sites, found.regions) == (scenario.sites, scenario.regions)
    assert found.estimates == scenario.estimates[:2]


# extends


def test_a_file_adds_to_what_it_extends(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(
        "title: Base\nsites:\n  a: {name: A, kind: radar, lon: 1, lat: 2}\n"
        "  b: {name: B, kind: radar, lon: 3, lat: 4}\n"
        "estimates: [{name: Old, ranges: {a: 1 km}}]\nevents: [{on: 2016, what: x}]\n"
    )
    (tmp_path / "middle.yaml").write_text(
        "title: Middle\nextends: base.yaml\nsites: {b: {name: New B, kind: port, lon: 5, lat: 6}}\n"
    )
    (tmp_path / "top.yml").write_text(
        "extends: middle.yaml\nestimates: [{name: Mine, ranges: {b: 2 km}}]\n"
    )
    top = files.scenario(tmp_path / "top.yml")
    assert top.title == "Middle"
    assert {id_: site.name for id_, site in top.sites.items()} == {"a": "A", "b": "New B"}
    assert [estimate.name for estimate in top.estimates] == ["Mine", "Old"]
    assert [event.what for event in top.events] == ["x"]


def test_a_mistake_in_an_estimate_points_into_its_own_file(tmp_path: Path) -> None:
    base = "title: B\nsites: {a: {name: A, kind: radar, lon: 1, lat: 2}}\n"
    (tmp_path / "base.yaml").write_text(base + "estimates:\n  - name: Old\n    ranges: {a: 1}\n")
    (tmp_path / "top.yaml").write_text("extends: base.yaml\nestimates:\n  - name: Mine\n")
    with pytest.raises(ValueError, match=r"base\.yaml:5: estimates\.1\.ranges\.a is '1' without"):
        files.scenario(tmp_path / "top.yaml")


def test_a_file_extends_a_shipped_scenario_from_any_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "deep"
    folder.mkdir()
    (folder / "s.yaml").write_text("extends: epaa\ntitle: Mine\n")
    (folder / "t.yaml").write_text("extends: s.yaml\n")
    monkeypatch.chdir(tmp_path)
    for name in ("deep/s.yaml", "deep/t.yaml"):
        assert files.scenario(name).sites == files.scenario("epaa").sites


def test_a_region_file_is_found_beside_its_scenario(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
    (tmp_path / "box.geojson").write_text(json.dumps(box))
    (tmp_path / "s.yaml").write_text(
        "title: T\nregions: {r: {name: R, geometry: box.geojson}}\n", encoding="utf-8-sig"
    )
    monkeypatch.chdir("/")
    assert files.scenario(tmp_path / "s.yaml").regions["r"].geometry == box


# Writing


def leftovers(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir()}


def test_writes_utf_8_with_plain_line_ends(tmp_path: Path) -> None:
    files.write_text(tmp_path / "map.html", "é\n🚀")
    assert (tmp_path / "map.html").read_bytes() == "é\n🚀".encode()
    assert leftovers(tmp_path) == {"map.html"}


@pytest.mark.parametrize("step", ["replace", "chmod"])
def test_the_old_bytes_stay_when_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    old = tmp_path / "map.html"
    old.write_bytes(b"old")

    def fail(*_: Any) -> NoReturn:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, step, fail)
    with pytest.raises(UnwritableOutput, match=r"cannot be written \(No space left on device\)"):
        files.write_text(old, "new")
    monkeypatch.undo()
    assert old.read_bytes() == b"old"
    assert leftovers(tmp_path) == {"map.html"}


def test_the_old_bytes_stay_when_the_text_cannot_be_encoded(tmp_path: Path) -> None:
    old = tmp_path / "map.html"
    old.write_bytes(b"old")
    with pytest.raises(UnwritableOutput, match="surrogates not allowed"):
        files.write_text(old, "x" * 100_000 + "\ud800")
    assert old.read_bytes() == b"old"
    assert leftovers(tmp_path) == {"map.html"}


def test_an_interruption_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: Any) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        files.write_text(tmp_path / "map.html", "new")
    assert leftovers(tmp_path) == set()


def test_an_existing_file_is_kept_if_asked(tmp_path: Path) -> None:
    old = tmp_path / "s.yaml"
    old.write_text("old")
    with pytest.raises(UnwritableOutput) as caught:
        files.write_text(old, "new", replace=False)
    assert str(caught.value) == f"{old}: exists; choose another name or remove it first"
    assert old.read_text() == "old"
    files.write_text(tmp_path / "t.yaml", "new", replace=False)
    assert (tmp_path / "t.yaml").read_text() == "new"


def test_permissions_are_those_of_the_old_file_or_of_any_new_one(tmp_path: Path) -> None:
    old, plain = tmp_path / "old", tmp_path / "plain"
    old.write_text("old")
    old.chmod(0o640)
    files.write_text(old, "new")
    assert stat.S_IMODE(old.stat().st_mode) == 0o640
    plain.write_text("")
    files.write_text(tmp_path / "new", "new")
    assert (tmp_path / "new").stat().st_mode == plain.stat().st_mode


def test_a_link_stays_a_link_and_its_target_is_written(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    target, link = tmp_path / "folder" / "map.html", tmp_path / "link.html"
    link.symlink_to(target)
    for text in ("first", "second"):  # the first time, the link leads nowhere yet
        files.write_text(link, text)
        assert link.is_symlink()
        assert target.read_text() == text


def test_a_device_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    files.write_text(Path(os.devnull), "x")
    assert not Path(os.devnull).is_file()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    files.write_text(pipe, "through the pipe")
    assert os.read(reader, 100) == b"through the pipe"
    os.close(reader)
    assert pipe.is_fifo()
    with pytest.raises(UnwritableOutput, match="No space left on device"):
        files.write_text(Path("/dev/full"), "x" * 100_000)
