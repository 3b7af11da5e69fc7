"""The page's core as a Jupyter widget, two-way: set from Python, the map moves, and back.

The kernel and the page share one field, `_now` (`layers.snapshot`); the public traits are read off
it, and setting one makes another `_now`. So nothing unchecked reaches the page, nor Python.
"""

import gzip
import hashlib
import os
import uuid
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets
from IPython.display import display, update_display

from geo import clock, nato, questions
from geo.errors import CoverageError
from geo.files import write_text
from geo.model import Estimate, Scenario
from layers.assets import static
from layers.basemap import basemap_layer
from layers.document import document
from layers.given import Ranges, selected, viewed, with_ranges
from layers.kept import kept
from layers.scene import TOLERANCE, scene
from layers.snapshot import Snapshot, View, link_ending, read

if TYPE_CHECKING:
    import pandas as pd

_OWN = "entered in the notebook"
_ELSEWHERE = "The live map needs a running kernel; what follows is as it was when the cell ran."


class Explorer(anywidget.AnyWidget):
    """A scenario on a live map in a notebook; made by `layers.explore`.

    Each attribute can be set, observed (``w.observe(f, "ranges")``), and follows the map; a value
    that cannot be raises `traitlets.TraitError` in a sentence, and the map stays as it was.

    Attributes
    ----------
    ranges : dict of str to float or None
        Metres by site or region under the estimate that is shown; of a band, its high end. Set it
        with metres or distances such as ``"1000 km"``, by id or kind; None takes a range away, and
        places that are left out keep theirs.
    estimate : str
        The name of the estimate that is shown.
    date : str or None
        The day, such as ``"2018-12-31"``; None for any.
    view : dict or None
        ``kind`` ("flat", "globe" or "round"), ``lon`` and ``lat`` of the middle, ``zoom``, and for
        "round" the id of a ``site``; None shows everything, flat.
    selection : str, (lon, lat) or None
        The site whose popup is open, or the place that is asked about.
    """

    _esm = static("widget.js")
    _css = static("widget.css")

    _scene = traitlets.Dict().tag(sync=True)
    _countries = traitlets.Bytes().tag(sync=True)
    _countries_name = traitlets.Unicode().tag(sync=True)
    _kept = traitlets.Unicode().tag(sync=True)
    _now = traitlets.Dict().tag(sync=True)

    ranges = traitlets.Dict()
    estimate = traitlets.Unicode()
    date = traitlets.Any(None, allow_none=True)
    view = traitlets.Any(None, allow_none=True)
    selection = traitlets.Any(None, allow_none=True)

    def __init__(self, scenario: Scenario, *, tolerance: float = TOLERANCE) -> None:
        self._shown: list[str] = []
        self._tolerance = tolerance
        if not scenario.estimates:
            own = Estimate(name=_OWN, entered=clock.today().isoformat())
            scenario = scenario.model_copy(update={"estimates": (own,)})
        self._given = scenario
        now = Snapshot(estimates=scenario.estimates).json_data()
        self._last = (now, *read(scenario, now))
        packed, name = _countries()
        super().__init__(
            _scene=scene(scenario, tolerance=tolerance).model_dump(mode="json"),
            _countries=packed,
            _countries_name=name,
            _kept=uuid.uuid4().hex,
            _now=now,
            ranges=Ranges(scenario, scenario.estimates[0]),
            estimate=scenario.estimates[0].name,
        )

    @property
    def scenario(self) -> Scenario:
        """The scenario with the places and the numbers of the map."""
        return self._read()[1]

    @property
    def shares(self) -> "pd.DataFrame":
        """How much of each country of the map's area is covered, counted now; see `geo.shares`."""
        snapshot, scenario = self._read()
        counted = questions.counted_places(scenario, None) - set(snapshot.off)
        return questions.shares(
            scenario,
            snapshot.area,
            on=snapshot.date,
            estimate=snapshot.estimate.name,
            count=counted,
        )

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the map as a page that needs no kernel: its numbers, day and view as they are.

        Raises
        ------
        UnwritableOutput
        """
        write_text(Path(path), self._page())

    def close(self) -> None:
        """Take the map away, here and in the page, with all that listens."""
        shown, self._shown = getattr(self, "_shown", []), []
        for each in shown:
            update_display({"text/html": "", "text/plain": ""}, raw=True, display_id=each)
        super().close()

    def _page(self) -> str:
        snapshot, scenario = self._read()
        return document(scene(scenario, tolerance=self._tolerance), link_ending(snapshot))

    def _ipython_display_(self, **_: Any) -> None:
        """Show the live map, and after it what the notebook keeps, which the live map hides."""
        data, metadata = self._repr_mimebundle_() or ({}, {})
        display({**data, "text/plain": _ELSEWHERE}, metadata=metadata, raw=True)
        snapshot, scenario = self._read()
        markup = kept(self._page(), scenario, snapshot.estimate, name=self._kept)
        self._shown.append(uuid.uuid4().hex)
        bundle = {"text/html": markup, "text/plain": scenario.title}
        display(bundle, raw=True, display_id=self._shown[-1])

    def _read(self) -> tuple[Snapshot, Scenario]:
        """Return what `_now` says; it is checked whenever it is set."""
        if self._last[0] is not self._now:
            self._last = (self._now, *read(self._given, self._now))
        return self._last[1:]

    def _set(self, **changes: Any) -> None:
        snapshot, _ = self._read()
        now = snapshot.model_copy(update=changes)
        if now != snapshot:
            self._now = now.json_data()

    @traitlets.validate("_now")
    def _now_is_possible(self, proposal: Any) -> Any:
        with _Checked():
            self._last = (proposal["value"], *read(self._given, proposal["value"]))
        return proposal["value"]

    @traitlets.observe("_now")
    def _follow(self, _: Any) -> None:
        snapshot, scenario = self._read()
        with self.hold_trait_notifications():
            self.estimate = snapshot.estimate.name
            self.ranges = Ranges(scenario, snapshot.estimate)
            self.date = snapshot.date
            self.view = snapshot.view and snapshot.view.model_dump(exclude_none=True)
            self.selection = snapshot.selection

    @traitlets.validate("ranges")
    def _ranges_are_possible(self, proposal: Any) -> Ranges:
        snapshot, scenario = self._read()
        with _Checked():
            return Ranges(scenario, with_ranges(scenario, snapshot.estimate, proposal["value"]))

    @traitlets.observe("ranges")
    def _set_ranges(self, change: Any) -> None:
        snapshot, _ = self._read()
        estimates = list(snapshot.estimates)
        estimates[snapshot.active] = change["new"].estimate  # with the units as they were written
        self._set(estimates=tuple(estimates))

    @traitlets.validate("estimate")
    def _estimate_is_possible(self, proposal: Any) -> str:
        with _Checked():
            return questions.estimate_of(self._read()[1], proposal["value"]).name

    @traitlets.observe("estimate")
    def _set_estimate(self, change: Any) -> None:
        names = [each.name for each in self._read()[0].estimates]
        self._set(active=names.index(change["new"]))

    @traitlets.validate("date")
    def _date_is_possible(self, proposal: Any) -> str | None:
        if proposal["value"] is None:
            return None
        with _Checked():
            nato.members(proposal["value"])
            return nato.day(proposal["value"]).isoformat()

    @traitlets.observe("date")
    def _set_date(self, change: Any) -> None:
        self._set(date=change["new"])

    @traitlets.validate("view")
    def _view_is_possible(self, proposal: Any) -> dict[str, Any] | None:
        if proposal["value"] is None:
            return None
        with _Checked():
            view = viewed(self._read()[1], proposal["value"])
        return view.model_dump(exclude_none=True)

    @traitlets.observe("view")
    def _set_view(self, change: Any) -> None:
        self._set(view=change["new"] and View.model_validate(change["new"]))

    @traitlets.validate("selection")
    def _selection_is_possible(self, proposal: Any) -> Any:
        with _Checked():
            return selected(self._read()[1], proposal["value"])

    @traitlets.observe("selection")
    def _set_selection(self, change: Any) -> None:
        self._set(selection=change["new"])


class _Checked:
    """Turn our errors into what traitlets raises for a bad value."""

    def __enter__(self) -> None: ...

    def __exit__(self, _: Any, error: BaseException | None, __: Any) -> None:
        if isinstance(error, CoverageError):
            raise traitlets.TraitError(str(error)) from None


@cache
def _countries() -> tuple[bytes, str]:
    """Return the country file, gzipped, and a name by its content.

    It travels with every widget, since a request to the kernel would wait for the running cells.
    """
    file = basemap_layer().encode()
    return gzip.compress(file, mtime=0), hashlib.sha256(file).hexdigest()
