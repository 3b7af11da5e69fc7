// The panel of a page of depth: what was aggregated, the legend, the areas, whose numbers.
import { type Signal, useSignal } from "@preact/signals";
import { parseCoordinates } from "../coordinates.ts";
import { percent } from "../layers/shares.ts";
import { t } from "../messages/index.ts";
import { download, sizeText } from "../out/download.ts";
import { drawnPng, drawnSvg, type Sheet } from "../out/drawing.ts";
import { safeName } from "../out/names.ts";
import { LanguageChoice } from "../panel/LanguageChoice.tsx";
import { Part } from "../panel/Part.tsx";
import { useSheet } from "../panel/sheet.ts";
import { Fold, Handle } from "../panel/Panel.tsx";
import type { Cells } from "./cells.ts";
import { shades } from "./colors.ts";
import type { Here } from "./here.ts";
import { depthCsv, depthGeojson } from "./save.ts";
import type { SceneDepth } from "./scene.ts";
import { classText, hereText, leadText, rangesText, whoseText, wholeNumber } from "./text.ts";

interface Props {
  scene: SceneDepth;
  cells: Cells;
  here: Signal<Here | null>;
  /** Bring a place into view. */
  show: (lon: number, lat: number) => void;
  /** What is shown, as a sheet to save or print. */
  sheet: () => Sheet;
  root: HTMLElement;
  id: string;
}

export function DepthPanel({ scene, cells, here, show, sheet, root, id }: Props) {
  const held = useSheet(root);
  const { height, dragging, drag } = held;
  const words = t.value.depth;
  return (
    <aside class={`sm-panel sm-${dragging.value ? "dragged" : height.value}`} aria-label={words.panel}>
      <header class="sm-head" {...drag}>
        <Handle sheet={held} id={id} />
        <div>
          <h1>
            <bdi>{scene.title}</bdi>
          </h1>
          <p class="sm-notice">{t.value.scene.notice(scene.notice)}</p>
        </div>
        <Fold height={height} id={id} />
      </header>
      <div class="sm-body sm-depth" id={`${id}-body`}>
        <h2>{words.panel}</h2>
        <p id={`${id}-words`}>{leadText(scene)}</p>
        <Legend scene={scene} cells={cells} />
        <Exact scene={scene} />
        <Ask {...{ cells, here, show, id }} />
        <h2>{t.value.estimates.title}</h2>
        <p>
          <bdi>{scene.about.estimate}</bdi>
          <br />
          <small>{whoseText(scene)}</small>
        </p>
        <p>{rangesText(scene)}</p>
        {scene.notes.length > 0 && (
          <>
            <h2>{words.about}</h2>
            {scene.notes.map((note) => (
              <p key={note}>{note}</p>
            ))}
          </>
        )}
        <Save scene={scene} cells={cells} sheet={sheet} />
        <footer class="sm-foot">
          <LanguageChoice />
          <span>{scene.generator}</span>
        </footer>
      </div>
    </aside>
  );
}

