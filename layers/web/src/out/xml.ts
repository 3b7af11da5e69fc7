// XML as a tree, written as text or made into elements: names and texts are only ever escaped.

export interface Xml {
  name: string;
  attributes: Readonly<Record<string, string | number>>;
  children: (Xml | string)[];
}

export const xml = (
  name: string,
  attributes: Xml["attributes"] = {},
  ...children: (Xml | string)[]
): Xml => ({ name, attributes, children });

export const xmlDocument = (root: Xml): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${xmlText(root)}\n`;

export function xmlText({ name, attributes, children }: Xml): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(String(value))}"`);
  const open = `<${name}${written.join("")}`;
  if (children.length === 0) return `${open}/>`;
  const inner = children.map((child) => (typeof child === "string" ? escaped(child) : xmlText(child)));
  return `${open}>${inner.join("")}</${name}>`;
}

/** As elements of a namespace; their texts are text nodes. */
export function xmlElement({ name, attributes, children }: Xml, namespace: string): Element {
  const element = document.createElementNS(namespace, name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key !== "xmlns") element.setAttribute(key, String(value));
  }
  element.append(
    ...children.map((child) => (typeof child === "string" ? held(child) : xmlElement(child, namespace))),
  );
  return element;
}

/** How many characters of the tree's texts XML cannot hold. */
export const lost = ({ children, attributes }: Xml): number =>
  [...children, ...Object.values(attributes).map(String)].reduce<number>(
    (sum, each) =>
      sum + (typeof each === "string" ? (each.match(UNHOLDABLE)?.length ?? 0) : lost(each)),
    0,
  );

// XML 1.0, production 2 (Char): control characters, halves of pairs and two noncharacters are out.
const UNHOLDABLE = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const held = (text: string): string => text.replace(UNHOLDABLE, "");

const ESCAPES: Readonly<Record<string, string>> = {
  ...{ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" },
  ...{ "\r": "&#13;", "\n": "&#10;", "\t": "&#9;" },
};

const escaped = (text: string): string =>
  held(text).replace(/[&<>"\r\n\t]/g, (found) => ESCAPES[found] ?? found);
