/** The whole table by keyboard: the buttons do the same for who does not know the keys. */
const OF_ROWS = {
  "ctrl+Enter": "tambah",
  "alt+ArrowUp": "naik",
  "alt+ArrowDown": "turun",
  "alt+Delete": "hapus",
};

/** What moves the focus only: the row to go to. */
const GOES = { "ctrl+ArrowUp": -1, "ctrl+ArrowDown": 1 };

function pressed(event) {
  return `${event.ctrlKey ? "ctrl+" : ""}${event.altKey ? "alt+" : ""}${event.key}`;
}

export function watchKeys(form, rows, act, saving) {
  const inRow = (key, event, row) => {
    if (OF_ROWS[key]) {
      act(OF_ROWS[key], row.dataset.row);
      return true;
    }
    const cell = event.target;
    if (!cell.name || cell.tagName === "BUTTON") return false;
    if (GOES[key]) return rows.go(cell, GOES[key]) || true;
    // Saving is a button and a key of its own: Enter in a cell must not send the page away.
    if (key === "Enter" && cell.tagName === "INPUT") return rows.go(cell, 1) || true;
    return false;
  };
  form.addEventListener("keydown", (event) => {
    if (event.isComposing || event.shiftKey || event.metaKey) return;
    const key = pressed(event);
    const row = event.target.closest("tbody[data-row]");
    if (key === "ctrl+s") saving.now("simpan");
    else if (!row || !inRow(key, event, row)) return;
    event.preventDefault();
  });
}
