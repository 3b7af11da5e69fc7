"""The widget's Python half: what is set and what the page says are both checked, and agree."""

import copy
import datetime as dt
import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from traitlets import TraitError

import geo
import layers
from geo.errors import NotBuilt, UnwritableOutput
from layers.kept import drawing, kept
from layers.snapshot import link_ending
from tests.hostile import HOSTILE

EPAA = (
    geo.scenario("epaa")
    .with_ranges(kurecik={"low": "500 km", "high": "900 km"}, estimate="B")
    .with_ranges(interceptor="1000 km", iran="2000 km", estimate="A")
)


@pytest.fixture
def w() -> layers.Explorer:
    return layers.explore(EPAA)


def from_page(w: layers.Explorer, **changes: Any) -> None:
    """What a front end does: it sends the field that it shares, changed."""
    w.set_state({"_now": {**copy.deepcopy(w._now), **changes}})


def test_what_is_set_reaches_the_page_and_reads_back(w: layers.Explorer) -> None:
    w.ranges = {"interceptor": "500 mi", "deveselu": 1_200_000, "iran": None}
    assert w.ranges["deveselu"] == 1_200_000  # an id wins over its kind
    assert w.ranges["redzikowo"] == 804_672
    assert (w.ranges["iran"], w.ranges["kurecik"]) == (None, None)
    sent = w._now["estimates"][0]["ranges"]
    assert {id_: (each["range_m"], each["unit"]) for id_, each in sent.items()} == {
        "deveselu": (1_200_000, "km"),
        "redzikowo": (804_672, "mi"),
    }
    w.estimate = "B"
    assert w._now["active"] == 1
    assert {id_ for id_, metres in w.ranges.items() if metres} == {"kurecik"}
    w.ranges = {"kurecik": "1000 km"}  # of a band, its high end
    band = w.scenario.estimates[1].ranges["kurecik"]
    assert (band.low_m, band.high_m) == (500_000, 1_000_000)
    w.date = dt.date(2018, 12, 31)
    assert (w.date, w._now["date"]) == ("2018-12-31", "2018-12-31")
    w.view = {"kind": "flat", "lon": 20, "lat": 50}
    assert w._now["view"] == {"kind": "map", "lon": 20, "lat": 50, "zoom": 4, "site": None}
    w.view = {"kind": "round", "site": "deveselu"}
    assert w.view == {"kind": "round", "site": "deveselu", "lon": 24.41, "lat": 44.08, "zoom": 3}
    w.selection = "deveselu"
    w.selection = [30, 40]
    assert (w.selection, w._now["selection"]) == ((30, 40), [30, 40])
    w.view = w.selection = w.date = None
    assert (w._now["view"], w._now["selection"], w._now["date"]) == (None, None, None)
    json.dumps(w._now, allow_nan=False)  # it is JSON, whoever set it


@pytest.mark.parametrize(
    ("trait", "value", "sentence"),
    [
        ("ranges", {"devesel": 1}, "did you mean 'deveselu'?"),
        ("ranges", {"deveselu": 0}, "the range of deveselu is 0 m; a distance must be above zero"),
        ("ranges", {"deveselu": float("nan")}, "the range of deveselu is nan m"),
        ("ranges", {"deveselu": 3e7}, "nowhere on Earth is farther"),
        ("ranges", {"deveselu": "1000"}, "without a unit"),
        ("ranges", {"deveselu": True}, "give metres, or a distance as '1000 km'"),
        ("ranges", 5, "expected a dict"),
        ("ranges", {5: 1}, "'5' is no site, region or kind"),
        ("estimate", "C", "'C' is no estimate; known are A, B"),
        ("date", "2018-13-01", "is no day; write one as 2018-12-31"),
        ("date", "1940-01-01", "lies before NATO's treaty"),
        ("view", "globe", "view is 'globe'"),
        ("view", {"kind": "glob", "lon": 1, "lat": 2}, "did you mean 'globe'?"),
        ("view", {"kind": "flat", "lon": 1, "lat": 2, "zoom": 13}, "view.zoom is 13"),
        ("view", {"kind": "flat", "lon": 1, "lat": 89}, "the flat map ends at 85"),
        ("view", {"kind": "globe", "lon": 1, "lat": float("nan")}, "view.lat is nan"),
        ("view", {"kind": "round", "site": "iran"}, "view.site is 'iran', no site"),
        ("selection", "iran", "'iran' is no site"),
        ("selection", (1, 95), "latitude must be within -90..90"),
        ("selection", 5, "give the id of a site, or (lon, lat)"),
    ],
)
def test_a_bad_value_is_refused_in_a_sentence_and_changes_nothing(
    w: layers.Explorer, trait: str, value: Any, sentence: str
) -> None:
    before, shown = w._now, getattr(w, trait)
    told: list[Any] = []
    w.observe(told.append)
    with pytest.raises(TraitError, match=re.escape(sentence)):
        setattr(w, trait, value)
    assert (w._now, getattr(w, trait), told) == (before, shown, [])
    assert w._now is before


def test_ranges_are_replaced_and_not_changed_behind_the_maps_back(w: layers.Explorer) -> None:
    with pytest.raises(TypeError, match=r"assign to the map: w\.ranges ="):
        w.ranges["deveselu"] = 5.0
    assert w.ranges["deveselu"] == 1_000_000


