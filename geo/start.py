"""The text of a new scenario file, for the reader to fill in."""

import datetime as dt
import json
import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from geo.errors import BadScenario, UnwritableOutput
from geo.files import scenario, shipped

_YAML = {".yaml", ".yml"}


def new_scenario_text(extends: str, file: Path, today: dt.date) -> str:
    """Return YAML that extends a scenario, with every place listed and no range filled in.

    Parameters
    ----------
    extends : str
        A shipped name or a YAML file.
    file : pathlib.Path
        Where the text will stand: a file that is extended is named relative to it.
    today : datetime.date
        The day that the estimate says it was entered.

    Raises
    ------
    CoverageError
        When `extends` cannot be read or extended, or `file` would not be read as a scenario.
    """
    if file.suffix.lower() not in _YAML:
        raise UnwritableOutput(f"{file}: a scenario file ends in .yaml; name it {file.stem}.yaml")
    if Path(extends).suffix and Path(extends).suffix.lower() not in _YAML:
        raise BadScenario(
            f"{extends}: a file of places cannot be extended, only a shipped name or a YAML file; "
            "give it ranges with --range or a column of them"
        )
    base = scenario(extends)
    if extends not in shipped():
        extends = os.path.relpath(extends, file.parent)
    taken = {estimate.name for estimate in base.estimates}
    name = next(name for name in _names() if name not in taken)
    width = max(map(len, base.places), default=0) + 6
    lines = [
        f"# {f'{id_}: … km':{width}} # {' '.join(place.name.split())} ({place.kind})"
        for id_, place in base.places.items()
    ]
    return "\n".join(
        [
            f"title: {json.dumps(f'My numbers: {base.title}', ensure_ascii=False)}",
            f"extends: {json.dumps(extends, ensure_ascii=False)}",
            "",
            "# Whose numbers, from where, entered when. Add one block per opinion.",
            "estimates:",
            f"  - name: {name}",
            "    source:              # an address or a title; empty is shown as 'no source given'",
            f"    entered: {today.isoformat()}",
            "    ranges:",
            "      # Take the # away and write your own number for the …: in km, mi, nmi or m, or",
            "      # {low: … km, high: … km}, {range: … km, bearings: [70, 190], inner: … km}, and",
            "      # for a region {range: … km, from: anywhere} (or everywhere).",
            *(f"      {line}" for line in lines),
            "",
        ]
    )


def _names() -> Iterator[str]:
    yield "My numbers"
    yield from (f"My numbers {number}" for number in count(2))
