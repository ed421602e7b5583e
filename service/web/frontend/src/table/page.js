import { EditorPage, saveFirst } from "../editing.js";
import { watchKeys } from "./keys.js";
import { watchPaste } from "./paste.js";
import { Picture } from "./picture.js";
import { Rows } from "./rows.js";
import { STEPS, TableSaving } from "./saving.js";
import { Undoing } from "./undoing.js";

/** The row that has the focus is seen whole; nothing moves away under a pointer that is down. */
function showFocused(form, rows) {
  let pointed = false;
  form.addEventListener("pointerdown", () => {
    pointed = true;
  });
  form.addEventListener("click", ({ target }) => {
    pointed = false;
    if (target.matches("table.rows :is(input, textarea)")) rows.show(target);
  });
  form.addEventListener("focusin", ({ target }) => {
    if (!pointed) rows.show(target);
  });
}

/** Adds to a form that works without it: rows change at once, and what was typed is saved. */
function open(form) {
  const rows = new Rows(form);
  const page = new EditorPage(form);
  const picture = new Picture(page.part("picture"));
  const saving = new TableSaving(page, rows, picture);
  const undoing = new Undoing(form, rows, saving);
  const acts = {
    tambah: (key) => rows.add(key),
    naik: (key) => rows.move(key, -1),
    turun: (key) => rows.move(key, 1),
    hapus: (key) => rows.remove(key),
  };
  /** Whatever `make` changes is one act of its own. */
  const change = (make, done = () => undoing.ended()) => {
    undoing.begins();
    const made = make();
    if (!made) return;
    saving.touched();
    done(made);
  };
  const act = (name, key) =>
    // A row without a word in it waits for what is typed there.
    change(() => acts[name](key), name === "tambah" ? (made) => undoing.added(made) : undefined);
  watchKeys(form, rows, act, saving);
  watchPaste(form, rows, change);

  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=aksi]");
    if (!button) return;
    const [name, key] = button.value.split(":");
    if (acts[name]) {
      event.preventDefault();
      // A double click is one act: below its first click lies the button of another row.
      const again = event.detail > 1 && !["naik", "turun"].includes(name);
      if (!again) act(name, key);
    } else if (STEPS.includes(name)) {
      event.preventDefault();
      undoing.go(name);
    } else if (button.dataset.fill) {
      event.preventDefault();
      change(() => rows.fill(button.dataset.fill, button.dataset.value));
    } else if (button.value === "simpan") {
      event.preventDefault();
      saving.now("simpan");
    }
  });
  form.addEventListener("input", (event) => {
    rows.grow(event.target);
    saving.touched();
  });
  form.addEventListener("focusin", (event) => picture.follow(event.target));
  showFocused(form, rows);
  form.addEventListener("change", (event) => {
    const row = event.target.closest("tbody[data-row]");
    if (row && event.target.name.startsWith("jenis-")) row.dataset.kind = event.target.value;
  });
  // Everything else is a form like any other: it carries the whole table, once that can arrive.
  form.addEventListener("submit", async (event) => {
    if (navigator.onLine && (saving.stopped || !saving.changed)) {
      saving.leave();
      return;
    }
    event.preventDefault();
    const button = event.submitter;
    const reached = await saving.reaches();
    delete form.dataset.sent;
    button?.removeAttribute("aria-busy");
    if (!reached) return;
    saving.leave();
    form.requestSubmit(button);
  });
  saveFirst(() => saving.now("simpan"), {
    going: () => saving.leave(),
    staying: () => rows.firstWrong()?.focus(),
  });
  rows.grow(...form.querySelectorAll("textarea"));
  form.dataset.open = "yes";
}

export function watchTables(root) {
  for (const form of root.querySelectorAll("form[data-table]")) open(form);
}
