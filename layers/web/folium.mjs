// What folium's own elements fetch from other hosts, as files that a page can hold: fonts and images
// are inside, and Bootstrap styles what asks for it by class, never the page's own panel.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(`node_modules/${path}`, import.meta.url));
const text = (path) => readFile(here(path), "utf8");
const data = async (path, type) => `data:${type};base64,${await readFile(here(path), "base64")}`;

/** The packages whose files are here, whose licences go with them. */
export const PACKAGES = [
  ...["jquery", "bootstrap", "@popperjs/core", "bootstrap-3", "leaflet.awesome-markers"],
  "@fortawesome/fontawesome-free",
];

/** Return [name, text] of every file. */
export async function foliumFiles() {
  return [
    ["folium-jquery.js", await text("jquery/dist/jquery.min.js")],
    ["folium-bootstrap.js", await text("bootstrap/dist/js/bootstrap.bundle.min.js")],
    ["folium-bootstrap.css", byClass(await text("bootstrap/dist/css/bootstrap.min.css")) + ON_MAP],
    ["folium-markers.js", await text(`${MARKERS}.js`)],
    ["folium-markers.css", await markers()],
    ["folium-glyphicons.css", await glyphicons()],
    ["folium-fontawesome.css", await fontAwesome()],
  ].map(([name, content]) => [name, withoutMap(content)]);
}

const MARKERS = "leaflet.awesome-markers/dist/leaflet.awesome-markers";
const IMAGES = "leaflet.awesome-markers/dist/images";

/** One set of images, the fine one, on every screen. */
async function markers() {
  const css = (await text(`${MARKERS}.css`))
    .replace(/\/\* Retina displays \*\/\s*@media[^{]*\{(?:[^{}]*\{[^{}]*\})*\s*\}/, SIZES)
    .replace("images/markers-soft.png", await data(`${IMAGES}/markers-soft@2x.png`, "image/png"))
    .replace("images/markers-shadow.png", await data(`${IMAGES}/markers-shadow@2x.png`, "image/png"));
  return whole("markers", css);
}

const SIZES = `.awesome-marker { background-size: 720px 92px; }
.awesome-marker-shadow { background-size: 35px 16px; }`;

/** Of Bootstrap 3, only the icons. */
async function glyphicons() {
  const css = await text("bootstrap-3/dist/css/bootstrap.min.css");
  const banner = css.match(/\/\*![\s\S]*?\*\//)[0];
  const font = await data("bootstrap-3/dist/fonts/glyphicons-halflings-regular.woff2", "font/woff2");
  const face = css.match(/@font-face\{font-family:["']Glyphicons Halflings["'];[^}]*\}/)[0];
  const rules = css.match(/\.glyphicon(?:-[\w-]+)?(?::before)?(?:,\.glyphicon[\w-]*(?::before)?)*\{[^}]*\}/g);
  const own = face.replace(/src:[^}]*/, `src:url(${font}) format("woff2")`);
  return whole("glyphicons", [banner, own, ...rules].join("\n"));
}

/** The faces of all.min.css under their present names; those of versions 4 and 5 are left out. */
async function fontAwesome() {
  const root = "@fortawesome/fontawesome-free";
  const parts = ["fontawesome", "regular", "solid", "brands"];
  const css = (await Promise.all(parts.map((part) => text(`${root}/css/${part}.min.css`)))).join("\n");
  const fonts = [...new Set(css.match(/\.\.\/webfonts\/[\w-]+\.woff2/g))];
  const inside = await Promise.all(
    fonts.map((path) => data(`${root}/${path.slice("../".length)}`, "font/woff2")),
  );
  const held = fonts.reduce((sheet, path, i) => sheet.replaceAll(path, inside[i]), css);
  return whole("fontawesome", held.replace(/,url\([^)]*\.ttf\) format\("truetype"\)/g, ""));
}

/** Drop what Bootstrap says of bare elements, such as every table and heading of the page. */
function byClass(css) {
  const kept = (selector) => /[.]|^:root$|^\*|^:?:(?:after|before)$|^[\d.]+%$|^from$|^to$/.test(selector.trim());
  const rules = css.replace(/([^{}]+)(\{[^{}]*\})/g, (_, prelude, body) => {
    const [, comment, list] = prelude.match(/^(\s*(?:\/\*[\s\S]*?\*\/\s*)?(?:@charset[^;]*;)?)([\s\S]*)$/);
    if (list.startsWith("@")) return comment + list + body;
    const selectors = body.includes("scroll-behavior") ? [] : list.split(/,(?![^(]*\))/).filter(kept);
    return selectors.length > 0 ? comment + selectors.join(",") + body : comment;
  });
  return rules.replace(/@media[^{}]*\{\}/g, "");
}

/** Leaflet colours every link, and popups may be dark: what Bootstrap draws stays legible there. */
const ON_MAP = `
.leaflet-container a.btn { color: var(--bs-btn-color); text-decoration: none; }
.leaflet-container a.btn:hover { color: var(--bs-btn-hover-color); }
.leaflet-container { --bs-body-color: currentcolor; }
.leaflet-container .card { --bs-card-bg: transparent; }
`;

const withoutMap = (content) => content.replace(/\n?\/[/*]# sourceMappingURL=.*?(?:\*\/|$)/gm, "");

/** Refuse a sheet that still asks for a file. */
function whole(name, css) {
  const left = css.match(/url\((?!["']?data:)[^)]{0,60}/);
  if (left) throw new Error(`folium.mjs: ${name} still has '${left[0]}'`);
  return css;
}
