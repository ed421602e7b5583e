import { asText, fromText } from "./carrying.js";
import { rowsOf } from "./rows.js";

/** Before bpmn-js's own, which would keep the browser from handing over what its clipboard holds. */
const FIRST = 2000;
const FIELDS = "input, textarea, select, [contenteditable]";

/**
 * Lets rows of a spreadsheet, and elements of another draft, be pasted onto the drawing.
 *
 * Both are in the clipboard of the browser, so what was copied last is what comes.
 */
export function watchPaste(page, editor) {
  const keyboard = editor.get("keyboard");
  const clipboard = editor.get("clipboard");
  const actions = editor.get("editorActions");
  let copying = false;
  keyboard.addListener(FIRST, ({ keyEvent }) => {
    if (!keyboard.isCmd(keyEvent)) return undefined;
    if (keyboard.isKey(["c", "C"], keyEvent)) {
      copying = Boolean(actions.trigger("copy"));
      return false;
    }
    return keyboard.isKey(["v", "V"], keyEvent) ? false : undefined;
  });
  document.addEventListener("copy", (event) => {
    if (!copying || event.target.closest?.(FIELDS)) return;
    copying = false;
    event.clipboardData.setData("text/plain", asText(clipboard.get()));
    event.preventDefault();
  });
  document.addEventListener("paste", (event) => {
    if (event.target.closest?.(FIELDS) || !drawing(page)) return;
    event.preventDefault();
    const text = event.clipboardData.getData("text/plain");
    const elements = fromText(text, editor.get("moddle"));
    if (elements) clipboard.set(elements);
    const rows = elements ? [] : rowsOf(text);
    if (!rows.length) {
      actions.trigger("paste");
      return;
    }
    const chaining = editor.get("alurChaining");
    const after = chaining.from();
    if (after) chaining.draw(rows, after);
    else page.say(page.root.dataset.pasteAfter, true);
  });
}

function drawing(page) {
  const at = document.activeElement;
  return !at || at === document.body || page.part("canvas").contains(at);
}