def test_what_the_page_says_is_read_observed_and_part_of_the_scenario(w: layers.Explorer) -> None:
    seen: list[Any] = []
    w.observe(lambda change: seen.append((change["name"], change["new"])), ["ranges", "estimate"])
    estimates = copy.deepcopy(w._now["estimates"])
    estimates[0]["ranges"]["deveselu"]["range_m"] = 700_000
    site = {"id": "own", "name": "Own site", "kind": "radar", "country": None, "lon": 1, "lat": 2}
    site |= {"since": "2020", "until": None, "events": [], "notes": [], "source": ["me"]}
    estimates[0]["ranges"]["own"] = {**estimates[0]["ranges"]["deveselu"], "unit": "mi"}
    from_page(w, estimates=estimates, sites=[site], off=["deveselu"], date="2018-12-31")
    assert [name for name, _ in seen] == ["ranges"]
    assert seen[0][1]["deveselu"] == seen[0][1]["own"] == 700_000
    own = w.scenario.sites["own"]
    assert (own.name, own.from_, own.source) == ("Own site", "2020", ("me",))
    assert w.scenario.estimates[0].ranges["own"].unit == "mi"
    # As a file of the reader's may have them: Spain is elsewhere, and has another outline.
    square = {"type": "Polygon", "coordinates": [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]]}
    region = {"id": "r", "name": "R", "kind": "sea", "country": "ESP", "geometry": square}
    region |= {"notes": [], "source": []}
    swapped = {**site, "id": "swapped", "country": "ESP", "lon": 40, "lat": -4}
    from_page(w, regions=[region], sites=[site, swapped])
    assert (w.scenario.regions["r"].country, w.scenario.sites["swapped"].country) == (None, None)
    from_page(w, regions=[], sites=[site])
    # What is switched off does not count, nor do launch regions, nor what stood on another day.
    counted = geo.shares(
        w.scenario, "nato-europe", on="2018-12-31", estimate="A", count=["redzikowo", "own"]
    )
    assert w.shares.equals(counted)
    seen.clear()
    from_page(w, active=1)
    assert [name for name, _ in seen] == ["estimate", "ranges"]
    assert w.estimate == "B"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("estimates", []),
        ("estimates", [{"name": "A", "ranges": {"nowhere": {"range_m": 1.0}}}]),
        ("estimates", [{"name": "A", "ranges": {"deveselu": {"range_m": -1.0}}}]),
        ("active", 2),
        ("compare", -1),
        ("off", ["nowhere"]),
        ("date", "yesterday"),
        ("area", "atlantis"),
        ("show", ["<b>"]),
        ("view", {"kind": "round", "lon": 0, "lat": 0, "zoom": 1, "site": "nowhere"}),
        ("selection", "nowhere"),
        ("lines", [{"ends": [{"site": "nowhere"}, {"lon": 1, "lat": 2}]}]),
        ("sites", [{"id": "deveselu", "name": "x", "kind": "radar", "lon": 1, "lat": 2}]),
        ("more", 1),
    ],
)
def test_what_no_page_says_is_refused(w: layers.Explorer, field: str, value: Any) -> None:
    before, ranges = w._now, w.ranges
    with pytest.raises(TraitError):
        from_page(w, **{field: value})
    assert (w._now, w.ranges) == (before, ranges)


def test_a_scenario_without_numbers_starts_an_estimate_of_the_notebooks() -> None:
    w = layers.explore(geo.scenario("third-site"))
    assert (w.estimate, set(w.ranges.values())) == ("entered in the notebook", {None})
    assert w.shares["covered_km2"].sum() == 0
    w.ranges = {"interceptor": "1000 km"}
    assert w.scenario.estimates[0].entered == dt.date.today().isoformat()


def test_the_saved_page_has_the_numbers_and_opens_as_the_map_was(
    w: layers.Explorer, tmp_path: Path
) -> None:
    w.ranges = {"deveselu": "1234 km"}
    w.estimate, w.date = "B", "2018-12-31"
    w.view = {"kind": "flat", "lon": 20, "lat": 50, "zoom": 5}
    w.save(tmp_path / "map.html")
    text = (tmp_path / "map.html").read_text()
    blocks = dict(re.findall(r'json" id="map-(\w+)">(.*?)</script>', text))
    assert json.loads(blocks["scene"])["estimates"][0]["ranges"]["deveselu"]["range_m"] == 1_234_000
    opens = "v=1&shown=2&date=2018-12-31&area=nato-europe&unit=km&map=50.00000,20.00000,5.00000"
    assert json.loads(blocks["start"]) == opens == link_ending(w._read()[0])
    with pytest.raises(UnwritableOutput):
        w.save(tmp_path / "map.html" / "below")


def test_what_a_notebook_keeps_says_the_numbers_without_frames_and_styles() -> None:
    sites = {
        f"s{i}": geo.Site(name=text, kind="radar", lon=i, lat=2) for i, text in enumerate(HOSTILE)
    }
    text = "".join(HOSTILE)
    estimate = geo.Estimate(name=text, source=text, ranges={"s0": geo.Range(range_m=1e6)})
    scenario = geo.Scenario(title=text, sites=sites, estimates=[estimate])
    markup = kept("<p>'&amp;'</p>", scenario, estimate, name="abc")
    assert "srcdoc='<p>&#39;&amp;amp;&#39;</p>'" in markup
    rest = re.sub(r"<(style|iframe).*?</\1>", "", markup, flags=re.DOTALL)
    assert set(re.findall(r"<(\w+)", rest)) == {
        *["div", "p", "b", "img", "table", "tr", "th", "td"]
    }
    assert "<td>1000 km</td>" in rest
    drawn = set(re.findall(r"<(\w+)", drawing(scenario, estimate)))
    assert drawn == {"svg", "rect", "path", "circle", "text"}


def test_without_anywidget_the_way_out_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "layers.explorer")
    monkeypatch.setitem(sys.modules, "anywidget", None)
    with pytest.raises(NotBuilt, match=r"pip install 'shieldmap\[jupyter\]'"):
        layers.explore(EPAA)
