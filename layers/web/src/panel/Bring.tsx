// Bring a file: dropped anywhere on the map or the panel, or chosen; it is read here and sent nowhere.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { bring, type Outcome } from "../drop/read.ts";
import { t } from "../messages/index.ts";
import type { State } from "../state.ts";

const ENDINGS = ".geojson,.json,.kml,.csv,.tsv,.yaml,.yml";

/** @param root where a file may be dropped */
export function Bring({ state, root }: { state: State; root: HTMLElement }) {
  const outcomes = useSignal<readonly Outcome[]>([]);
  const input = useRef<HTMLInputElement>(null);
  const read = async (files: readonly File[]) => {
    for (const file of files) outcomes.value = [...outcomes.value, await bring(state, file)];
  };
  useDrop(root, (files) => {
    outcomes.value = [];
    void read(files);
  });
  return (
    <div class="sm-bring">
      <input
        ref={input}
        type="file"
        accept={ENDINGS}
        multiple
        hidden
        onChange={({ currentTarget }) => {
          outcomes.value = [];
          void read([...(currentTarget.files ?? [])]);
          currentTarget.value = ""; // so that the same file can be chosen again
        }}
      />
      <button class="sm-add" type="button" onClick={() => input.current?.click()}>
        {t.value.bring.open}
      </button>{" "}
      <small>{t.value.bring.hint}</small>
      <div role="status">
        {outcomes.value.map(({ said, problems }, i) => (
          <div key={i} class="sm-outcome">
            {said !== "" && (
              <p>
                <bdi>{said}</bdi>
              </p>
            )}
            {problems.length > 0 && (
              <ul>
                {problems.map((problem) => (
                  <li key={problem}>
                    <bdi>{problem}</bdi>
                  </li>
                ))}
              </ul>
            )}
          </div>
        ))}
      </div>
    </div>
  );
}

function useDrop(root: HTMLElement, take: (files: readonly File[]) => void): void {
  const latest = useRef(take);
  latest.current = take;
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault(); // or the browser would leave the page for the file
      root.classList.toggle("sm-dropping", event.type === "dragover");
    };
    const leave = (event: DragEvent) => {
      if (!root.contains(event.relatedTarget as Node | null)) root.classList.remove("sm-dropping");
    };
    const drop = (event: DragEvent) => {
      over(event);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length > 0) latest.current(files);
    };
    const listeners = { dragover: over, dragleave: leave, drop };
    const all = Object.entries(listeners) as [keyof typeof listeners, (event: DragEvent) => void][];
    for (const [name, listener] of all) root.addEventListener(name, listener);
    return () => {
      for (const [name, listener] of all) root.removeEventListener(name, listener);
    };
  }, [root]);
}
