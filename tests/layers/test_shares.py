"""Shares that a page opens with: the figures of `geo.shares`, or none for it to count itself."""

import datetime as dt
import re
from pathlib import Path

import pytest

import geo
from geo.model import Model
from layers.shares import ShareRow, ShareTable, share_table

TYPESCRIPT = Path(__file__).resolve().parents[2] / "layers/web/src/layers/shares.ts"
EPAA = geo.scenario("epaa")


def test_the_table_is_what_python_answers() -> None:
    scenario = EPAA.with_ranges(deveselu="300 km", estimate="another opinion").with_ranges(
        {"interceptor": "1000 km", "kurecik": {"low": "500 km", "high": "900 km"}}, iran="2000 km"
    )
    table = share_table(scenario)
    assert table is not None
    wanted = geo.shares(scenario, "nato-europe").drop(columns="depth")
    assert len(table.rows) == len(wanted)
    for row, (_, other) in zip(table.rows, wanted.iterrows(), strict=True):
        found = row.model_dump()
        assert [found.pop("area"), found.pop("name")] == [other["area"], other["name"]]
        assert found == {name: pytest.approx(other[name], rel=1e-9, abs=1e-6) for name in found}
    assert table.estimate == "entered in Python"
    # Of 32 members 30 are European; interceptors at two sites and one radar, not the launch region.
    assert (table.members, table.shapes, len(table.rows)) == (32, 3, 31)


@pytest.mark.parametrize(("day", "members"), [("2004-03-28", 19), ("2004-03-29", 26)])
def test_members_are_those_of_the_day(
    day: str, members: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    noon = dt.datetime.fromisoformat(f"{day}T12:00:00Z")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(noon.timestamp())))
    table = share_table(EPAA.with_ranges(deveselu="300 km"))
    assert table is not None
    assert (table.members, len(table.rows)) == (members, members - 2 + 1)


def test_where_writing_would_wait_for_it_the_page_counts() -> None:
    assert share_table(EPAA) is None  # no numbers
    assert share_table(EPAA.with_ranges(iran="2000 km")) is not None  # a launch region's: none
    assert share_table(EPAA.with_ranges(sea="300 km")) is None
    for count, there in [(250, True), (251, False)]:
        sites = {
            f"s{k}": geo.Site(name=f"s{k}", kind="radar", lon=k / 10, lat=50) for k in range(count)
        }
        scenario = geo.Scenario(title="Many", sites=sites).with_ranges(radar="1 km")
        assert (share_table(scenario) is not None) == there


@pytest.mark.parametrize("model", [ShareRow, ShareTable])
def test_the_table_is_mirrored_in_typescript(model: type[Model]) -> None:
    body = re.search(rf"interface {model.__name__} {{(.*?)}}", TYPESCRIPT.read_text(), re.DOTALL)
    assert body is not None
    mirrored = re.findall(r"^  (?:readonly )?(\w+):", body[1], re.MULTILINE)
    assert mirrored == list(model.model_fields)
