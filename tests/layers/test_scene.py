"""The Scene is the whole contract: what the page gets is what the reader wrote."""

import json
import re
from pathlib import Path

import pytest

import geo
from geo.limits import FARTHEST
from geo.model import Model
from layers.regions import SceneRegion
from layers.scene import Scene, scene
from layers.shares import SceneAccession, SceneNato
from layers.sites import SceneSite
from tests.hostile import HOSTILE

TYPESCRIPT = Path(__file__).resolve().parents[2] / "layers" / "web" / "src" / "scene.ts"

NUMBERS = {"interceptor": "1000 km", "kurecik": "500 mi", "iran": "2000 km"}


def test_a_scene_holds_every_place_and_number_of_the_scenario() -> None:
    scenario = geo.scenario("epaa").with_ranges(NUMBERS)
    data = json.loads(scene(scenario).model_dump_json())
    assert [site["id"] for site in data["sites"]] == list(scenario.sites)
    assert [region["id"] for region in data["regions"]] == list(scenario.regions)
    (estimate,) = data["estimates"]
    metres = {id_: range_["range_m"] for id_, range_ in estimate["ranges"].items()}
    assert metres == {
        "deveselu": 1_000_000, "redzikowo": 1_000_000, "kurecik": 804_672, "iran": 2_000_000
    }  # fmt: skip
    assert estimate["ranges"]["kurecik"]["unit"] == "mi"
    assert data["farthest"] == FARTHEST
    assert data["notice"] == "Illustrative: every range was entered by the reader"


def test_a_scene_ships_no_range_of_its_own() -> None:
    for name in geo.shipped():
        assert scene(geo.scenario(name)).estimates == ()


def test_a_scene_carries_events_with_their_sources() -> None:
    deveselu = scene(geo.scenario("epaa")).sites[0]
    assert len(deveselu.events) == 8
    assert all(event.source for event in deveselu.events)


def test_a_country_travels_as_its_code() -> None:
    iran, *_, sea = scene(geo.scenario("epaa")).regions
    assert (iran.country, iran.geometry) == ("IRN", None)
    assert sea.geometry is not None


def test_a_scene_reads_back_equal() -> None:
    whole = scene(geo.scenario("epaa").with_ranges(NUMBERS))
    assert Scene.model_validate_json(whole.model_dump_json()) == whole


@pytest.mark.parametrize("text", HOSTILE)
def test_texts_stay_as_typed(text: str) -> None:
    site = geo.Site(name=text, kind="radar", lon=1, lat=2)
    scenario = geo.Scenario(title=text, sites={"a": site})
    data = json.loads(scene(scenario).model_dump_json())
    assert (data["title"], data["sites"][0]["name"]) == (text, text)


@pytest.mark.parametrize(
    "model",
    [
        *(Scene, SceneSite, SceneRegion, SceneNato, SceneAccession),
        *(geo.Estimate, geo.Range, geo.Event, geo.Note, geo.Phase),
    ],
)
def test_the_contract_is_mirrored_in_typescript(model: type[Model]) -> None:
    body = re.search(rf"interface {model.__name__} {{(.*?)}}", TYPESCRIPT.read_text(), re.DOTALL)
    assert body is not None
    mirrored = re.findall(r"^  (\w+):", body[1], re.MULTILINE)
    assert mirrored == [field.alias or name for name, field in model.model_fields.items()]
