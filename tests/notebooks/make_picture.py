"""Make docs/classic-error.png from the figure of its notebook, in 64 colours to keep it small."""

import tempfile
from pathlib import Path

import nbformat
from PIL import Image

from tests.notebooks import oracle
from tests.notebooks.test_notebooks import execute, started


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        with started(Path(folder)) as kernel:
            execute(nbformat.read(oracle.CLASSIC, 4), Path(folder), kernel)
        figure = Image.open(Path(folder) / "classic-error.png").convert("RGB")
    figure.quantize(64).save(oracle.ROOT / "docs" / "classic-error.png", optimize=True)


if __name__ == "__main__":
    main()
