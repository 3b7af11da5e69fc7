"""What `--help` says of each command; docs/command.md is made from it."""

import textwrap
from typing import NamedTuple

from geo.limits import MOST_SITES


class Text(NamedTuple):
    """One command: what it does in a line, in full, a list that belongs to it, examples."""

    line: str
    about: str
    examples: tuple[str, ...]
    table: str = ""


RANGES = (
    "Every range is a number that you enter; none is shipped. A range is an id or a kind "
    "(interceptor, radar, command, port, place, launch, sea), '=', and a distance in km, mi, nmi "
    "or m."
)

SCENARIO = (
    "a shipped name, a .yaml file, or a file of places: GeoJSON, CSV, KML, GeoPackage, "
    "zipped Shapefile, FlatGeobuf or GeoParquet"
)

AREA = "nato-europe, article-6, ISO alpha-3 codes with commas, a region, or a file of polygons"

EXIT = """\
exit status:
  0  done
  2  a mistake in what was given, told in one sentence; nothing was written
  130  stopped with Ctrl-C; an output is the old file or the new one, whole
"""

PROGRAM = Text(
    "maps of missile-defence sites",
    "Maps of missile-defence sites with coverage drawn from your own numbers.",
    (
        "shieldmap list epaa",
        "shieldmap map epaa --range interceptor=1000km --range iran=2000km -o map.html",
        "shieldmap shares epaa --range interceptor=1000km --of nato-europe --by country",
    ),
)

COMMANDS = {
    "map": Text(
        "write a self-contained HTML page",
        "Write one HTML file with the live map: it opens in any browser, without a network, and "
        "whoever gets it can type other ranges. An older file of that name is replaced. "
        f"Of more than {MOST_SITES:,} sites it shows how many circles cover each place, "
        "in cells of one area, and no single site.",
        (
            "shieldmap map epaa --range interceptor=1000km --range iran=2000km -o map.html",
            "shieldmap map sites.csv --range-column radius_km -o sites.html",
        ),
    ),
    "export": Text(
        "write sites, regions and shapes for other tools",
        "Write sites, regions and coverage shapes in the format that the ending of FILE names. "
        "Whose ranges they are, from which source, and that they are illustrative travels in "
        "each; each is read back without loss.",
        (
            "shieldmap export epaa --range interceptor=1000km -o shield.kmz",
            "shieldmap export sites.csv --range-column radius --unit nmi -o sites.gpkg",
        ),
        """\
formats, by the ending of FILE:
  .geojson, .json   GeoJSON (RFC 7946)
  .kml, .kmz        KML 2.2 for Google Earth, in the map's colours
  .gpkg             GeoPackage, with styles for QGIS
  .parquet          GeoParquet 1.1 (pip install 'shieldmap[parquet]')
  .fgb              FlatGeobuf
  .csv, .tsv        a table with WKT, a row per site, region and shape
  .zip              Shapefiles of sites, regions and coverage
""",
    ),
    "figure": Text(
        "draw a figure for print: PNG, SVG or PDF",
        "Draw a figure for a journal's column, a page or a slide, with legend, scale, sources and "
        "the notice that ranges are illustrative (pip install 'shieldmap[figures]').",
        (
            "shieldmap figure epaa --range interceptor=1000km -o figure.pdf",
            "shieldmap figure epaa --range iran=2000km --projection globe --size slide -o s.png",
        ),
        """\
projections:
  auto              equal-area: Lambert's round what is shown, or Equal Earth
  region, world     one of these two
  round, round:ID   azimuthal: true distances from the first site, or that one
  globe, globe:ID   the Earth from above what is shown, or above that site
""",
    ),
    "shares": Text(
        "how much of which area lies inside",
        "Print how much of an area lies inside the ranges, in km2 and per cent. On a date, a site "
        "counts from the first source that says it operates; whom the day leaves out is said on "
        "stderr.",
        (
            "shieldmap shares epaa --range interceptor=1000km --of nato-europe --on 2018-12-31",
            "shieldmap shares epaa --range radar=1500km --count radar --of ROU,TUR --format csv",
        ),
    ),
    "agreement": Text(
        "how much lies inside under every estimate, under some, under none",
        "Print how much of an area lies inside under every estimate of a scenario (agreed), under "
        "some (disputed) and under none (outside). An estimate with bands is read twice: all at "
        "their low ends, and all at their high ends.",
        (
            "shieldmap agreement two.yaml --of ROU,TUR",
            "shieldmap agreement two.yaml --of nato-europe --by country --format json",
        ),
    ),
    "ensemble": Text(
        "how much lies inside in many draws of ranges from their bands",
        "Draw every range that the scenario has as a band (low and high) evenly between its ends, "
        "many times, and print the share of an area that lies inside: its mean, its standard "
        "deviation and its quantiles. Other distributions are for Python: geo.ensemble.",
        (
            "shieldmap ensemble two.yaml --of ROU,TUR --draws 100 --seed 1 --by country",
            "shieldmap ensemble two.yaml --of nato-europe --draws 50 --seed 1 -o inside.geojson",
        ),
    ),
    "needed": Text(
        "the range at which a share of an area is inside",
        "Print which range a site or region needs for a share of an area to lie inside, and how "
        "far the area's nearest and farthest places are.",
        (
            "shieldmap needed deveselu --cover ROU --share 1.0",
            "shieldmap needed mast --cover POL --share 0.5 --scenario sites.csv",
        ),
    ),
    "check": Text(
        "check a scenario and say what it holds",
        "Say what a scenario holds, or which line of its file is to be mended.",
        (
            "shieldmap check mine.yaml",
            "shieldmap check sites.csv --range-column radius_km",
        ),
    ),
    "new": Text(
        "write a scenario file to fill in",
        "Write a scenario file that extends another one: every place is listed, and no range is "
        "filled in. An existing file is never replaced.",
        ("shieldmap new numbers.yaml --extends epaa",),
    ),
    "list": Text(
        "list the shipped scenarios, or one's places",
        "List the shipped scenarios; or the places of a scenario, with the ids that --range takes.",
        (
            "shieldmap list",
            "shieldmap list epaa",
        ),
    ),
}


def wrapped(sentences: str) -> str:
    """Return sentences in lines that a terminal holds."""
    return textwrap.fill(sentences, 79)


def epilog(text: Text) -> str:
    """Return what stands below the options in `--help`."""
    examples = "".join(f"  {example}\n" for example in text.examples)
    parts = [
        text.table,
        f"examples:\n{examples}",
        f"{wrapped(RANGES)}\n" if text is PROGRAM else "",
        EXIT,
    ]
    return "\n".join(part for part in parts if part)
