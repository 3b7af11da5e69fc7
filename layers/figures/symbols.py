"""A symbol per kind of place: the very paths of web/src/symbols.ts, in a box of 20 by 20."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

import numpy as np
from matplotlib.path import Path

from geo.geodesic import Floats

SYMBOLS = {
    "interceptor": ("M10 2.6 L17.8 16.4 H2.2 Z", ""),
    "radar": (
        "M10 12.2 a2.6 2.6 0 1 0 0.01 0 Z",
        "M4.9 11.6 A5.8 5.8 0 0 1 15.1 11.6 M2 8.8 A9.2 9.2 0 0 1 18 8.8",
    ),
    "command": (
        (
            "M10 2 L12.4 7.4 L18.2 8 L13.9 11.9 L15.1 17.6 L10 14.7 L4.9 17.6 L6.1 11.9 "
            "L1.8 8 L7.6 7.4 Z"
        ),
        "",
    ),
    "port": (
        "M10 1.8 a2.2 2.2 0 1 0 0.01 0 Z",
        (
            "M10 6.2 V17.6 M6.2 9 H13.8 M3 11.8 C3.4 15.6 6.4 17.6 10 17.6 "
            "C13.6 17.6 16.6 15.6 17 11.8"
        ),
    ),
    "place": ("M10 4 a6 6 0 1 0 0.01 0 Z", ""),
    "launch": ("M3 3.5 H17 V16.5 H3 Z", ""),
    "sea": (
        "",
        "M1.5 6.5 q2.8 -3.4 5.7 0 t5.7 0 t5.7 0 M1.5 12.5 q2.8 -3.4 5.7 0 t5.7 0 t5.7 0",
    ),
}
"""What is filled and what is only stroked, as SVG paths."""

BOX = 20.0

_COUNTS = {"M": 2, "L": 2, "H": 1, "V": 1, "A": 7, "Q": 4, "T": 2, "C": 6, "Z": 0}
_ARC_STEPS = 24


def path_of(d: str) -> Path:
    """Return an SVG path (SVG 2, chapter 9), with y upwards and its box round 0, 0, side 1."""
    vertices: list[tuple[float, float]] = []
    codes: list[int] = []

    def add(code: Any, *points: Floats) -> None:
        vertices.extend((float(x), float(y)) for x, y in points)
        codes.extend([int(code)] * len(points))

    at = start = control = np.zeros(2)
    for letter, numbers in _commands(d):
        upper, base = letter.upper(), np.zeros(2) if letter.isupper() else at
        before, points = at, base + np.reshape(numbers[len(numbers) % 2 :], (-1, 2))
        if upper == "M":
            at = start = points[0]
            add(Path.MOVETO, at)
        elif upper in "LHV":
            given = {"H": (numbers[0], at[1]), "V": (at[0], numbers[-1])}.get(upper)
            at = points[0] if given is None else np.array(given)
            add(Path.LINETO, at)
        elif upper == "C":
            at = points[2]
            add(Path.CURVE4, *points)
        elif upper in "QT":
            control = points[0] if upper == "Q" else 2 * at - control
            at = points[-1]
            add(Path.CURVE3, control, at)
        elif upper == "A":
            at = points[-1]
            add(Path.LINETO, *_arc(before, at, numbers[0], bool(numbers[3]), bool(numbers[4])))
        else:
            at = start
            add(Path.CLOSEPOLY, at)
    shape = (np.reshape(vertices, (-1, 2)) - BOX / 2) / BOX * (1, -1)
    return Path(shape, codes)


def _commands(d: str) -> Iterator[tuple[str, list[float]]]:
    tokens = iter(re.findall(r"[A-Za-z]|-?[\d.]+", d))
    for letter in tokens:
        yield letter, [float(each) for each in islice(tokens, _COUNTS[letter.upper()])]


def _arc(a: Floats, b: Floats, radius: float, large: bool, sweep: bool) -> Floats:
    """Return points of a circle's arc after `a` (SVG 2, appendix B.2.4)."""
    across = b - a
    half = float(np.hypot(*across)) / 2
    up = np.sqrt(max(radius**2 - half**2, 0.0)) * (-1 if large == sweep else 1)
    centre = (a + b) / 2 + up * np.array([-across[1], across[0]]) / (2 * half)
    first, last = (np.arctan2(*(each - centre)[::-1]) for each in (a, b))
    width = (last - first) % (2 * np.pi) if sweep else -((first - last) % (2 * np.pi))
    turns = first + width * np.linspace(0, 1, _ARC_STEPS + 1)[1:]
    arc: Floats = centre + radius * np.column_stack([np.cos(turns), np.sin(turns)])
    return arc
