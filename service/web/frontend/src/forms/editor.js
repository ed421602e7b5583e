import { FormEditor } from "@bpmn-io/form-js-editor";
import Fields from "./fields.js";

/** Palette and panel are ours: form-js' own speak English and offer what Alur would refuse. */
const OURS = {
  formFields: ["type", Fields],
  propertiesPanel: ["value", {}],
  propertiesProvider: ["value", {}],
};

/** form-js' editor with our kinds of fields only. */
export function makeEditor(canvas) {
  const aside = document.createElement("div");
  const editor = new FormEditor({
    container: canvas,
    palette: { parent: aside },
    propertiesPanel: { parent: aside },
    additionalModules: [OURS],
  });
  // form-js lets go of what is clicked twice, and the panel with it.
  const selection = editor.get("selection");
  selection.toggle = (field) => selection.set(field);
  return editor;
}

/** The form as a file, indented as the shipped ones are. */
export function written(editor) {
  return `${JSON.stringify(editor.saveSchema(), null, 2)}\n`;
}

export function allFields(editor) {
  return editor.get("formFieldRegistry").getAll();
}

export function parentOf(editor, field) {
  return editor.get("formFieldRegistry").get(field._parent);
}

/** Add a field after the chosen one, into a chosen group, or at the end. */
export function addField(editor, type) {
  const chosen = editor.get("selection").get();
  const whole = allFields(editor).find((field) => field.type === "default");
  let [parent, index] = [whole, whole.components.length];
  if (chosen?.type === "group") [parent, index] = [chosen, chosen.components.length];
  else if (chosen && chosen !== whole && chosen._parent) {
    parent = parentOf(editor, chosen);
    index = parent.components.indexOf(chosen) + 1;
  }
  const layout = { row: editor.get("formLayouter").nextRowId(), columns: null };
  return editor.get("modeling").addFormField({ type, _parent: parent.id, layout }, parent, index);
}

/** Move a field among its neighbours: -1 up, 1 down. */
export function moveField(editor, field, by) {
  const parent = parentOf(editor, field);
  const from = parent.components.indexOf(field);
  const to = from + by;
  if (to < 0 || to >= parent.components.length) return;
  const row = editor.get("formLayouter").getRowForField(field);
  // form-js counts the place before the field is taken away.
  editor
    .get("modeling")
    .moveFormField(field, parent, parent, from, by > 0 ? to + 1 : to, row, null);
}

export function removeField(editor, field) {
  const parent = parentOf(editor, field);
  editor.get("modeling").removeFormField(field, parent, parent.components.indexOf(field));
}

/** Take the chosen field away; returns whether there was one. */
export function removeChosen(editor) {
  const field = editor.get("selection").get();
  if (!field || field.type === "default") return false;
  removeField(editor, field);
  return true;
}

/** Choose the field with this id or key; returns whether there is one. */
export function goTo(editor, name) {
  const field = allFields(editor).find((one) => one.id === name || one.key === name);
  if (!field) return false;
  editor.get("selection").set(field);
  return true;
}
