// What stands on the globe as elements: zoom, the way back, what is seen, and whose map it is.
import type { ReadonlySignal } from "@preact/signals";
import type { GlobeView } from "./view.ts";
import { WORDS } from "./words.ts";

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
        <button type="button" aria-label={WORDS.zoomIn} title={WORDS.zoomIn} onClick={() => zoom(1)}>
          <Icon path="M10 4 V16 M4 10 H16" />
        </button>
        <button type="button" aria-label={WORDS.zoomOut} title={WORDS.zoomOut} onClick={() => zoom(-1)}>
          <Icon path="M4 10 H16" />
        </button>
        <button type="button" aria-label={WORDS.home} title={WORDS.home} onClick={home}>
          <Icon path="M3.5 10.5 L10 4 L16.5 10.5 M5.5 9 V16 H14.5 V9" />
        </button>
      </div>
      <div class="sm-globe-foot">
        <p class="sm-globe-about">
          {name === null ? (
            WORDS.aboutGlobe
          ) : (
            <>
              {WORDS.aboutRound[0]}
              <bdi>{name}</bdi>
              {WORDS.aboutRound[1]}
            </>
          )}
        </p>
        <p class="sm-globe-where" id={whereId}>
          {WORDS.middle(lat, lon)}
        </p>
        <p class="sm-globe-source">{attribution}</p>
      </div>
    </>
  );
}

const Icon = ({ path }: { path: string }) => (
  <svg viewBox="0 0 20 20" aria-hidden="true">
    <path d={path} />
  </svg>
);