function Legend({ scene, cells }: Pick<Props, "scene" | "cells">) {
  const words = t.value.depth;
  const shade = shades(cells.count);
  return (
    <table class="sm-depth-legend">
      <caption>{words.legend}</caption>
      <thead>
        <tr>
          <th scope="col">{words.circles}</th>
          <th scope="col">km²</th>
          <th scope="col">{words.ofEarth}</th>
        </tr>
      </thead>
      <tbody>
        {cells.classes().map((each) => (
          <tr key={each.class} data-class={each.class} data-shade={each.class > 0 ? (shade[each.class - 1] ?? 0) + 1 : 0}>
            <th scope="row">
              <span>
                <i aria-hidden="true" />
                {classText(each)}
              </span>
            </th>
            <td>{wholeNumber(each.km2)}</td>
            <td>{percent(each.km2 / scene.earth_km2)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Exact({ scene }: Pick<Props, "scene">) {
  const words = t.value.depth;
  return (
    <>
      <h2>{words.exact}</h2>
      <table class="sm-depth-exact">
        <caption>{words.exactCaption}</caption>
        <thead>
          <tr>
            <th scope="col">{words.atLeast}</th>
            <th scope="col">km²</th>
            <th scope="col">{words.ofEarth}</th>
          </tr>
        </thead>
        <tbody>
          {scene.at_least.map(([count, km2]) => (
            <tr key={count}>
              <th scope="row">{wholeNumber(count)}</th>
              <td>{wholeNumber(km2)}</td>
              <td>{percent(km2 / scene.earth_km2)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="sm-hint">{words.deepest(wholeNumber(scene.deepest))}</p>
    </>
  );
}

function Ask({ cells, here, show, id }: Pick<Props, "cells" | "here" | "show" | "id">) {
  const text = useSignal("");
  const error = useSignal<string | null>(null);
  const answer = useSignal<{ lon: number; lat: number } | null>(null);
  const words = t.value.depth;
  const ask = (event: Event) => {
    event.preventDefault();
    error.value = answer.value = null;
    try {
      const { lon, lat } = parseCoordinates(text.value);
      answer.value = { lon, lat };
      here.value = { lon, lat, said: true };
      show(lon, lat);
    } catch (wrong) {
      if (!(wrong instanceof RangeError)) throw wrong;
      error.value = wrong.message;
    }
  };
  const found = answer.value;
  return (
    <>
      <h2>{words.ask}</h2>
      <form onSubmit={ask}>
        <label>
          {t.value.addPlace.place}
          <input
            type="text"
            autocomplete="off"
            spellcheck={false}
            placeholder={t.value.addPlace.placeHint}
            value={text.value}
            aria-invalid={error.value !== null}
            aria-describedby={error.value === null ? undefined : `${id}-wrong`}
            onInput={({ currentTarget: { value } }) => {
              text.value = value;
            }}
          />
        </label>
        <button type="submit">{words.ask}</button>
      </form>
      {error.value !== null && (
        <p class="sm-error" id={`${id}-wrong`} role="alert">
          {error.value}
        </p>
      )}
      <p role="status">{found && `${hereText(found.lon, found.lat, cells.at(found.lon, found.lat))}.`}</p>
      <p class="sm-hint">{words.hint}</p>
    </>
  );
}

type Format = "png" | "png3" | "svg" | "geojson" | "csv";

const FILES: Readonly<Record<Format, { ending: string; type: string }>> = {
  png: { ending: ".png", type: "image/png" },
  png3: { ending: "@3x.png", type: "image/png" },
  svg: { ending: ".svg", type: "image/svg+xml" },
  geojson: { ending: ".geojson", type: "application/geo+json" },
  csv: { ending: ".csv", type: "text/csv;charset=utf-8" },
};

function Save({ scene, cells, sheet }: Pick<Props, "scene" | "cells" | "sheet">) {
  const said = useSignal("");
  const { buttons, hints, ...words } = t.value.save;
  const save = async (format: Format) => {
    const { ending, type } = FILES[format];
    try {
      const made = await content(format, { scene, cells, sheet });
      const blob = typeof made === "string" ? new Blob([made], { type }) : made;
      said.value = words.saved(download(blob, scene.title, ending), sizeText(blob.size));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      said.value = words.failed(`${safeName(scene.title)}${ending}`, why);
    }
  };
  const button = (format: Format, hint: string) => (
    <button type="button" key={format} title={hint} onClick={() => save(format)}>
      {buttons[format]}
    </button>
  );
  return (
    <Part kind="sm-save" title={words.section}>
      <div class="sm-save-group" role="group" aria-label={words.mapLabel}>
        <span aria-hidden="true">{words.map}</span>
        {(["png", "png3", "svg"] as const).map((format) => button(format, hints[format]))}
        <button type="button" title={hints.print} onClick={() => window.print()}>
          {buttons.print}
        </button>
      </div>
      <div class="sm-save-group" role="group" aria-label={t.value.depth.data}>
        <span aria-hidden="true">{words.data}</span>
        {(["geojson", "csv"] as const).map((format) => button(format, t.value.depth[format]))}
      </div>
      <p class="sm-save-about">{words.intro}</p>
      <p class="sm-save-said" role="status">
        {said.value}
      </p>
    </Part>
  );
}

function content(format: Format, { scene, cells, sheet }: Pick<Props, "scene" | "cells" | "sheet">): string | Promise<Blob> {
  switch (format) {
    case "png":
      return drawnPng(sheet(), 1);
    case "png3":
      return drawnPng(sheet(), 3);
    case "svg":
      return drawnSvg(sheet());
    case "geojson":
      return depthGeojson(scene, cells);
    case "csv":
      return depthCsv(scene, cells);
  }
}
