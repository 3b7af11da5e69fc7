"""`map`, `export`, `figure`: what is written to a file, whole or not at all."""

import argparse
import io
import os
import sys
import warnings

from geo.errors import CoverageWarning, UnwritableOutput, shown
from layers.cli import scenarios
from layers.cli.said import progress, say, saying


def page(options: argparse.Namespace) -> None:
    """Write the page, say where it is, and open it if that was asked."""
    scenario = scenarios.read(options)
    from layers.page import CoverageMap

    page = CoverageMap(scenario, tiles=options.tiles)
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always", CoverageWarning)
        page.save(options.output)
    say(f"shieldmap: {each.message}" for each in found)
    print(f"Wrote {options.output} ({options.output.stat().st_size / 1e6:.1f} MB)")
    from_where = f"tiles come from {', '.join(page.tiles.origins)}" if page.tiles else None
    needed = from_where or "no network needed"
    print(f"Open it in any browser, {needed}: {options.output.resolve().as_uri()}")
    if options.open and _has_desktop():
        import webbrowser

        webbrowser.open(options.output.resolve().as_uri())


def _has_desktop() -> bool:
    if sys.platform in {"darwin", "win32"}:
        return "SSH_CONNECTION" not in os.environ
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def export(options: argparse.Namespace) -> None:
    """Write sites, regions and shapes in the format of the file's ending."""
    from layers import exports

    scenario = scenarios.read(options)
    total = sum(len(estimate.ranges) for estimate in scenario.estimates)
    with saying(), progress(total) as heard:
        count = exports.export(scenario, options.output, progress=heard)
    print(f"Wrote {options.output} ({count} features)")


def figure(options: argparse.Namespace) -> None:
    """Draw a figure for print."""
    from geo.disk import write_bytes
    from layers import figures

    ending = options.output.suffix.lower()
    if ending not in {".png", ".svg", ".pdf"}:
        raise UnwritableOutput(
            f"{options.output}: cannot write {shown(ending)}; name a .png, .svg or .pdf file"
        )
    if not 50 <= options.dpi <= 1200:
        raise UnwritableOutput(f"--dpi is {options.dpi}; it must be within 50..1200")
    scenario = scenarios.read(options)
    with saying():
        drawing = figures.figure(
            scenario,
            options.projection,
            size=options.size,
            estimate=options.estimate,
            on=options.on,
            agreement=options.agreement,
        )
    held = io.BytesIO()
    drawing.savefig(held, format=ending[1:], dpi=options.dpi)
    write_bytes(options.output, held.getvalue())
    width, height = (25.4 * inches for inches in drawing.get_size_inches())
    print(f"Wrote {options.output} ({width:.0f} x {height:.0f} mm)")
