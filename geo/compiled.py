"""What `geo.measure` does on rows, compiled by numba: loaded only where there is much to do.

Figures, formulas and bits are those of `geo.cuts`, `geo.intervals` and `geo.sweep`, which say why;
here a circle meets a block of rows, and a row its circles, without an array in between.
"""

import math
from typing import Any

import numpy as np
from numba import njit

from geo.geodesic import Floats
from geo.intervals import Ints
from geo.laid import BLOCK
from geo.sweep import BEGINS, ENDS, FINE

_DEGREES = 180 / math.pi
WHOLE = 1.5 * 2**52  # added and taken away again, it rounds to a whole number


@njit(cache=True, error_model="numpy")
def _acos(x: float) -> float:
    """Return an arc cosine without branches: several rows go at a time.

    Coefficients: e_acos.c of fdlibm (Sun Microsystems, 1993), right to the last digit but one.
    """
    outer = abs(x) > 0.5
    s = (1 - abs(x)) / 2 if outer else x * x
    p = s * (-0.04005553450067941 + s * (7.915349942898145e-4 + s * 3.479331075960212e-5))
    p = s * (0.16666666666666666 + s * (-0.3255658186224009 + s * (0.20121253213486293 + p)))
    q = s * (2.0209457602335057 + s * (-0.6882839716054533 + s * 0.07703815055590194))
    q = 1 + s * (-2.403394911734414 + q)
    root = math.sqrt(s) if outer else abs(x)
    angle = root + root * (p / q)
    angle = 2 * angle if outer else math.pi / 2 - angle
    return angle if x >= 0 else math.pi - angle


@njit(cache=True, error_model="numpy")
def _half_widths(
    wide: Floats, disc: Any, nodes: Floats, terms: Floats, c: int,
    reduced: Floats, cos: Floats, sin: Floats,
) -> None:  # fmt: skip
    """Write what `geo.intervals.Discs.half_widths` returns for a disc and the rows of a block."""
    many = nodes.shape[1]
    node, term, last = nodes[c, many - 2], terms[c, many - 2], terms[c, many - 1]
    for k in range(BLOCK):
        wide[k] = (reduced[k] - node) * last + term
    for j in range(many - 3, -1, -1):
        node, term = nodes[c, j], terms[c, j]
        for k in range(BLOCK):
            wide[k] = wide[k] * (reduced[k] - node) + term
    centre_cos, centre_sin, low, high = disc.cos, disc.sin, disc.low, disc.high
    south, north = disc.south_width, disc.north_width
    for k in range(BLOCK):
        x = (wide[k] - sin[k] * centre_sin) / (cos[k] * centre_cos)
        dlon = _acos(max(-1.0, min(1.0, x))) * _DEGREES
        dlon = north if reduced[k] > high else dlon
        wide[k] = south if reduced[k] < low else dlon


@njit(cache=True, error_model="numpy")
def _half_width(
    disc: Any, nodes: Floats, terms: Floats, c: int, reduced: float, cos: float, sin: float
) -> float:
    """Return the same for one row, between the circle's southernmost and northernmost."""
    x = terms[c, nodes.shape[1] - 1]
    for j in range(nodes.shape[1] - 2, -1, -1):
        x = x * (reduced - nodes[c, j]) + terms[c, j]
    x = (x - sin * disc.sin) / (cos * disc.cos)
    return _acos(max(-1.0, min(1.0, x))) * _DEGREES


@njit(cache=True, error_model="numpy")
def _end(lon: float, kind: int) -> int:
    return (int(lon * (FINE / 360) + FINE / 2) & -4) | kind


@njit(cache=True, error_model="numpy")
def _sort(ends: Ints) -> None:
    """Sort in place, as Shell did: ends are few, and nearly in order."""
    gap = 1
    while gap * 9 < ends.size:
        gap = gap * 9 // 4 + 1
    while gap > 0:
        for i in range(gap, ends.size):
            end, j = ends[i], i
            while j >= gap and ends[j - gap] > end:
                ends[j] = ends[j - gap]
                j -= gap
            ends[j] = end
        gap = gap * 4 // 9


