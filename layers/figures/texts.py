"""Words on paper: names from files are data, measured and broken as the fonts will draw them."""

import unicodedata
import warnings
from collections.abc import Sequence
from functools import cached_property

from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.textpath import text_to_path

from geo.errors import CoverageWarning, UnknownName, shown

FONT = "DejaVu Sans"
"""Comes with matplotlib: the same letters on every machine."""

_MISSING = "\N{REPLACEMENT CHARACTER}"
_NAMED = 10  # characters that a warning names


class Type:
    """The fonts of a figure, the reader's before matplotlib's own, and what they can write."""

    def __init__(self, font: str | Sequence[str] = FONT) -> None:
        names = [font] if isinstance(font, str) else list(font)
        self.families = [*dict.fromkeys([*names, FONT])]
        self.missing: dict[str, None] = {}
        self._widths: dict[tuple[str, float, bool, bool], float] = {}

    def properties(
        self, size: float, *, bold: bool = False, italic: bool = False
    ) -> FontProperties:
        """Return a font of so many points."""
        return FontProperties(
            family=self.families,
            size=size,
            weight="bold" if bold else "normal",
            style="italic" if italic else "normal",
        )

    @cached_property
    def _letters(self) -> set[int]:
        found: set[int] = set()
        for name in self.families:
            try:
                path = findfont(FontProperties(family=[name]), fallback_to_default=False)
            except ValueError:
                raise UnknownName(
                    f"the font {shown(name)} is not installed; name one that is, or leave font out"
                ) from None
            found |= get_font(path).get_charmap().keys()
        return found

    def clean(self, text: str) -> str:
        """Return a text on one line, of letters that the fonts have; what they lack is kept."""
        plain = "".join(
            letter
            for letter in unicodedata.normalize("NFC", " ".join(text.split()))
            if unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
        )
        lacking = [letter for letter in plain if ord(letter) not in self._letters]
        self.missing |= dict.fromkeys(lacking)
        return "".join(_MISSING if letter in lacking else letter for letter in plain)

    def warn(self) -> None:
        """Say which letters were replaced.

        Warns
        -----
        CoverageWarning
            When there are any, naming the way out.
        """
        if not self.missing:
            return
        some = [f"{letter} (U+{ord(letter):04X})" for letter in [*self.missing][:_NAMED]]
        more = ", …" if len(self.missing) > _NAMED else ""
        warnings.warn(
            f"the fonts of the figure cannot write {', '.join(some)}{more}, drawn as {_MISSING}; "
            "name an installed font that can with font=",
            CoverageWarning,
            stacklevel=4,
        )

    def width(self, text: str, size: float, *, bold: bool = False, italic: bool = False) -> float:
        """Return how wide a text is, in points."""
        key = (text, size, bold, italic)
        if key not in self._widths:
            font = self.properties(size, bold=bold, italic=italic)
            self._widths[key] = text_to_path.get_text_width_height_descent(text, font, False)[0]
        return self._widths[key]

    def wrap(
        self, text: str, width: float, most: int, size: float, *, bold: bool = False
    ) -> list[str]:
        """Break a text into at most so many lines; what does not fit is cut, ending in …."""
        words = [part for word in text.split() for part in self._pieces(word, width, size, bold)]
        lines: list[str] = []
        while words:
            line = words.pop(0)
            while words and self._fits(f"{line}{words[0]}", width, size, bold):
                line += words.pop(0)
            lines.append(line.strip())
        if len(lines) > most:
            lines = [
                *lines[: most - 1],
                self.shortened("".join(lines[most - 1 :]), width, size, bold),
            ]
        return lines

    def shortened(self, text: str, width: float, size: float, bold: bool = False) -> str:
        """Return a text on one line, cut with … where it is too long."""
        if self._fits(text, width, size, bold):
            return text
        low, high = 0, len(text)
        while high - low > 1:
            middle = (low + high) // 2
            fits = self._fits(f"{text[:middle].rstrip()}…", width, size, bold)
            low, high = (middle, high) if fits else (low, middle)
        return f"{text[:low].rstrip()}…"

    def _fits(self, text: str, width: float, size: float, bold: bool) -> bool:
        return self.width(text.strip(), size, bold=bold) <= width

    def _pieces(self, word: str, width: float, size: float, bold: bool) -> list[str]:
        """Cut a word that no line holds, an address for instance; a space stands before a word."""
        pieces = []
        while not self._fits(word, width, size, bold):
            low, high = 1, len(word)
            while high - low > 1:
                middle = (low + high) // 2
                if self._fits(word[:middle], width, size, bold):
                    low = middle
                else:
                    high = middle
            pieces.append(word[:low])
            word = word[low:]
        pieces.append(word)
        return [f" {pieces[0]}", *pieces[1:]]
