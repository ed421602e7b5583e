/** Names in the data that are made of what people read. */

const LONGEST = 50;

/** Small letters, digits and underscores, beginning with a letter; "" where nothing is left. */
export function plain(label) {
  return label
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[_0-9]+|_+$/g, "")
    .slice(0, LONGEST);
}

/** The name, or that with a number: none of `taken`. */
export function free(name, taken) {
  let [found, number] = [name, 1];
  while (taken.has(found)) {
    number += 1;
    found = `${name}_${number}`;
  }
  return found;
}

/** A choice that nobody has named yet. */
export function choice(number, values) {
  const taken = new Set(values.map((one) => one.value));
  let at = number;
  while (taken.has(`pilihan_${at}`)) at += 1;
  return { label: `Pilihan ${number}`, value: `pilihan_${at}` };
}

/**
 * The choices after one got another label. Its value follows while nobody can have used it: in a
 * component that was just added (`fresh`), or where the choice had no label of its own yet.
 */
export function relabelled(values, at, label, fresh) {
  const one = values[at];
  const unnamed = /^pilihan_\d+$/.test(one.value) && /^Pilihan \d+$/.test(one.label ?? "");
  const follows = unnamed || (fresh && one.value === plain(one.label ?? ""));
  const others = new Set(values.filter((_, number) => number !== at).map((each) => each.value));
  const value = (follows && plain(label) && free(plain(label), others)) || one.value;
  return values.map((each, number) => (number === at ? { ...each, label, value } : each));
}
