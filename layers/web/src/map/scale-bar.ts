// A scale bar that says where it is true: on Mercator only along one latitude.
import * as L from "leaflet";

const RADIUS = 6_378_137;
const FLATTENING = 1 / 298.257223563;
const WIDEST = 110;

/** Metres that one pixel spans along a parallel of the ellipsoid. */
export function metresPerPixel(lat: number, zoom: number): number {
  const phi = (lat * Math.PI) / 180;
  const e2 = FLATTENING * (2 - FLATTENING);
  const parallel = (2 * Math.PI * RADIUS * Math.cos(phi)) / Math.sqrt(1 - e2 * Math.sin(phi) ** 2);
  return parallel / (256 * 2 ** zoom);
}

export function addScaleBar(map: L.Map): void {
  const element = document.createElement("div");
  element.className = "sm-scale";
  const bar = element.appendChild(document.createElement("div"));
  const text = bar.appendChild(document.createElement("span"));
  const where = element.appendChild(document.createElement("small"));
  const control = new L.Control({ position: "bottomleft" });
  control.onAdd = () => element;
  control.addTo(map);
  const update = () => {
    const { lat } = map.getCenter();
    const pixel = metresPerPixel(lat, map.getZoom());
    const km = round((WIDEST * pixel) / 1000);
    bar.style.width = `${Math.round((km * 1000) / pixel)}px`;
    text.textContent = `${km.toLocaleString("en")} km`;
    const side = Math.round(lat) === 0 ? "" : lat > 0 ? " N" : " S";
    where.textContent = `true at ${Math.abs(Math.round(lat))}°${side}`;
  };
  map.on("move zoomend", update);
  map.whenReady(update);
}

/** The roundest number of kilometres that is not above a length. */
function round(km: number): number {
  const power = 10 ** Math.floor(Math.log10(km));
  return ([5, 2].find((digit) => digit * power <= km) ?? 1) * power;
}
