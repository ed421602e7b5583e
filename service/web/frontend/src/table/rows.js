const PUT = "1";

/** The part of the window in which a row can be seen whole. */
const FITS = 0.6;

/** Whether the styles alone make a cell as high as its words. */
const GROWS = CSS.supports("field-sizing", "content");
const MOST_LINES = 14;

/** What the server calls a cell → the name of its control, before the key of its row. */
const CELLS = {
  number: "nomor",
  activity: "kegiatan",
  lane: "pelaksana",
  agency: "instansi",
  requirements: "kelengkapan",
  time: "waktu",
  output: "output",
  form: "formulir",
  papers: "berkas",
  remarks: "keterangan",
  ways: "lanjutan",
};

/** The rows on the page. What a change means for the others, the server says when it saves. */
export class Rows {
  constructor(form) {
    this.form = form;
    this.table = form.querySelector("table.rows");
    this.blank = form.querySelector("template[data-part=blank]");
  }

  all() {
    return [...this.table.querySelectorAll("tbody[data-row]:not([hidden])")];
  }

  row(key) {
    return this.table.querySelector(`tbody[data-row="${CSS.escape(key)}"]`);
  }

  control(name) {
    return this.form.elements.namedItem(name);
  }

  /** Put a blank row below another, in its lane when a person works there. */
  add(key) {
    const above = this.row(key);
    const old = this.blank.content.firstElementChild.dataset.row;
    const fresh = `step_${crypto.getRandomValues(new Uint32Array(2)).join("").slice(0, 12)}`;
    const holder = document.createElement("table");
    holder.innerHTML = this.blank.innerHTML.replaceAll(old, fresh);
    const made = holder.firstElementChild;
    above.after(made);
    if (above.dataset.kind === "work") {
      const lane = this.control(`pelaksana-${key}`)?.value ?? "";
      this.control(`pelaksana-${fresh}`).value = lane;
      this.control(`lajur-${fresh}`).value = lane;
    }
    this.control(`kegiatan-${fresh}`).focus();
    return fresh;
  }

  move(key, by) {
    const rows = this.all();
    const row = this.row(key);
    const other = rows[rows.indexOf(row) + by];
    const fixed = ["start", "end"];
    if (!other || fixed.includes(row.dataset.kind) || fixed.includes(other.dataset.kind)) {
      return false;
    }
    const held = document.activeElement;
    if (by < 0) other.before(row);
    else other.after(row);
    this.control(`baru-${key}`).value = PUT;
    if (row.contains(held)) held.focus();
    return true;
  }

  remove(key) {
    const row = this.row(key);
    if (["start", "drawn"].includes(row.dataset.kind)) return false;
    const rows = this.all();
    const at = rows.indexOf(row);
    const others = [...rows.slice(at + 1), ...rows.slice(0, at).reverse()];
    const name = row.contains(document.activeElement) ? document.activeElement.name : "";
    this.control(`buang-${key}`).value = PUT;
    row.hidden = true;
    this.goToCell(others, name);
    return true;
  }

  /** A cell of the same column, else the first: who types on must not press a button. */
  goToCell(rows, name = "") {
    const [column] = name.split("-");
    const same = rows[0] && column && this.control(`${column}-${rows[0].dataset.row}`);
    const cell = same || rows.map((row) => row.querySelector("textarea")).find(Boolean);
    cell?.focus();
  }

  bodies() {
    return [...this.table.querySelectorAll("tbody[data-row]")];
  }

  /** Put these rows instead of all that are there; what `made` them may be the server. */
  put(made) {
    for (const body of this.bodies()) body.remove();
    this.table.append(...made);
    this.grow(...this.table.querySelectorAll("textarea"));
    return made;
  }

  /** Show the rows of another state, and go to the one that is not as it was. */
  renew(table, touched) {
    const held = this.table.contains(document.activeElement) && document.activeElement;
    const name = held?.tagName === "BUTTON" ? "kegiatan" : held?.name;
    const holder = document.createElement("table");
    holder.innerHTML = table;
    this.put([...holder.tBodies]);
    const row = touched ? this.row(touched) : null;
    if (row) this.show(row.querySelector("th"));
    if (!name) return;
    const cell = (row && this.control(`${name.split("-")[0]}-${touched}`)) || this.control(name);
    (cell ?? row?.querySelector("textarea"))?.focus();
  }

  /** Whether nothing was typed into a row. */
  isBlank(key) {
    const row = this.row(key);
    return (
      Boolean(row) &&
      [...row.querySelectorAll("textarea, input:not([type=hidden])")].every(
        (cell) => !cell.value.trim(),
      )
    );
  }

