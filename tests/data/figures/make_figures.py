"""Make the small pictures that tests/layers/test_figure.py compares figures with.

A picture proves nothing alone: look at each before it is kept. What is measured (areas, distances,
scale bars) has its oracles in the tests.
"""

import io
from pathlib import Path

import numpy as np
from PIL import Image

import geo
import layers

FOLDER = Path(__file__).parent
WIDTH = 240  # pixels: enough to see what is wrong, too few to see how a version hints its letters

BLOCK = 6  # pixels

ESTIMATE = {"name": "Analyst A", "entered": "2026-11-22", "source": "round numbers"}


def scenario(base: str, **ranges: object) -> geo.Scenario:
    """Return a shipped scenario under one estimate of a fixed day."""
    found = geo.scenario(base)
    given = found.with_ranges(ranges).estimates[0].ranges
    estimate = {**ESTIMATE, "ranges": given}
    return geo.Scenario.model_validate({**dict(found), "estimates": [estimate]})


def fiji() -> geo.Scenario:
    """Return a region and a site whose ranges cross the antimeridian."""
    data = {
        "title": "Round the antimeridian",
        "sites": {"apia": {"name": "Apia", "kind": "port", "lon": -171.77, "lat": -13.83}},
        "regions": {"fiji": {"name": "Fiji", "country": "FJI"}},
        "estimates": [{**ESTIMATE, "ranges": {"fiji": "500 nmi", "apia": "1500 km"}}],
    }
    return geo.Scenario.model_validate(data)


EPAA = scenario(
    "epaa", interceptor="1000 km", kurecik="1500 km", iran={"low": "1300 km", "high": "2000 km"}
)
HOMELAND = scenario("homeland", interceptor="4000 km", launch="5500 km")
FAR = scenario("epaa", deveselu="15000 km", kurecik={"range": "1500 km", "bearings": [70, 190]})

FIGURES = {
    "region": lambda: layers.figure(EPAA, on="2018-12-31"),
    "slide": lambda: layers.figure(EPAA, "round:kurecik", size="slide"),
    "polar": lambda: layers.figure(HOMELAND, size="page"),
    "globe": lambda: layers.figure(HOMELAND, "globe"),
    "world": lambda: layers.figure(FAR),
    "antimeridian": lambda: layers.figure(fiji()),
}


def small(figure: object) -> Image.Image:
    """Return a figure as a small picture."""
    data = io.BytesIO()
    figure.savefig(data, format="png", dpi=150)  # type: ignore[attr-defined]
    image = Image.open(data).convert("RGB")
    return image.resize((WIDTH, round(image.height * WIDTH / image.width)), Image.Resampling.BOX)


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return how far pictures are apart, of 255, in the worst hundredth of their blocks.

    Kept in 256 colours and drawn again, they are 3 to 7 apart; a ring that is gone makes it 30.
    """
    if one.size != other.size:
        return 255.0
    pixels = np.abs(np.asarray(one, dtype=float) - np.asarray(other, dtype=float)).mean(axis=2)
    high, wide = (side // BLOCK for side in pixels.shape)
    blocks = pixels[: high * BLOCK, : wide * BLOCK].reshape(high, BLOCK, wide, BLOCK)
    return float(np.percentile(blocks.mean(axis=(1, 3)), 99))


def main() -> None:
    for name, make in FIGURES.items():
        small(make()).quantize(256, dither=Image.Dither.NONE).save(
            FOLDER / f"{name}.png", optimize=True
        )


if __name__ == "__main__":
    main()
