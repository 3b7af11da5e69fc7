"""Shell completion: bash asks its script for real; zsh and fish read theirs where they exist."""

import shutil
import subprocess
from pathlib import Path

import pytest

import geo
from layers import cli
from layers.figures.frame import NAMES
from layers.figures.make import SIZES

# What is typed, with the word to complete last, and what is offered.
TYPED: list[tuple[list[str], set[str]]] = [
    (["sh"], {"shares"}),
    (["ma"], {"map"}),
    (["--pr"], {"--print-completion"}),
    (["--print-completion", ""], {"bash", "zsh", "fish"}),
    (["map", "ep"], {"epaa"}),
    (["map", "my "], {"my sites.csv"}),
    (["map", "epaa", "--range-"], {"--range-column"}),
    (["map", "epaa", "-o", "sub/o"], {"sub/old map.html"}),
    (["check", "--unit", "m"], {"mi", "m"}),
    (["shares", "epaa", "--of", "na"], {"nato-europe"}),
    (["shares", "epaa", "--count", "inter"], {"interceptor"}),
    (["shares", "epaa", "--format", "c"], {"csv"}),
    (["needed", "dev"], {"deveselu"}),
    (["needed", "deveselu", "--scenario", "third"], {"third-site"}),
    (["new", "a.yaml", "--extends", "home"], {"homeland"}),
    (["figure", "epaa", "--size", ""], {*SIZES}),
    (["figure", "epaa", "--projection", ""], {*NAMES}),
    (["list", ""], {*geo.shipped(), "my sites.csv", "sub"}),
]
ASK = """\
source /dev/stdin
while IFS= read -r -u 3 -d '' count; do
  COMP_WORDS=(shieldmap)
  for ((i = 0; i < count; i++)); do IFS= read -r -u 3 -d '' word; COMP_WORDS+=("$word"); done
  COMP_CWORD=$count
  COMPREPLY=()
  $(complete -p shieldmap | sed 's/.*-F //; s/ .*//')
  printf '%s\\n' "${COMPREPLY[@]}"
  printf '\\0'
done
"""


def script(shell: str, capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as ended:
        cli.main(["--print-completion", shell])
    assert ended.value.code == 0
    return capsys.readouterr().out


@pytest.mark.skipif(not shutil.which("bash"), reason="there is no bash")
def test_bash_completes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    here = tmp_path / "here"
    (here / "sub").mkdir(parents=True)
    (here / "my sites.csv").touch()
    (here / "sub" / "old map.html").touch()
    typed = tmp_path / "typed"
    words = [word for words, _ in TYPED for word in [str(len(words)), *words]]
    typed.write_text("".join(f"{word}\0" for word in words))
    done = subprocess.run(
        ["bash", "--norc", "-c", f"exec 3< '{typed}'\n{ASK}"],
        input=script("bash", capsys), capture_output=True, text=True, cwd=here, check=True,
    )  # fmt: skip
    offered = [set(each.splitlines()) - {""} for each in done.stdout.split("\0")[:-1]]
    assert offered == [wanted for _, wanted in TYPED]


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_find_no_fault_in_theirs(
    shell: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = script(shell, capsys)
    for word in ("epaa homeland third-site", "agreement", "range-column", "nato-europe"):
        assert word in text
    if shutil.which(shell):
        (tmp_path / "script").write_text(text)
        subprocess.run([shell, "-n", str(tmp_path / "script")], check=True)


def test_another_shell_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["--print-completion", "cmd"])
    assert ended.value.code == 2
    assert "invalid choice: 'cmd'" in capsys.readouterr().err
