"""The reader's model: kinds, ranges of every form, ranges added from Python."""

import datetime as dt
from typing import Any

import pytest
from pydantic import ValidationError

from geo import files
from geo.errors import BadScenario, UnknownName
from geo.model import KINDS, Event, Range, Region, Scenario, Site, Standing, build

EPAA = files.scenario("epaa")

SCENARIO = Scenario(
    title="T",
    sites={
        "a": Site(name="A", kind="radar", lon=1, lat=2),
        "b": Site(name="B", kind="radar", lon=3, lat=4),
        "c": Site(name="C", kind="interceptor", lon=5, lat=6),
    },
    regions={"r": Region(name="R", country="IRN")},
)


def ranged(**ranges: Any) -> dict[str, Range]:
    return dict(SCENARIO.with_ranges(ranges).estimates[0].ranges)


@pytest.mark.parametrize(
    ("value", "outer", "text"),
    [
        ("1000 km", 1e6, "1000 km"),
        ("500 mi", 804_672, "500 mi"),
        ({"low": "1300 km", "high": "2000 km"}, 2e6, "1300 to 2000 km"),
        ({"range": "300 nmi", "inner": "10 nmi"}, 555_600, "300 nmi"),
        ({"range": "1500 km", "bearings": [70, 190], "inner": "30 km"}, 1.5e6, "1500 km"),
        ({"range_m": 5000.0}, 5000, "5 km"),
    ],
)
def test_a_range_in_every_form(value: Any, outer: float, text: str) -> None:
    range_ = Range.model_validate(value)
    assert range_.outer_m == pytest.approx(outer)
    assert range_.text() == text


def test_a_band_keeps_both_ends() -> None:
    band = Range.model_validate({"low": "1300 km", "high": "2000 km"})
    assert (band.range_m, band.low_m, band.high_m) == (None, 1.3e6, 2e6)


def test_a_kind_stands_for_its_members() -> None:
    assert list(SCENARIO.members("radar")) == ["a", "b"]
    assert list(SCENARIO.members("c")) == ["c"]
    assert list(SCENARIO.members("launch")) == ["r"]
    assert set(KINDS) == {"interceptor", "radar", "command", "port", "place", "launch", "sea"}


def test_an_unknown_member_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownName) as caught:
        list(EPAA.members("deveslu"))
    assert str(caught.value) == (
        "'deveslu' is no site, region or kind in 'European Phased Adaptive Approach (2009-2024)'; "
        "did you mean 'deveselu'?"
    )


def test_what_is_known_is_named_once() -> None:
    with pytest.raises(UnknownName) as caught:
        list(EPAA.members("nobody"))
    known = str(caught.value).split("known are ")[1].split(", ")
    assert len(known) == len(set(known))
    assert {"sea", "deveselu"} <= set(known)


def test_a_range_for_an_id_wins_over_one_for_its_kind_in_any_order() -> None:
    for ranges in ({"a": "1 km", "radar": "2 km"}, {"radar": "2 km", "a": "1 km"}):
        found = ranged(**ranges)
        assert {id_: each.range_m for id_, each in found.items()} == {"a": 1000, "b": 2000}


def test_ranges_from_python_form_an_estimate_of_their_own() -> None:
    once = SCENARIO.with_ranges(a="1 km", entered=dt.date(2026, 11, 22))
    (estimate,) = once.estimates
    assert (estimate.name, estimate.entered) == ("entered in Python", "2026-11-22")
    other = once.with_ranges({"b": "2 km"}, estimate="other")
    assert [each.name for each in other.estimates] == ["other", "entered in Python"]
    again = other.with_ranges(a="3 km")
    assert [each.name for each in again.estimates] == ["entered in Python", "other"]
    assert again.estimates[0].ranges["a"].range_m == 3000
    assert SCENARIO.estimates == ()


def test_today_is_the_day_if_none_is_given() -> None:
    before = dt.date.today().isoformat()
    entered = SCENARIO.with_ranges(a="1 km").estimates[0].entered
    assert entered is not None
    assert before <= entered <= dt.date.today().isoformat()


@pytest.mark.parametrize(
    ("ranges", "sentence"),
    [
        (
            {"a": "1000"},
            "the range of a is '1000' without a unit; write 1000 km, mi, nmi or m",
        ),
        ({"a": 1000}, "the range of a is '1000' without a unit; write 1000 km, mi, nmi or m"),
        ({"a": True}, "the range of a is True; write a distance such as 1000 km"),
        ({"a": None}, "the range of a is None; write a distance such as 1000 km"),
        (
            {"a": {"range": "1 km", "bearings": [0, 400]}},
            "the range of a.bearings.1 is 400.0; a bearing must be within 0..360",
        ),
        (
            {"r": {"range": "9 km", "inner": "1 km"}},
            "'T'.estimates.0.ranges.r is for a region; inner and bearings are for sites",
        ),
        (
            {"a": {"range": "9 km", "from": "everywhere"}},
            "'T'.estimates.0.ranges.a is for a site; 'from' is for regions",
        ),
    ],
)
def test_a_wrong_range_from_python_is_told(ranges: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BadScenario) as caught:
        SCENARIO.with_ranges(ranges)
    assert str(caught.value) == sentence


def test_a_model_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        SCENARIO.title = "other"  # type: ignore[misc]  # what is tested
    with pytest.raises(ValidationError):
        SCENARIO.sites["a"].lon = 5.0  # type: ignore[misc]  # what is tested


