"""What a PDF of Chromium's says: its pages' sizes, and its text as a reader would copy it."""

import re
import zlib

_OBJECT = re.compile(rb"(?<!\d)(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
_STREAM = re.compile(rb"stream\n(.*)\nendstream", re.DOTALL)
_SHOWN = re.compile(rb"/(F\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)>(?=[^<>]*T[jJ])|(ET)")


def page_sizes(pdf: bytes) -> list[tuple[int, int]]:
    """Return width and height of every page in whole millimetres."""
    boxes = re.findall(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert len(boxes) == len(re.findall(rb"/Type ?/Page\b", pdf))
    return [(_millimetres(width), _millimetres(height)) for width, height in boxes]


def _millimetres(points: bytes) -> int:
    return round(float(points) / 72 * 25.4)


def text(pdf: bytes) -> str:
    """Return the shown texts, one per line, by each font's own table from glyphs to Unicode."""
    objects = dict(_OBJECT.findall(pdf))
    fonts = {}
    for name, number in re.findall(rb"/(F\d+) (\d+) 0 R", pdf):
        table = re.search(rb"/ToUnicode (\d+) 0 R", objects[number])
        assert table
        digits = 4 if b"/Type0" in objects[number] else 2
        fonts[name] = (digits, _table(_unpacked(objects[table[1]])))
    return "\n".join(
        line
        for body in objects.values()
        if b" Tf" in (content := _unpacked(body))
        for line in _lines(content, fonts)
    )


def _unpacked(body: bytes) -> bytes:
    stream = _STREAM.search(body)
    if not stream:
        return b""
    packed = b"/FlateDecode" in body[: stream.start()]
    return zlib.decompressobj().decompress(stream[1]) if packed else stream[1]


def _table(cmap: bytes) -> dict[int, str]:
    found: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for glyph, letters in re.findall(rb"<(\w+)>\s*<(\w+)>", block):
            found[int(glyph, 16)] = _letters(letters)
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, letters in re.findall(rb"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            for glyph in range(int(first, 16), int(last, 16) + 1):
                found[glyph] = chr(ord(_letters(letters)) + glyph - int(first, 16))
    return found


def _letters(code: bytes) -> str:
    return bytes.fromhex(code.decode()).decode("utf-16-be")


def _lines(content: bytes, fonts: dict[bytes, tuple[int, dict[int, str]]]) -> list[str]:
    lines, line, digits, table = [], "", 4, dict[int, str]()
    for font, codes, end in _SHOWN.findall(content):
        if font:
            digits, table = fonts[font]
        elif codes:
            glyphs = [codes[k : k + digits] for k in range(0, len(codes), digits)]
            line += "".join(table.get(int(glyph, 16), "") for glyph in glyphs)
        elif end:
            lines.append(line)
            line = ""
    return lines
