// Save and print: what is shown as data, and the map with its legend as an image.
import { useSignal } from "@preact/signals";
import type { Shares } from "../layers/shares.ts";
import { Part } from "../panel/Part.tsx";
import type { State } from "../state.ts";
import { coverageCsv, sharesCsv } from "./csv.ts";
import { download, sizeText } from "./download.ts";
import { sheetPng, sheetSvg } from "./drawing.ts";
import { featureCollection } from "./geojson.ts";
import { kmlText } from "./kml.ts";
import { safeName } from "./names.ts";
import type { SheetMap } from "./sheet.ts";
import { type Messages, t } from "../messages/index.ts";

interface Props {
  state: State;
  shares: Shares;
  /** The map as it is in view when it is asked for. */
  map: SheetMap;
  /** Whether the map shows tiles, which no picture may take over. */
  tiles: boolean;
  /** Where the page is printed as a sheet; a notebook's is not. */
  canPrint?: boolean;
}

type Format = Exclude<keyof Messages["save"]["buttons"], "print">;

const DATA: readonly Format[] = ["geojson", "kml", "csv", "shares"];
const MAP: readonly Format[] = ["png", "png3", "svg"];

const FILES: Readonly<Record<Format, { ending: string; type: string }>> = {
  geojson: { ending: ".geojson", type: "application/geo+json" },
  kml: { ending: ".kml", type: "application/vnd.google-earth.kml+xml" },
  csv: { ending: ".csv", type: "text/csv;charset=utf-8" },
  shares: { ending: "-shares.csv", type: "text/csv;charset=utf-8" },
  png: { ending: ".png", type: "image/png" },
  png3: { ending: "@3x.png", type: "image/png" },
  svg: { ending: ".svg", type: "image/svg+xml" },
};

export function Save({ state, shares, map, tiles, canPrint = true }: Props) {
  const said = useSignal("");
  const save = async (format: Format) => {
    const { ending, type } = FILES[format];
    try {
      const made = await content(format, { state, shares, map });
      const blob = typeof made === "string" ? new Blob([made], { type }) : made;
      said.value = t.value.save.saved(download(blob, state.scene.title, ending), sizeText(blob.size));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      said.value = t.value.save.failed(`${safeName(state.scene.title)}${ending}`, why);
    }
  };
  const button = (format: Format) => (
    <button type="button" key={format} title={t.value.save.hints[format]} onClick={() => save(format)}>
      {t.value.save.buttons[format]}
    </button>
  );
  return (
    <Part kind="sm-save" title={t.value.save.section}>
      <div class="sm-save-group" role="group" aria-label={t.value.save.mapLabel}>
        <span aria-hidden="true">{t.value.save.map}</span>
        {MAP.map(button)}
        {canPrint && (
          <button type="button" title={t.value.save.hints.print} onClick={() => window.print()}>
            {t.value.save.buttons.print}
          </button>
        )}
      </div>
      <div class="sm-save-group" role="group" aria-label={t.value.save.dataLabel}>
        <span aria-hidden="true">{t.value.save.data}</span>
        {DATA.map(button)}
      </div>
      <p class="sm-save-about">
        {t.value.save.intro}
        {tiles && ` ${t.value.save.noTiles}`}
      </p>
      <p class="sm-save-said" role="status">
        {said.value}
      </p>
    </Part>
  );
}

function content(format: Format, { state, shares, map }: Omit<Props, "canPrint" | "tiles">): string | Promise<Blob> {
  switch (format) {
    case "geojson":
      return `${JSON.stringify(featureCollection(state))}\n`;
    case "kml":
      return kmlText(state);
    case "csv":
      return coverageCsv(state);
    case "shares":
      return sharesCsv(state, shares.exact());
    case "png":
      return sheetPng(state, map, 1);
    case "png3":
      return sheetPng(state, map, 3);
    case "svg":
      return sheetSvg(state, map);
  }
}
