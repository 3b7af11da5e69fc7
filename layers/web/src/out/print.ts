// Printing a page gives its sheet, one A4 page across, and nothing else.

/**
 * Whenever the page is printed, print what `makeSheet` makes instead.
 *
 * For a page of its own only: in a notebook the reader's other cells would be lost.
 * @returns what ends that
 */
export function printSheet(makeSheet: () => Element): () => void {
  let sheet: HTMLElement | undefined;
  const before = () => {
    sheet?.remove();
    sheet = document.createElement("div");
    sheet.className = "sm-sheet";
    sheet.append(makeSheet());
    document.body.append(sheet);
    document.documentElement.classList.add("sm-printing");
  };
  const after = () => {
    sheet?.remove();
    sheet = undefined;
    // Another map of the page may be waiting for its turn.
    if (!document.querySelector(".sm-sheet")) document.documentElement.classList.remove("sm-printing");
  };
  window.addEventListener("beforeprint", before);
  window.addEventListener("afterprint", after);
  return () => {
    window.removeEventListener("beforeprint", before);
    window.removeEventListener("afterprint", after);
    after();
  };
}
