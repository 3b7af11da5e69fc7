"""Well-known binary (OGC Simple Feature Access 8.2) that no library has looked at yet.

GEOS reads collections in collections as deep as they go, and beyond some ten thousand levels the
program ends.
"""

import struct

DEEPEST = 50
SHORTEST = 9 * 1000
"""Bytes of what goes a thousand levels deep, each 9 bytes: GEOS manages anything shorter."""

_Z, _M, _SRID = 0x80000000, 0x40000000, 0x20000000  # PostGIS' flags; ISO adds 1000, 2000, 3000


def is_deep(held: bytes) -> bool:
    """Tell whether a geometry is nested beyond `DEEPEST`; False for what is no WKB."""
    at, left = 0, [1]  # geometries that each open collection still has
    try:
        while left:
            if left[-1] == 0:
                left.pop()
                continue
            left[-1] -= 1
            order = "<" if held[at] else ">"
            (kind,) = struct.unpack_from(f"{order}I", held, at + 1)
            at += 9 if kind & _SRID else 5
            iso, kind_of = divmod(kind & 0xFFFFFF, 1000)
            doubles = 2 + bool(kind & _Z) + bool(kind & _M) + (0, 1, 1, 2)[iso]
            if kind_of == 1:
                at += 8 * doubles
                continue
            (count,) = struct.unpack_from(f"{order}I", held, at)
            at += 4
            if kind_of == 2:
                at += 8 * doubles * count
            elif kind_of == 3:
                for _ in range(count):
                    (points,) = struct.unpack_from(f"{order}I", held, at)
                    at += 4 + 8 * doubles * points
            else:
                left.append(count)
                if len(left) > DEEPEST:
                    return True
    except (IndexError, struct.error):
        return False
    return False
