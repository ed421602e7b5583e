import { plainOf, textOf } from "../cells.js";
import { asText, fromText } from "./carrying.js";
import { drawn } from "./editor.js";

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
  let reading = Promise.resolve();
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
    const elements = fromText(plainOf(event.clipboardData), editor.get("moddle"));
    const text = textOf(event.clipboardData);
    if (elements) clipboard.set(elements);
    if (elements || !text.trim()) {
      actions.trigger("paste");
      return;
    }
    if (!isRows(text)) {
      page.say(page.root.dataset.pasteLine, true);
      return;
    }
    // One after the other: what is pasted next stands behind what came before.
    reading = reading.catch(() => {}).then(() => pasteRows(page, editor, text));
  });
  page.click("pasted-close", () => {
    page.part("pasted").hidden = true;
    editor.get("canvas").focus();
  });
}

/** Whether a text is rows of a spreadsheet: several lines, or columns. */
function isRows(text) {
  return text.includes("\t") || text.split(/[\r\n]+/).filter((line) => line.trim()).length > 1;
}

/** The server reads the rows, as it reads a table; what it makes of them is drawn. */
async function pasteRows(page, editor, text) {
  const { pasteAfter, pasteReading, pasteOffline, rows } = page.root.dataset;
  const chaining = editor.get("alurChaining");
  page.part("pasted").hidden = true;
  const after = chaining.from();
  if (!after) {
    page.say(pasteAfter, true);
    return;
  }
  page.say(pasteReading);
  const fields = { baris: text, sesudah: after.id };
  const [told, refused] = await asked(page, rows, await drawn(editor), fields);
  if (!told) {
    page.say(refused ?? pasteOffline, true);
    return;
  }
  // Somebody may have gone on drawing meanwhile.
  if (!editor.get("elementRegistry").get(after.id)) {
    page.say(pasteAfter, true);
    return;
  }
  try {
    if (told.rows.length) await chaining.draw(told, after);
  } catch {
    page.say(page.root.dataset.pasteFailed, true);
    return;
  }
  tell(page, told);
}

/** What the server says, or why it does not; nothing without a line. */
async function asked(page, place, content, fields) {
  try {
    const answer = await page.post(place, content, { fields });
    const told = await answer.json();
    return answer.ok ? [told] : [undefined, told.detail];
  } catch {
    return [];
  }
}

/** What became of the rows, which forms they got and why, and what a person has to look at. */
function tell(page, { message, notes, rows, forms, formed }) {
  page.say(message, !rows.length);
  if (!notes.length && !rows.length) return;
  page.part("pasted").hidden = false;
  page.part("pasted-notes").replaceChildren(...notes.map((note) => made("li", note)));
  page.part("pasted-forms").replaceChildren(
    ...forms.map(({ step, form, why }) => {
      const line = document.createElement("tr");
      const head = made("th", step);
      head.scope = "row";
      line.append(head, made("td", form || "–"), made("td", why));
      return line;
    }),
  );
  page.part("pasted-forms-said").textContent = formed;
  page.part("pasted-forms-all").hidden = !rows.length;
  // What is said above it must not push what was drawn out of the window.
  page.part("canvas").scrollIntoView({ block: "nearest" });
}

function made(name, text) {
  const element = document.createElement(name);
  element.textContent = text;
  return element;
}

function drawing(page) {
  const at = document.activeElement;
  return !at || at === document.body || page.part("canvas").contains(at);
}
