"""Where words on the map go: each where nothing stands yet. Twin: web/src/map/labels.ts."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

Spot = tuple[float, float]


class Box(NamedTuple):
    """A rectangle on the map, in points."""

    left: float
    bottom: float
    right: float
    top: float

    @classmethod
    def around(cls, x: float, y: float, width: float, height: float) -> "Box":
        """Return the box of a size round a point."""
        return cls(x - width / 2, y - height / 2, x + width / 2, y + height / 2)

    @property
    def middle(self) -> Spot:
        """The middle of the box."""
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2

    def meets(self, other: "Box") -> bool:
        """Tell whether two boxes have some area in common."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.bottom < other.top
            and other.bottom < self.top
        )

    def holds(self, other: "Box") -> bool:
        """Tell whether another box lies inside."""
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.bottom <= other.bottom
            and other.top <= self.top
        )


class Room(NamedTuple):
    """What is taken of a map."""

    frame: Box
    taken: list[Box]

    def first_free(self, boxes: Iterable[Box]) -> Box | None:
        """Take the first box that lies on the map and meets none that is taken."""
        for box in boxes:
            if self.frame.holds(box) and not any(box.meets(other) for other in self.taken):
                self.taken.append(box)
                return box
        return None


def beside(x: float, y: float, gap: float, width: float, height: float) -> Iterator[Box]:
    """Yield boxes right, left, above and below a symbol, then on its corners."""
    dx, dy = gap + width / 2, gap + height / 2
    for right, up in ((dx, 0), (-dx, 0), (0, dy), (0, -dy)):
        yield Box.around(x + right, y + up, width, height)
    for right, up in ((1, 1), (-1, 1), (1, -1), (-1, -1)):
        yield Box.around(x + right * (dx - gap * 0.3), y + up * (dy - gap * 0.3), width, height)


def name_lines(name: str, status: str | None) -> list[str]:
    """Break a site's name for its label: what stands in brackets goes to a second line."""
    found = re.fullmatch(r"(.+?)\s*\((.+)\)", name)
    first, place = found.groups() if found else (name, None)
    second = " · ".join(part for part in (place, status) if part)
    return [first, second] if second else [first]


def halves(name: str, at_least: int = 14) -> list[str]:
    """Break a long name in two at the space nearest to its middle."""
    spaces = [i for i, letter in enumerate(name) if letter == " "]
    if len(name) < at_least or not spaces:
        return [name]
    at = min(spaces, key=lambda i: abs(i - len(name) / 2))
    return [name[:at], name[at + 1 :]]
