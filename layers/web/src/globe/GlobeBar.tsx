// What stands on the globe as elements: zoom, the way back, what is seen, and whose map it is.
import type { ReadonlySignal } from "@preact/signals";
import type { GlobeView } from "./view.ts";
import { fill } from "../messages/fill.ts";
import { placeText } from "../place-text.ts";
import { t } from "../messages/index.ts";

interface Props {
  view: ReadonlySignal<GlobeView>;
  /** Id of the words that tell where the view is. */
  whereId: string;
  siteName: ReadonlySignal<string | null>;
  attribution: string;
  zoom: (by: 1 | -1) => void;
  home: () => void;
}

export function GlobeBar({ view, whereId, siteName, attribution, zoom, home }: Props) {
  const name = siteName.value;
  const { lon, lat } = view.value;
  return (
    <>
      <div class="sm-globe-buttons">
        <button type="button" aria-label={t.value.globe.zoomIn} title={t.value.globe.zoomIn} onClick={() => zoom(1)}>
          <Icon path="M10 4 V16 M4 10 H16" />
        </button>
        <button type="button" aria-label={t.value.globe.zoomOut} title={t.value.globe.zoomOut} onClick={() => zoom(-1)}>
          <Icon path="M4 10 H16" />
        </button>
        <button type="button" aria-label={t.value.globe.home} title={t.value.globe.home} onClick={home}>
          <Icon path="M3.5 10.5 L10 4 L16.5 10.5 M5.5 9 V16 H14.5 V9" />
        </button>
      </div>
      <div class="sm-globe-foot">
        <p class="sm-globe-about">
          {name === null ? (
            t.value.globe.aboutGlobe
          ) : (
            fill(t.value.globe.aboutRound, { site: <bdi>{name}</bdi> })
          )}
        </p>
        <p class="sm-globe-where" id={whereId}>
          {t.value.globe.middle(placeText(lon, lat, 1))}
        </p>
        <p class="sm-globe-source">{t.value.scene.attribution(attribution)}</p>
      </div>
    </>
  );
}

const Icon = ({ path }: { path: string }) => (
  <svg viewBox="0 0 20 20" aria-hidden="true">
    <path d={path} />
  </svg>
);
