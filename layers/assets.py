"""What every host shows a scene with: the built files of layers/static, and data as blocks."""

import html
import json
import re
from functools import cache
from importlib.resources import files

from geo.errors import NotBuilt


@cache
def static(name: str) -> str:
    """Return a built file of layers/static, such as ``page.js``, as text.

    Raises
    ------
    NotBuilt
        When it is missing from the installation.
    """
    try:
        return files("layers").joinpath("static", name).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise NotBuilt(
            f"the page bundle layers/static/{name} is not built; run 'pip install .' in the "
            "checkout"
        ) from None


def json_block(name: str, text: str) -> str:
    """Return JSON as a data block in ASCII: with no '<' in it, nothing can end the block early."""
    safe = re.sub(r"[<\x7f-\U0010ffff]", _escaped, text)
    return f'<script type="application/json" id="{name}">{safe}</script>'


def _escaped(character: re.Match[str]) -> str:
    return r"\u003c" if character[0] == "<" else json.dumps(character[0])[1:-1]


def without_scripts(title: str, notice: str) -> str:
    """Return what a reader sees where no script runs."""
    return (
        '<noscript><div style="max-width: 36em; margin: 3em auto; padding: 0 1em; '
        'font: 16px/1.5 system-ui, sans-serif">'
        f"<h1>{html.escape(title)}</h1><p><b>{html.escape(notice)}.</b></p>"
        "<p>This map is drawn by JavaScript, which is off or blocked here, as in the preview of an "
        "e-mail. Save the file, and open it in a browser.</p></div></noscript>"
    )
