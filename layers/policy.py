"""The Content-Security-Policy of a page: the browser itself enforces 'no network'."""

import base64
import hashlib
import re
from collections.abc import Iterable

_SCRIPT = re.compile(
    r"<script\b(?![^>]*(?:\bsrc=|application/json))[^>]*>(.*?)</script", re.DOTALL | re.IGNORECASE
)

_HOST = re.compile(r"(https?:)?//((?:\{s\}\.)?[\w.:-]+)(?=[/?#]|$)", re.ASCII | re.IGNORECASE)


def policy(
    html: str, *, hosts: Iterable[str] = (), images: Iterable[str] = (), frames: bool = False
) -> str:
    """Return the policy as a meta tag: only the scripts that stand in the page may run.

    Parameters
    ----------
    html : str
        The whole page.
    hosts : iterable of str
        Origins such as ``https://example.org`` that anything may come from.
    images : iterable of str
        Origins that images alone may come from.
    frames : bool
        Whether the page holds frames as data: URLs, which are under the same policy.
    """
    opened = list(hosts)
    scripts = [f"'{_digest(script)}'" for script in _SCRIPT.findall(html)]
    framed = ["data:"] if frames else []
    rules = {
        "default-src": opened or ["'none'"],
        "script-src": [*scripts, *opened],
        "style-src": ["'unsafe-inline'", *opened],
        "img-src": ["data:", *opened, *images],
        "font-src": ["data:", *opened],
        "connect-src": opened or ["'none'"],
        **({"frame-src": [*framed, *opened]} if framed else {}),
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    content = "; ".join(f"{rule} {' '.join(values)}" for rule, values in rules.items())
    return f'<meta http-equiv="Content-Security-Policy" content="{content}">'


def origins(urls: Iterable[str]) -> list[str]:
    """Return where URLs ask, as a policy names it; one with subdomains stands for them all.

    What names no host, or one that a policy cannot name, is left out, and so stays shut.

    Examples
    --------
    >>> origins(["https://{s}.tile.example.org/{z}/{x}/{y}.png", "//example.org/a.js"])
    ['https://*.tile.example.org', 'https://example.org']
    >>> origins(["https://example.org;script-src"])
    []
    """
    found = (_HOST.match(url) for url in urls)
    named = {f"{each[1] or 'https:'}//{each[2].replace('{s}', '*')}" for each in found if each}
    return sorted(named)


def _digest(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
