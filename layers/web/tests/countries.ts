// The country file as the page carries it.
import { readFileSync } from "node:fs";
import { type CountryFile, readCountries } from "../src/countries.ts";

const file = new URL("../../static/countries.json", import.meta.url);

export const countries = readCountries(JSON.parse(readFileSync(file, "utf8")) as CountryFile);
