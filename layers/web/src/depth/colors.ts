// The colours of classes: from few circles to many, by lightness above all, so that everyone can
// tell them apart. They are those of styles/depth.css.

/** Of sheets, which are always light; a test compares. */
export const LIGHT_CLASSES = ["#f6d653", "#f2a036", "#dc6e41", "#b54152", "#811e5f", "#440164"];

const MOST = LIGHT_CLASSES.length;

/** Which of the six the classes 1, 2, … have: as far apart as they can be. */
export const shades = (count: number): number[] =>
  Array.from({ length: count }, (_, k) => (count === 1 ? 3 : Math.round((k * (MOST - 1)) / (count - 1))));

/** The colours of classes 1, 2, … as the style sheet has them for an element. */
export function classColors(element: Element, count: number): string[] {
  const style = getComputedStyle(element);
  return shades(count).map((shade) => style.getPropertyValue(`--sm-depth-${shade + 1}`).trim());
}

export const lightColors = (count: number): string[] =>
  shades(count).map((shade) => LIGHT_CLASSES[shade] as string);
