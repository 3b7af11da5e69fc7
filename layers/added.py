"""What the reader's own folium elements need: libraries that the page can hold, and the rest.

folium loads ten files from other hosts for every map. They are built into layers/static, and a page
holds those that its elements use. What else an element would fetch is found here, by name.
"""

import re
from collections.abc import Iterator
from functools import cache

import folium
from branca.element import Element, Figure

from layers.assets import static

_FILES = {
    "jquery": ("folium-jquery.js",),
    "bootstrap": ("folium-bootstrap.css",),
    "bootstrap-script": ("folium-bootstrap.js",),
    "markers": ("folium-markers.css", "folium-markers.js"),
    "glyphicons": ("folium-glyphicons.css",),
    "fontawesome": ("folium-fontawesome.css",),
}

# folium's names for its ten files; Leaflet is in every page, and turned icons are written below.
_OURS = {
    "leaflet": None, "jquery": "jquery", "bootstrap": "bootstrap-script",
    "awesome_markers": "markers",
    "leaflet_css": None, "bootstrap_css": "bootstrap", "glyphicons_css": "glyphicons",
    "awesome_markers_font_css": "fontawesome", "awesome_markers_css": "markers",
    "awesome_rotate_css": None,
}  # fmt: skip
_HELD = {
    url: _OURS[name]
    for name, url in (*folium.Map.default_js, *folium.Map.default_css)
    if name in _OURS
}

_CLASSES = re.compile(r"""\bclass=\\?["']([^"'\\]*)""")
_LINK = re.compile(r"""<(?:script src|link rel="stylesheet" href)="([^"]*)"(?:></script>|/>)""")
_USES = {
    "jquery": re.compile(r"\$\(|\$\.|\bjQuery\b"),
    "markers": re.compile(r"\bL\.AwesomeMarkers\b"),
    "glyphicons": re.compile(r"\bglyphicon\b"),
    "fontawesome": re.compile(r'"prefix": "fa|"spin": true'),
    "bootstrap-script": re.compile(r"\bdata-bs-|\bbootstrap\."),
}
_TURNED = re.compile(r"\bfa-rotate-([1-9]\d*)\b")

_FETCHING_TAG = re.compile(
    r"(?:<|\\u003c)(?:script|link|img|iframe|video|audio|source|embed|object|use)\b"
    r"""[^>]*?\b(?:src|href|data)=\\?["']?((?:https?:)?//[^"'\\\s>]+)""",
    re.IGNORECASE,
)
_FETCHING_STYLE = re.compile(
    r"""(?:\burl\(|@import)\s*\\?["']?((?:https?:)?//[^"'\\)\s]+)""", re.IGNORECASE
)
_FETCHING_NAMES = ("tiles", "url", "video_url", "embed_link")
_FETCHING_OPTIONS = ("icon_url", "iconUrl", "shadow_url", "shadowUrl")
# These come from elements without a name of their own.
_NAMED = {
    "/d3/3.": "the colour scale (GeoDataFrame.explore: legend=False leaves it out)",
    "jquery.com/ui/": "the legend of categories (GeoDataFrame.explore: legend=False leaves it out)",
}


def unlinked(text: str) -> str:
    """Return markup without the links to files that a page can hold."""
    return _LINK.sub(lambda link: "" if link[1] in _HELD else link[0], text)


def libraries(added: str) -> str:
    """Return the libraries that a page needs, as markup.

    Parameters
    ----------
    added : str
        What of the page is not our own: where their uses, and links to them, are looked for.
    """
    needed = _used(added) | {_HELD.get(url) for url in _LINK.findall(added)}
    sheets = [_inline(file) for name, files in _FILES.items() if name in needed for file in files]
    turned = "".join(
        f".awesome-marker .fa-rotate-{degrees}{{transform:rotate({degrees}deg)}}"
        for degrees in sorted(set(_TURNED.findall(added)), key=int)
    )
    return "".join([*sheets, f"<style>{turned}</style>" if turned else ""])


def _used(added: str) -> set[str]:
    used = {name for name, pattern in _USES.items() if pattern.search(added)}
    classes = {each for found in _CLASSES.findall(added) for each in found.split()}
    if classes & {"fa", "fas", "far", "fab"} or any(each.startswith("fa-") for each in classes):
        used.add("fontawesome")
    if classes & _bootstrap_classes():
        used.add("bootstrap")
    return used


@cache
def _bootstrap_classes() -> frozenset[str]:
    return frozenset(re.findall(r"\.([a-z][\w-]*)", static("folium-bootstrap.css")))


def _inline(file: str) -> str:
    tag = "style" if file.endswith(".css") else "script"
    return f"<{tag}>{static(file)}</{tag}>"


def fetched(page: Figure, added: str) -> list[tuple[str, str]]:
    """Return (what, url) of everything that the reader's elements would fetch.

    Parameters
    ----------
    page : branca.element.Figure
        As it was rendered.
    added : str
        What of it is not our own.
    """
    asked = [*_FETCHING_TAG.findall(added), *_FETCHING_STYLE.findall(added)]
    sources = [(_name(each), url) for each in _below(page) for url in _sources(each)]
    return [(_owner(page, url), url) for url in asked] + sources


def _sources(element: Element) -> Iterator[str]:
    options = getattr(element, "options", None)
    named = [getattr(element, name, None) for name in _FETCHING_NAMES]
    if isinstance(options, dict):
        named += [options.get(name) for name in _FETCHING_OPTIONS]
    for value in named:
        if isinstance(value, str) and re.match(r"(https?:)?//", value, re.IGNORECASE):
            yield value


def _owner(page: Figure, url: str) -> str:
    for part, name in _NAMED.items():
        if part in url:
            return name
    names = {element.get_name(): _name(element) for element in _below(page)}
    for element in _below(page):
        links = (*getattr(element, "default_js", ()), *getattr(element, "default_css", ()))
        if url in {link for _, link in links}:
            return _name(element)
    # branca keeps what an element rendered under the element's name.
    for place in (page.script, page.html, page.header):
        for name, rendered in place._children.items():
            if name in names and url in rendered.render():
                return names[name]
    return "something that was added to the page"


def _below(element: Element) -> Iterator[Element]:
    for child in element._children.values():
        yield child
        yield from _below(child)


def _name(element: Element) -> str:
    return type(element).__name__