@njit(cache=True, error_model="numpy")
def _sweep(
    ends: Ints, west: Ints, east: Ints, start: int, stop: int, height: float, slot: int,
    depth: Floats,
) -> None:  # fmt: skip
    """Add what lies between sorted ends of shapes, within an area's intervals on one row."""
    i = 0
    scale = height * (360 / FINE)
    for j in range(start, stop):
        last, until = west[j], east[j]
        while i < ends.size and ends[i] < until:
            if ends[i] > last:
                depth[slot] += (ends[i] - last) * scale + WHOLE - WHOLE
                last = ends[i]
            slot += 1 - (ends[i] & 2)
            i += 1
        depth[slot] += (until - last) * scale + WHOLE - WHOLE


@njit(cache=True, error_model="numpy")
def sweep(
    start: Ints, circle: Ints, turn: Floats, discs: Any, nodes: Floats, terms: Floats,
    blocks: Any, lines: Any, slots: Ints, depth: Floats,
) -> None:  # fmt: skip
    """Add the area in units at each depth, that of area `a` from slot `slots[a]` on.

    Parameters
    ----------
    start, circle, turn
        See `geo.cuts.Near`.
    discs, nodes, terms
        See `geo.cuts.records`.
    blocks, lines : geo.laid.Blocks, geo.laid.Lines
    slots : (areas + 1,) array
    depth : array
        One slot for each area and one more for each circle near it.
    """
    first, lats, reduceds, coss, sins, wests, easts = blocks
    height, measure, of_row, line_west, line_east = lines
    ends = np.empty((BLOCK, 2 * np.diff(slots).max()), np.int64)
    count, base, wide = np.empty(BLOCK, np.int64), np.empty(BLOCK, np.int64), np.empty(BLOCK)
    begin, end, state = np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK, np.int64)
    for a in range(slots.size - 1):
        for b in range(first[a], first[a + 1]):
            reduced, cos, sin = reduceds[b], coss[b], sins[b]
            row_west, row_east = wests[b], easts[b]
            south, north = lats[b, 0], lats[b, BLOCK - 1]
            west, east = row_west.min(), row_east.max()
            count[:], base[:] = 0, slots[a]
            for i in range(start[a], start[a + 1]):
                c = circle[i]
                disc, lon = discs[c], turn[i]
                if disc.south > north or disc.north < south:
                    continue
                apart = disc.west + lon >= east or disc.east + lon <= west
                if apart and (lon != 0 or disc.east - disc.west < 360):
                    continue
                straight, weight = int(lon == 0), disc.weight
                lon += disc.lon
                beyond = max(lon - west, east - lon)
                if (
                    disc.convex
                    and disc.low <= reduced[0]
                    and disc.high >= reduced[-1]
                    and beyond <= disc.east - disc.lon
                    and beyond <= _half_width(disc, nodes, terms, c, reduced[0], cos[0], sin[0])
                    and beyond <= _half_width(disc, nodes, terms, c, reduced[-1], cos[-1], sin[-1])
                ):
                    base += weight
                    continue
                _half_widths(wide, disc, nodes, terms, c, reduced, cos, sin)
                whole = cut = 0
                for k in range(BLOCK):
                    begin[k] = max(lon - wide[k], row_west[k])
                    end[k] = min(lon + wide[k], row_east[k])
                    full = (begin[k] <= row_west[k]) & (end[k] >= row_east[k])
                    state[k] = (
                        straight if wide[k] >= 180 else (1 if full else 2 * (begin[k] < end[k]))
                    )
                    whole += state[k] == 1
                    cut += state[k] == 2
                if whole:
                    for k in range(BLOCK):
                        base[k] += weight if state[k] == 1 else 0
                if cut:
                    for k in range(BLOCK):
                        if state[k] == 2:
                            ends[k, count[k]] = _end(begin[k], BEGINS if weight > 0 else ENDS)
                            ends[k, count[k] + 1] = _end(end[k], ENDS if weight > 0 else BEGINS)
                            count[k] += 2
            for k in range(BLOCK):
                row, n = b * BLOCK + k, count[k]
                if n == 0:
                    depth[base[k]] += measure[row]
                else:
                    _sort(ends[k, :n])
                    _sweep(
                        ends[k, :n], line_west, line_east, of_row[row], of_row[row + 1],
                        height[row], base[k], depth,
                    )  # fmt: skip
