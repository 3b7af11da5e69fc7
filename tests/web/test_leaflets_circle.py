"""The notebook on the classic error says of Leaflet's circle what Leaflet draws in a browser."""

from typing import Any

import nbformat
import numpy as np
import pytest
import shapely
from playwright.sync_api import BrowserContext

import geo
from tests.notebooks import oracle

pytestmark = pytest.mark.xdist_group("leaflet")  # which is opened once

LEAFLET = oracle.ROOT / "layers/web/node_modules/leaflet/dist/leaflet.js"
# The ellipse of a circle on the map, in whole degrees of turn, as [lon, lat].
EDGE = """([lon, lat, metres]) => {
  const circle = L.circle([lat, lon], {radius: metres}).addTo(map);
  const edge = Array.from({length: 360}, (_, degree) => {
    const turn = degree * Math.PI / 180;
    const point = circle._point.add([
      circle._radius * Math.cos(turn), -circle._radiusY * Math.sin(turn),
    ]);
    const place = map.layerPointToLatLng(point);
    return [place.lng, place.lat];
  });
  circle.remove();
  return edge;
}"""

Drawn = dict[tuple[str, int], list[tuple[float, float]]]


@pytest.fixture(scope="module")
def drawn(window: BrowserContext) -> Drawn:
    """What the real Leaflet draws, by site and range in km."""
    page = window.new_page()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.set_content('<div id="map" style="width: 1000px; height: 700px"></div>')
    page.add_script_tag(content=LEAFLET.read_text())
    assert page.evaluate("L.version").startswith("1.9.")
    page.evaluate("window.map = L.map('map').setView([50, 20], 3)")
    edges = {
        (name, km): [tuple(point) for point in page.evaluate(EDGE, [*site, km * 1000])]
        for name, site in oracle.SITES.items()
        for km in oracle.RANGES_KM
    }
    page.close()
    assert requests == []
    return edges


def notebooks_function() -> Any:
    """Return `leaflet_circle` as the notebook defines it."""
    cells = {cell.id: cell.source for cell in nbformat.read(oracle.CLASSIC, 4).cells}
    names: dict[str, Any] = {"np": np, "shapely": shapely}
    exec(compile(cells["leaflet-circle"], "classic-error.ipynb", "exec"), names)
    return names["leaflet_circle"]


def test_the_notebooks_ellipse_is_leaflets(drawn: Drawn) -> None:
    leaflet_circle = notebooks_function()
    for (name, km), edge in drawn.items():
        ours = shapely.get_coordinates(leaflet_circle(*oracle.SITES[name], km * 1000))
        assert len(ours) == 721  # every half degree of turn, and closed
        assert ours[:-1:2] == pytest.approx(np.array(edge), abs=1e-7), (name, km)


def test_leaflet_is_as_wrong_as_the_text_says(drawn: Drawn) -> None:
    text = oracle.markdown(oracle.CLASSIC)
    for (name, km), edge in drawn.items():
        found = oracle.errors_km(iter(edge), *oracle.SITES[name], km)
        if (name, km) == ("Redzikowo", 4000):
            said = f"{-min(found):.0f} km short in the north and {max(found):.0f} km too far to the"
            assert found.index(min(found)) == 90
            assert said in text
        else:
            assert max(map(abs, found)) < 0.005 * km, (name, km)


@pytest.mark.parametrize(("code", "said"), [("KAZ", 16.4), ("GRL", -9.7)])
def test_the_shares_that_leaflet_moves_are_those_of_counted_points(code, said, drawn) -> None:
    lon, lat = oracle.SITES["Redzikowo"]
    wrong = shapely.Polygon(drawn["Redzikowo", 4000])
    shapely.prepare(wrong)
    area = geo.country(code)
    leaflet = oracle.percentage(area, lambda x, y: shapely.contains_xy(wrong, x, y))
    true = oracle.percentage(area, lambda x, y: oracle.distance_km(lon, lat, x, y) <= 4000)
    assert leaflet - true == pytest.approx(said, abs=1.0)
    assert f"{abs(said)} " in oracle.markdown(oracle.CLASSIC)
