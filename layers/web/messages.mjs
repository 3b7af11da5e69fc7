// What tables of messages must have in common, for the build, since esbuild checks no types.

/**
 * Return the paths of messages that a table lacks, has on its own, or has as another kind or with
 * other places to fill.
 */
export function differences(model, table, path = "") {
  return [...new Set([...Object.keys(model), ...Object.keys(table)])].flatMap((key) => {
    const here = path === "" ? key : `${path}.${key}`;
    const [one, other] = [model[key], table[key]];
    if (typeof one !== typeof other || Array.isArray(one) !== Array.isArray(other)) return [here];
    if (typeof one === "object") return differences(one, other, here);
    return places(one) === places(other) && other !== "" ? [] : [here];
  });
}

/** What `fill` puts into a message; of a function, of all that it may return. */
const places = (message) =>
  [...new Set(String(message).match(/(?<!\$)\{[a-zA-Z]+\}/g) ?? [])].sort().join();
