"""What a notebook sets on a live map, checked: what is wrong raises a CoverageError."""

import math
from collections.abc import Mapping
from typing import Any, NoReturn

from geo.errors import CoverageError, UnknownName, did_you_mean, shown
from geo.model import Estimate, Range, Scenario, build
from geo.units import check_distance, parse_distance
from layers.snapshot import Spot, View

_ZOOM = {"flat": 4.0, "globe": 1.0, "round": 3.0}


class Ranges(dict[str, float | None]):
    """Metres by place, None where there is none; to be replaced and not changed."""

    def __init__(self, scenario: Scenario, estimate: Estimate) -> None:
        found = {id_: estimate.ranges.get(id_) for id_ in scenario.places}
        super().__init__({id_: range_.outer_m if range_ else None for id_, range_ in found.items()})
        self.estimate = estimate

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError(
            "these ranges are a reading; assign to the map: w.ranges = {'id': '500 km'}"
        )

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse


def with_ranges(scenario: Scenario, estimate: Estimate, wanted: Mapping[str, Any]) -> Estimate:
    """Return an estimate with some of its numbers changed; ids win over kinds."""
    by_id: dict[str, Any] = {}
    for name in sorted(wanted, key=lambda name: name in scenario.places):
        by_id |= dict.fromkeys(scenario.members(str(name)), wanted[name])
    ranges = dict(estimate.ranges)
    for id_, value in by_id.items():
        changed = _changed(ranges.pop(id_, None), value, f"the range of {id_}")
        if changed:
            ranges[id_] = changed
    in_order = {id_: ranges[id_] for id_ in scenario.places if id_ in ranges}
    return estimate.model_copy(update={"ranges": in_order})


def _changed(before: Range | None, value: Any, what: str) -> Range | None:
    if value is None:
        return None
    unit = before.unit if before else "km"
    if isinstance(value, str):
        try:
            metres, unit = parse_distance(value)
        except CoverageError as error:
            raise type(error)(f"{what} {error}") from None
    elif isinstance(value, bool) or not isinstance(value, int | float):
        raise CoverageError(f"{what} is {shown(value)}; give metres, or a distance as '1000 km'")
    else:
        try:
            metres = float(value)
        except OverflowError:  # an integer beyond what a float holds
            metres = math.inf if value > 0 else -math.inf
        try:
            check_distance(metres, f"{metres:g} m")
        except CoverageError as error:
            raise type(error)(f"{what} {error}") from None
    if before and before.outer_m == metres and before.unit == unit:
        return before
    key = "high_m" if before and before.low_m is not None else "range_m"
    data = before.model_dump() if before else {}
    return build(Range, {**data, key: metres, "unit": unit}, what)


def selected(scenario: Scenario, value: Any) -> str | tuple[float, float] | None:
    """Return the id of a site, a place as (lon, lat), or None, as it was given."""
    if value is None:
        return None
    if isinstance(value, str):
        if value not in scenario.sites:
            way_out = did_you_mean(value, scenario.sites)
            raise UnknownName(f"selection: {shown(value)} is no site; {way_out}")
        return value
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise CoverageError(f"selection is {shown(value)}; give the id of a site, or (lon, lat)")
    place = build(Spot, dict(zip(("lon", "lat"), value, strict=True)), "selection")
    return place.lon, place.lat


def viewed(scenario: Scenario, value: Any) -> View:
    """Return a view; what it leaves out is filled in where there is a natural choice."""
    data = dict(value) if isinstance(value, Mapping) else value
    kind = data.get("kind") if isinstance(data, dict) else None
    if isinstance(data, dict) and isinstance(kind, str) and kind in _ZOOM:
        data.setdefault("zoom", _ZOOM[kind])
    if isinstance(data, dict) and data.get("kind") == "round":
        site = scenario.sites.get(str(data.get("site")))
        if site is None:
            way_out = did_you_mean(str(data.get("site")), scenario.sites)
            raise UnknownName(f"view.site is {shown(data.get('site'))}, no site; {way_out}")
        data = {"lon": site.lon, "lat": site.lat, **data}
    return build(View, data, "view")
