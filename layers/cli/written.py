"""`map`, `export`, `figure`: what is written to a file, whole or not at all."""

import argparse
import io
import os
import sys

from geo.disk import write_text
from geo.errors import UnwritableOutput, shown
from geo.limits import MOST_SITES
from layers.cli import depth, scenarios
from layers.cli.said import progress, saying


def page(options: argparse.Namespace) -> None:
    """Write the page, say where it is, and open it if that was asked."""
    scenarios.keep_what_is_read(options)
    if depth.of_file(options):
        _say_where(options, "no network needed")
        return
    scenario = scenarios.read(options)
    if len(scenario.sites) > MOST_SITES:
        depth.of_scenario(scenario, options)
        _say_where(options, "no network needed")
        return
    # Without folium, which is for what a reader adds in Python: it takes longer than all the rest.
    from layers.document import document
    from layers.scene import scene
    from layers.shares import share_table
    from layers.tiles import tile_layer, warn_of_file

    tiles = tile_layer(options.tiles) if options.tiles else None
    text = document(scene(scenario), shares=share_table(scenario), tiles=tiles)
    with saying():
        if tiles:
            warn_of_file(tiles)
        write_text(options.output, text)
    from_where = f"tiles come from {', '.join(tiles.origins)}" if tiles else None
    _say_where(options, from_where or "no network needed")


def _say_where(options: argparse.Namespace, needed: str) -> None:
    """Say what was written, and open it if that was asked."""
    print(f"Wrote {options.output} ({options.output.stat().st_size / 1e6:.1f} MB)")
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

    scenarios.keep_what_is_read(options)
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
