"""explore(): the page's core in a notebook, two-way. anywidget is imported only when it is used."""

from typing import TYPE_CHECKING

from geo.errors import NotBuilt
from geo.model import Scenario
from layers.scene import TOLERANCE

if TYPE_CHECKING:
    from layers.explorer import Explorer


def explore(scenario: Scenario, *, tolerance: float = TOLERANCE) -> "Explorer":
    """Return a live map of a scenario for a notebook.

    Parameters
    ----------
    scenario : geo.model.Scenario
    tolerance : float
        Largest distance in metres between a drawn edge and the true curve.

    Returns
    -------
    layers.Explorer
        Its `ranges`, `estimate`, `date`, `view` and `selection` can be set, read and observed; its
        `shares` and `scenario` are those of the map as it is.

    Raises
    ------
    NotBuilt
        When anywidget is not installed.

    Examples
    --------
    >>> import geo
    >>> w = explore(geo.scenario("epaa"))
    >>> w.ranges = {"deveselu": "1000 km"}
    >>> w.ranges["deveselu"]
    1000000.0
    """
    try:
        from layers.explorer import Explorer  # here for start-up time, and as an extra
    except ModuleNotFoundError as error:
        if error.name not in ("anywidget", "IPython", "traitlets"):
            raise
        raise NotBuilt(
            "a live map needs the package anywidget; install it with: pip install "
            "'shieldmap[jupyter]'"
        ) from None
    return Explorer(scenario, tolerance=tolerance)
