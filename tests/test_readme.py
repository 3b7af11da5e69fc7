"""What the README shows works as it stands."""

import re
import shlex
from pathlib import Path

import geopandas

import geo
from layers import cli

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text()


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_the_yaml_is_a_scenario(tmp_path: Path) -> None:
    (text,) = blocks("yaml")
    file = tmp_path / "two.yaml"
    file.write_text(text)
    assert [estimate.name for estimate in geo.scenario(file).estimates] == [
        "Analyst A",
        "Analyst B",
    ]


def test_the_python_runs(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    places = {"name": ["A", "B"], "radius_km": [300, 500]}
    gdf = geopandas.GeoDataFrame(places, geometry=geopandas.points_from_xy([10, 20], [50, 45]))
    names = {"gdf": gdf.set_crs(4326)}
    for code in blocks("python"):
        exec(compile(code, "README.md", "exec"), names)
    for name in ("map.html", "shield.gpkg", "figure.svg"):
        assert (tmp_path / name).exists()


def test_the_commands_run(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    (text,) = blocks("yaml")
    (tmp_path / "two.yaml").write_text(text)
    (tmp_path / "sites.csv").write_text("name,lat,lon,radius_km\nA,50,10,300\n")
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    commands = [shlex.split(line) for line in lines if line.startswith("shieldmap ")]
    assert commands
    for command in commands:
        assert cli.main(command[1:]) == 0


def test_every_command_is_in_the_table() -> None:
    others = ("shares", "agreement", "needed", "check", "new", "list")
    for command in ("map", "export", "figure", *others):
        assert f"| `shieldmap {command} " in README


def test_the_ranges_of_the_makefile_are_the_readmes() -> None:
    makefile = (ROOT / "Makefile").read_text()
    ranges = re.findall(r"--range (\S+)", re.search(r"^RANGES = (.*)$", makefile, re.M)[1])
    (line,) = [line for line in README.splitlines() if line.startswith("shieldmap map epaa")]
    assert re.findall(r"--range (\S+)", line) == ranges


def test_every_scenario_is_in_the_table() -> None:
    for name in geo.shipped():
        assert f"| `{name}` |" in README
