// Leaflet's own marker, which folium's layers use: from inside the page, which can fetch nothing.
import * as L from "leaflet";
import iconUrl from "leaflet/dist/images/marker-icon.png";
import iconRetinaUrl from "leaflet/dist/images/marker-icon-2x.png";
import shadowUrl from "leaflet/dist/images/marker-shadow.png";

export function keepMarkerIcon(): void {
  L.Icon.Default.imagePath = ""; // or Leaflet would look for a folder beside its style sheet
  L.Icon.Default.mergeOptions({ iconUrl, iconRetinaUrl, shadowUrl });
}
