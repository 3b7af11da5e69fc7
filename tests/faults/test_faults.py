"""The command where something is missing: streams, permission, a home, a locale, asserts."""

import errno
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from layers import cli
from layers.cli import texts

ROOT = Path(__file__).resolve().parents[2]
RANGE = ["--range", "interceptor=1000km"]
NO_POWER = ["setpriv", "--inh-caps=-all", "--bounding-set=-all"]  # so that modes bind root as well


def script(
    code: str, folder: Path, *options: str, env: dict[str, str], before: list[str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run Python code that has `main`, with nothing in its environment but what is given."""
    head = f"import sys; sys.path.insert(0, {str(ROOT)!r})\nfrom layers.cli import main\n"
    return subprocess.run(
        [*(before or []), sys.executable, *options, "-c", head + code],
        capture_output=True, text=True, encoding="ascii", cwd=folder, env=env, check=False,
    )  # fmt: skip


def test_without_home_locale_desktop_asserts_and_docstrings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = f"""
assert False, "asserts are off"
print(main(["map", "epaa", *{RANGE}, "-o", "map.html", "--open"]))
print(main(["shares", "epaa", *{RANGE}, "--of", "TUR"]))
print(main(["check", "none.yaml"]))
for arguments in (["--help"], ["map", "--help"], ["--print-completion", "bash"], ["--version"]):
    try: main(arguments)
    except SystemExit as ended: print(ended.code)
"""
    env = {
        "LC_ALL": "C",
        "PYTHONIOENCODING": "ascii",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
    }
    done = script(code, tmp_path, "-OO", env={**env, "SOURCE_DATE_EPOCH": "1700000000"})
    assert done.returncode == 0, done.stderr
    assert [line for line in done.stdout.splitlines() if line in [*"012"]] == list("0020000")
    assert "T\\xfcrkiye" in done.stdout
    assert "write a self-contained HTML page" in done.stdout
    assert "exit status:" in done.stdout
    assert done.stderr == "shieldmap: none.yaml: does not exist; check the path\n"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert cli.main(["map", "epaa", *RANGE, "-o", str(tmp_path / "other.html")]) == 0
    assert (tmp_path / "map.html").read_bytes() == (tmp_path / "other.html").read_bytes()


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or (os.geteuid() == 0 and not shutil.which("setpriv")),
    reason="root may write everywhere, and there is no setpriv to take that away",
)
def test_without_permission(tmp_path: Path) -> None:
    for name in ("shut", "home"):
        (tmp_path / name).mkdir()
    (tmp_path / "kept.html").write_text("kept")
    (tmp_path / "secret.csv").write_text("id,lat,lon\na,1,2\n")
    modes = {"shut": 0o500, "home": 0o500, "kept.html": 0o400, "secret.csv": 0}
    for name, mode in modes.items():
        (tmp_path / name).chmod(mode)
    code = f"""
print(main(["map", "epaa", *{RANGE}, "-o", "shut/map.html"]))
print(main(["map", "epaa", *{RANGE}, "-o", "kept.html"]))
print(main(["new", "shut/new.yaml"]))
print(main(["check", "secret.csv"]))
print(main(["map", "epaa", *{RANGE}, "-o", "map.html"]))
"""
    before = NO_POWER if os.geteuid() == 0 else []
    env = {"HOME": str(tmp_path / "home"), "PATH": os.environ["PATH"]}
    done = script(code, tmp_path, env=env, before=before)
    (tmp_path / "shut").chmod(0o700)
    assert done.stderr.splitlines() == [
        f"shieldmap: {name}: cannot be {what} (Permission denied); choose another {which}"
        for name, what, which in (
            ("shut/map.html", "written", "place with -o"),
            ("kept.html", "written", "place with -o"),
            ("shut/new.yaml", "written", "place with -o"),
            ("secret.csv", "read", "file"),
        )
    ]
    assert [line for line in done.stdout.splitlines() if line in [*"02"]] == list("22220")
    assert (tmp_path / "kept.html").read_text() == "kept"
    assert list((tmp_path / "shut").iterdir()) == []
    assert (tmp_path / "map.html").stat().st_size > 1_000_000


def test_streams_that_are_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout", None)
    monkeypatch.setattr("sys.stderr", None)
    assert cli.main(["list"]) == 0
    assert cli.main(["list", "nope"]) == 2
    sys.stdout.close()


@pytest.mark.parametrize("size", [1, 1000])
def test_output_that_nobody_reads_on(
    size: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    there, here = os.pipe()
    os.close(there)
    with os.fdopen(here, "w", buffering=size) as broken:  # a line at a time, or all at the end
        monkeypatch.setattr("sys.stdout", broken)
        assert cli.main(["list", "epaa"]) == 0
        assert capsys.readouterr().err == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("size", [1, 10_000])
def test_output_to_a_full_disk(
    size: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Path("/dev/full").open("w", buffering=size) as full:
        monkeypatch.setattr("sys.stdout", full)
        assert cli.main(["list", "epaa"]) == 2
        assert capsys.readouterr().err == (
            f"shieldmap: standard output: cannot be used ({os.strerror(errno.ENOSPC)}); "
            "choose another place\n"
        )


def test_what_is_read_is_not_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    text = "id,lat,lon,radius_km\na,50,20,100\n"
    Path("sites.csv").write_text(text)
    Path("link.csv").symlink_to("sites.csv")
    os.link("sites.csv", "twin.csv")
    for command in ("map", "export"):
        for out in ("sites.csv", "link.csv", "twin.csv", str(tmp_path / "sites.csv")):
            assert cli.main([command, "sites.csv", "-o", out]) == 2
            assert capsys.readouterr().err == (
                f"shieldmap: {out}: is the file that is read; name another with -o\n"
            )
    assert Path("sites.csv").read_text() == text
    assert cli.main(["export", "epaa", *RANGE, "-o", "own.geojson"]) == 0
    capsys.readouterr()
    assert cli.main(["ensemble", "own.geojson", "--of", "ROU", "--draws", "2", "--seed", "1",
                     "-o", "own.geojson"]) == 2  # fmt: skip
    assert "own.geojson: is the file that is read" in capsys.readouterr().err
    assert cli.main(["export", "sites.csv", "-o", "other.csv"]) == 0


def test_outputs_that_are_no_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("folder").mkdir()
    Path("round.html").symlink_to("round.html")
    for out, why in (
        ("folder", "is a folder"),
        ("round.html", "Symlink loop|symbolic links"),
        ("no/map.html", "No such file or directory"),
    ):
        assert cli.main(["map", "epaa", "-o", out]) == 2
        said = capsys.readouterr().err
        assert re.fullmatch(
            rf"shieldmap: {out}: cannot be written \(.*({why}).*\); choose another place with -o\n",
            said,
        )
    assert sorted(each.name for each in tmp_path.iterdir()) == ["folder", "round.html"]


def test_exit_statuses_are_documented() -> None:
    page = (ROOT / "docs" / "command.md").read_text()
    (section,) = re.findall(r"^## Exit status\n(.*?)^## ", page, re.M | re.S)
    assert re.findall(r"^- `(\d+)`: ", section, re.M) == ["0", "1", "2", str(cli.STOPPED)]
    assert re.findall(r"^  (\d+)  ", texts.EXIT, re.M) == ["0", "2", str(cli.STOPPED)]
