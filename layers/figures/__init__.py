"""Figures for print. matplotlib is asked for only when one is drawn."""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from geo.errors import NotBuilt
from geo.model import Scenario

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def figure(
    scenario: Scenario,
    projection: str = "auto",
    *,
    size: str = "column",
    estimate: str | None = None,
    on: dt.date | str | None = None,
    agreement: bool = False,
    font: str | Sequence[str] | None = None,
) -> "Figure":
    """Draw a scenario for print, with legend, scale, sources and the notice.

    Parameters
    ----------
    scenario : geo.model.Scenario
    projection : str
        ``"auto"``: equal-area, Lambert's round what is shown, or Equal Earth where that is most of
        the Earth. ``"region"`` or ``"world"``: one of these. ``"round"``, ``"round:deveselu"``:
        azimuthal equidistant round the first or that site, from which distances are true.
        ``"globe"``, ``"globe:deveselu"``: as seen from afar.
    size : str
        ``"column"`` (89 mm wide), ``"page"`` (183 mm) or ``"slide"`` (13.33 x 7.5 in).
    estimate : str, optional
        Whose numbers; the first estimate's if not given.
    on : datetime.date or str, optional
        The day: sites as they stood then. All sites if not given.
    agreement : bool
        Draw what lies inside under all numbers, and under some, in place of each site's own.
    font : str or list of str, optional
        Installed fonts to write with, before DejaVu Sans, which comes with matplotlib.

    Returns
    -------
    matplotlib.figure.Figure
        Made without pyplot; ``.savefig("figure.pdf")`` embeds its fonts.

    Raises
    ------
    CoverageError
        For an unknown projection, size, estimate, day or font, or when matplotlib is not
        installed, in one sentence.

    Warns
    -----
    CoverageWarning
        When the fonts lack a letter.
    """
    try:
        from layers.figures.make import made  # here for start-up time, and as an extra
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] != "matplotlib":
            raise
        raise NotBuilt(
            "a figure needs the package matplotlib; install it with: pip install "
            "'shieldmap[figures]'"
        ) from None
    return made(
        scenario, projection, size=size, estimate=estimate, on=on, agreement=agreement, font=font
    )
