import { addField } from "./editor.js";
import { KINDS } from "./fields.js";

/** Buttons that add a field after the chosen one; form-js lets them be dragged too. */
export function fillPalette(part, editor, added) {
  const groups = new Map();
  for (const [type, { name, group }] of Object.entries(KINDS)) {
    if (!groups.has(group)) groups.set(group, section(part, group));
    groups.get(group).append(button(type, name, () => added(addField(editor, type))));
  }
}

function section(part, name) {
  const title = document.createElement("h3");
  title.textContent = name;
  const list = document.createElement("div");
  // By these names form-js knows from where something is dragged.
  list.className = "fjs-palette-fields fjs-drag-container fjs-no-drop";
  part.append(title, list);
  return list;
}

function button(type, name, act) {
  const one = document.createElement("button");
  one.type = "button";
  one.className = "button secondary fjs-palette-field fjs-drag-copy fjs-no-drop";
  one.dataset.fieldType = type;
  one.textContent = name;
  one.addEventListener("click", act);
  return one;
}
