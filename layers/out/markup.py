"""XML as text: names and texts are only ever escaped. Twin: web/src/out/xml.ts."""

import re

# XML 1.0, production 2 (Char): control characters, halves of pairs and two noncharacters are out.
_UNHOLDABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
    | {"\r": "&#13;", "\n": "&#10;", "\t": "&#9;"}
)


class Markup(str):
    """Text that is XML already."""

    __slots__ = ()


def element(tag: str, *children: str, **attributes: str) -> Markup:
    """Return an element; children are elements, or text, which is escaped."""
    written = "".join(f' {key}="{escaped(value)}"' for key, value in attributes.items())
    inner = "".join(map(escaped, children))
    return Markup(f"<{tag}{written}>{inner}</{tag}>" if inner else f"<{tag}{written}/>")


def escaped(text: str) -> str:
    """Return text as XML holds it; what it cannot hold is left out."""
    if isinstance(text, Markup):
        return text
    return _UNHOLDABLE.sub("", text).translate(_ESCAPES)


def document(root: Markup) -> bytes:
    """Return the XML file."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{root}\n'.encode()


def lost(text: str) -> int:
    """Return how many characters of a text XML cannot hold."""
    return len(_UNHOLDABLE.findall(text))
