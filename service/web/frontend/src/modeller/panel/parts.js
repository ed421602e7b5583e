import { Group } from "@bpmn-io/properties-panel";

/** What stands below a field that takes an expression. */
export const FEEL = "Ungkapan, misalnya putusan = “setuju” atau nilai > 10.";

/** Keys with their words, as a field of choice offers them. */
export const choices = (pairs) => () => pairs.map(([value, label]) => ({ value, label }));

export const group = (id, label, entries, open = false) => ({
  id: `alur-${id}`,
  label,
  component: Group,
  entries,
  shouldOpen: open,
});

/** Choices of pairs of key and words; what is chosen now stays one, also where it is not known. */
export function choicesOf(pairs, now) {
  const known = pairs.map(([value, label]) => ({ value, label }));
  const missing = now && !known.some(({ value }) => value === now);
  return missing ? [...known, { value: now, label: now }] : known;
}
