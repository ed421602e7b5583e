/** Elements as a text, so that they can be carried from one draft to another. */

const BEGINS = "alur-elemen:";

export function asText(tree) {
  return BEGINS + JSON.stringify(tree);
}

/** The elements of such a text; undefined where it is another one. */
export function fromText(text, moddle) {
  if (!text.startsWith(BEGINS)) return undefined;
  try {
    return JSON.parse(text.slice(BEGINS.length), reviver(moddle));
  } catch {
    return undefined;
  }
}

/** Plain values become elements of the model again, each id once. */
function reviver(moddle) {
  const made = new Map();
  return (_key, value) => {
    if (Array.isArray(value)) return value.filter((one) => one !== undefined);
    if (typeof value?.$type !== "string") return value;
    const { $type: type, ...properties } = value;
    const [prefix] = type.split(":");
    // What Alur does not know cannot be made without the namespace of its file.
    if (!moddle.getPackage(prefix)) return undefined;
    if (value.id && made.has(value.id)) return made.get(value.id);
    const element = moddle.create(type, properties);
    if (value.id) made.set(value.id, element);
    return element;
  };
}
