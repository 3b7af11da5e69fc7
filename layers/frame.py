"""A page as the output of a notebook's cell: in a frame of its own, shut off from the notebook."""

HEIGHT = 640
"""Pixels: the panel beside the map has room for a scenario's ranges."""

# Without allow-same-origin: the page has no access to the notebook, its cookies or its kernel.
_SANDBOX = "allow-scripts allow-downloads allow-modals allow-popups allow-popups-to-escape-sandbox"
# Behind the frame: what is seen where a notebook takes frames out.
_INSTEAD = "Trust this notebook (File → Trust Notebook) to see the map here."


def in_frame(html: str, *, height: float = HEIGHT) -> str:
    """Return markup that shows a whole page in a sandboxed frame.

    Parameters
    ----------
    html : str
        The page; it is data here, nothing of it is a template or runs in the notebook.
    height : float
        Pixels.
    """
    return (
        f'<div style="position:relative;width:100%;height:{height:g}px">'
        f'<span style="color:#767676">{_INSTEAD}</span>{filling_frame(html)}</div>'
    )


def filling_frame(html: str) -> str:
    """Return the frame alone, which fills what it stands in."""
    # In single quotes, which the page's JSON has few of.
    page = html.replace("&", "&amp;").replace("'", "&#39;")
    fill = "position:absolute;inset:0;width:100%;height:100%;border:0"
    return (
        f'<iframe sandbox="{_SANDBOX}" allow="clipboard-write; fullscreen" '
        f"style=\"{fill}\" srcdoc='{page}'></iframe>"
    )
