import { columnOf, plainOf, textOf } from "../cells.js";

/**
 * Several cells that are pasted into a row are a table: it is read before it becomes rows. A column
 * goes down the rows from the cell where it is pasted.
 */
export function watchPaste(form, rows, change) {
  const box = form.elements.namedItem("tempelan");
  form.addEventListener("paste", (event) => {
    const control = event.target;
    const text = textOf(event.clipboardData);
    if (control === box) {
      if (text === plainOf(event.clipboardData)) return;
      event.preventDefault();
      box.setRangeText(text, box.selectionStart, box.selectionEnd, "end");
      return;
    }
    if (!control.closest("table.rows")) return;
    const column = columnFor(control, event.clipboardData);
    if (column) {
      event.preventDefault();
      change(() => fillDown(rows, control, column));
      return;
    }
    if (!text.includes("\t") || !text.trim().includes("\n")) return;
    event.preventDefault();
    box.value = text;
    box.closest("details").open = true;
    form.requestSubmit(form.querySelector("button[value=baca]"));
  });
}

/** What goes down the rows from a cell; a cell of several lines takes lines that are no cells. */
function columnFor(control, clipboard) {
  const lines = plainOf(clipboard).replace(/\r/g, "").replace(/\n+$/, "").split("\n");
  const apart = control.tagName === "INPUT" && lines.length > 1 && !lines.some(holdsColumns);
  return columnOf(clipboard) ?? (apart ? lines : undefined);
}

function holdsColumns(line) {
  return line.includes("\t");
}

/** Rows that are missing are added; *Mulai* and *Selesai* stay as they are. */
function fillDown(rows, control, lines) {
  const [name] = control.name.split("-");
  const first = rows.all().indexOf(control.closest("tbody"));
  const cellOf = (row) => rows.control(`${name}-${row.dataset.row}`);
  let last = control.closest("tbody");
  let cells = rows.all().slice(first).filter(cellOf).filter(isStep);
  for (const line of lines) {
    if (!cells.length) {
      rows.add(last.dataset.row);
      cells = [last.nextElementSibling];
    }
    last = cells.shift();
    cellOf(last).value = line;
    rows.grow(cellOf(last));
  }
  cellOf(last).focus();
  return true;
}

function isStep(row) {
  return !["start", "end"].includes(row.dataset.kind);
}