@pytest.mark.parametrize("number", [10**400, -(10**400)])
def test_a_number_beyond_all_floats_is_refused_in_words(number: int) -> None:
    with pytest.raises(BadScenario, match=r"^x\.lon is "):
        build(Site, {"name": "A", "kind": "radar", "lon": number, "lat": 0}, "x")


@pytest.mark.parametrize("lon", [-180, 180, -180.0, 0])
@pytest.mark.parametrize("lat", [-90, 90, 0.0])
def test_the_ends_of_the_earth_are_on_it(lon: float, lat: float) -> None:
    Site(name="A", kind="radar", lon=lon, lat=lat)


def test_neighbours_that_share_an_edge_are_one_region() -> None:
    box = [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]
    next_to_it = [[[1, 0], [2, 0], [2, 1], [1, 1], [1, 0]]]
    region = Region(name="R", geometry={"type": "MultiPolygon", "coordinates": [box, next_to_it]})
    assert region.geometry is not None
    assert region.geometry["type"] == "Polygon"
    assert Region(name="R", geometry=region.geometry) == region


def test_a_drawn_region_is_turned_counter_clockwise_and_keeps_its_hole() -> None:
    clockwise = [[0, 0, 7], [0, 9], [9, 9], [9, 0], [0, 0]]
    hole = [[1, 1], [2, 1], [2, 2], [1, 2], [1, 1]]
    feature = {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [clockwise, hole]}}
    many = {
        "type": "FeatureCollection",
        "features": [feature, {"type": "Feature", "geometry": None}],
    }
    region = Region(name="R", geometry=many)
    assert region.geometry == {
        "type": "Polygon",
        "coordinates": [
            [[0, 0], [9, 0], [9, 9], [0, 9], [0, 0]],
            [[1, 1], [1, 2], [2, 2], [2, 1], [1, 1]],
        ],
    }


@pytest.mark.parametrize(("start", "end"), [("2016-05", "2016-04-30"), ("2017", "2016-12-31")])
def test_a_site_does_not_go_before_it_came(start: str, end: str) -> None:
    data = {"name": "A", "kind": "radar", "lon": 1, "lat": 2, "from": start, "to": end}
    with pytest.raises(BadScenario, match=f"has to {end} before from {start}; exchange them"):
        build(Site, data, "a")
    assert build(Site, {**data, "to": "2017"}, "a").to == "2017"


def dated(*events: tuple[str, bool], **more: Any) -> Site:
    """Return a site with events, each of a date and whether it claims that the site operates."""
    told = [Event(on=on, what=f"at {on}", operational=claims) for on, claims in events]
    return Site(name="A", kind="radar", lon=1, lat=2, events=tuple(told), **more)


NEVER_MARKED = [("2007-01", False), ("2009-09-17", False)]
TWO_CLAIMS = [("2011-05", False), ("2015-12-18", True), ("2016-05-12", True)]
# What is listed before a date that is known to the year, and happened in that year, comes before.
COARSE = [("2011-09-02", False), ("2011-09-14", False), ("2011", True), ("2012-01", True)]


@pytest.mark.parametrize(
    ("site", "days"),
    [
        (dated(), {"0001-01-01": "stands", "9999-12-31": "stands"}),
        (
            dated(from_="2016-05", to="2018"),
            {
                "2016-04-30": "absent",
                "2016-05-01": "stands",
                "2018-12-31": "stands",
                "2019-01-01": "gone",
            },
        ),
        (
            dated(*TWO_CLAIMS),
            {
                "2011-04-30": "absent",
                "2011-05-01": "planned",
                "2015-12-17": "planned",
                "2015-12-18": "stands",
                "2026-01-01": "stands",
            },
        ),
        (
            dated(*reversed(TWO_CLAIMS)),
            {"2015-12-17": "planned", "2015-12-18": "stands"},
        ),
        (
            dated(*TWO_CLAIMS, from_="2016-07"),
            {"2015-12-18": "planned", "2016-06-30": "planned", "2016-07-01": "stands"},
        ),
        (
            dated(*NEVER_MARKED, to="2009-09-17"),
            {
                "2006-12-31": "absent",
                "2007-01-01": "stands",
                "2009-09-17": "stands",
                "2009-09-18": "gone",
            },
        ),
        (
            dated(*COARSE),
            {
                "2011-09-01": "absent",
                "2011-09-02": "planned",
                "2011-09-13": "planned",
                "2011-09-14": "stands",
                "2012-02-01": "stands",
            },
        ),
        (dated(("2015", True), to="2012"), {"2011-01-01": "absent", "2013-01-01": "gone"}),
    ],
)
def test_what_a_site_is_on_a_day(site: Site, days: dict[str, Standing]) -> None:
    assert {day: site.standing(day) for day in days} == days


def test_claims_are_told_the_earliest_first_whatever_their_order() -> None:
    on = [claim.on for claim in dated(("2016-05-12", True), ("2011", False), ("2015", True)).claims]
    assert on == ["2015", "2016-05-12"]


@pytest.mark.parametrize("value", ["yes", 1, None])
def test_operational_is_true_or_false(value: Any) -> None:
    data = {"on": "2016", "what": "x", "operational": value}
    with pytest.raises(BadScenario, match=r"^x\.operational is .*; write true or false$"):
        build(Event, data, "x")