  /** Take away a row that the server does not know. */
  drop(key) {
    const rows = this.all();
    const row = this.row(key);
    const before = rows.slice(0, rows.indexOf(row)).reverse();
    row.remove();
    this.goToCell(before);
  }

  fill(name, value) {
    const control = this.control(name);
    control.value = value;
    control.focus();
    return true;
  }

  /** Go to the same column of the next row that has it. */
  go(control, by) {
    const [name] = control.name.split("-");
    const rows = this.all();
    let place = rows.indexOf(control.closest("tbody")) + by;
    for (; rows[place]; place += by) {
      const found = this.control(`${name}-${rows[place].dataset.row}`);
      if (found) {
        found.focus();
        return true;
      }
    }
    return false;
  }

  /** Show a row whole, below the picture and the titles. */
  show(control) {
    const row = control.closest("tbody[data-row]");
    // A card on a phone is higher than its window: there the cell itself has to do.
    if (!row || row.offsetHeight > window.innerHeight * FITS) return;
    row.scrollIntoView({ block: "nearest" });
  }

  /**
   * Cells are as high as what stands in them, in browsers whose styles cannot do it. All are read
   * before one is changed: each change would lay out the whole table anew.
   */
  grow(...cells) {
    if (GROWS) return;
    const grown = cells.filter((cell) => cell.matches("table.rows textarea"));
    for (const cell of grown) {
      cell.dataset.least ??= cell.rows;
      cell.rows = cell.dataset.least;
    }
    const lacking = grown.map((cell) => {
      const line = Number.parseFloat(getComputedStyle(cell).lineHeight);
      return Math.ceil((cell.scrollHeight - cell.clientHeight) / line);
    });
    grown.forEach((cell, at) => {
      cell.rows = Math.min(MOST_LINES, cell.rows + Math.max(0, lacking[at]));
    });
  }

  firstWrong() {
    return this.table.querySelector("[aria-invalid]");
  }

  /** Show what the server made of the rows; what was typed since it was sent stays. */
  settle(told, sent) {
    const kept = new Set(told.map((row) => row.key));
    for (const row of this.table.querySelectorAll("tbody[data-row]")) {
      const key = row.dataset.row;
      if (!kept.has(key) && sent.has(`tempat-${key}`)) row.remove();
    }
    for (const one of told) {
      const row = this.row(one.key);
      if (row) this.settleRow(row, one, sent);
    }
  }

  settleRow(row, { key, place, called, cells, notes, wrong }, sent) {
    row.querySelector("[data-part=place]").textContent = place;
    // What has no number of its own is known by its place.
    const byPlace = called.startsWith("baris") && row.dataset.kind !== "start";
    row.querySelector("[data-part=named]").classList.toggle("visually-hidden", !byPlace);
    row.querySelector("[data-part=twin]").hidden = !byPlace || !cells.nomor;
    row.querySelector("[data-part=said]").innerHTML = notes;
    this.control(`tempat-${key}`).value = place;
    this.control(`lajur-${key}`).value = cells.pelaksana;
    if (this.unchanged(`baru-${key}`, sent)) this.control(`baru-${key}`).value = "";
    for (const [name, value] of Object.entries(cells)) {
      const control = this.control(`${name}-${key}`);
      if (!control || !this.unchanged(control.name, sent) || control.value === value) continue;
      control.value = value;
      this.grow(control);
    }
    const printed = row.querySelector("[data-part=number]");
    if (printed) printed.textContent = cells.nomor;
    row.dataset.kind = this.control(`jenis-${key}`)?.value ?? row.dataset.kind;
    this.mark(row, key, new Set(wrong));
    for (const words of row.querySelectorAll(".row-tools .visually-hidden")) {
      words.textContent = words.textContent.replace(/\s*\d*$/, ` ${place}`);
    }
  }

  unchanged(name, sent) {
    return this.control(name)?.value.replaceAll("\r\n", "\n") === sent.get(name);
  }

  mark(row, key, wrong) {
    for (const [cell, name] of Object.entries(CELLS)) {
      const control = row.querySelector(`[name="${CSS.escape(`${name}-${key}`)}"]`);
      if (!control) continue;
      control.removeAttribute("aria-invalid");
      control.removeAttribute("aria-describedby");
      if (!wrong.has(cell)) continue;
      control.setAttribute("aria-invalid", "true");
      control.setAttribute("aria-describedby", `kata-${key}`);
    }
  }
}
