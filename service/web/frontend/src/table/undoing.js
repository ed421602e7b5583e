/** What the browser takes back by itself, as long as somebody types in it. */
function takesText(target) {
  if (target.isContentEditable || target.tagName === "TEXTAREA") return true;
  return target.tagName === "INPUT" && !["checkbox", "radio", "button"].includes(target.type);
}

function wanted(event) {
  if (event.altKey || !(event.ctrlKey || event.metaKey)) return "";
  const key = event.key.toLowerCase();
  if (key === "z") return event.shiftKey ? "ulangi" : "urungkan";
  return key === "y" && !event.shiftKey ? "ulangi" : "";
}

/**
 * Goes back and ahead through the states of the table, one for each act. The server keeps them as
 * revisions; here is known only what it never got: a blank row, and what could not be saved.
 */
export class Undoing {
  constructor(form, rows, saving) {
    this.form = form;
    this.rows = rows;
    this.saving = saving;
    this.blank = "";
    this.away = null;
    this.last = Promise.resolve();
    document.addEventListener("keydown", (event) => this.pressed(event));
    form.addEventListener("focusin", ({ target }) => this.entered(target));
    form.addEventListener("input", (event) => this.typed(event));
    form.addEventListener("change", ({ target }) => this.left(target));
  }

  entered(target) {
    this.cell = takesText(target) ? target : null;
    this.text = target.value;
    this.tookBack = false;
  }

  typed({ target, inputType }) {
    this.blank = "";
    this.away = null;
    this.native = true;
    this.tookBack = inputType === "historyUndo";
    if (target === this.cell || target.name === "tempelan") return;
    this.cell = null;
  }

  /** What was typed into a cell is one act, once somebody leaves it. */
  left(target) {
    if (target.name !== "tempelan") this.ended();
  }

  /** What was done is an act of its own. */
  ended() {
    this.saving.ends();
    this.saving.now(this.saving.how);
  }

  /** Before an act: what was typed until now is an act of its own. */
  begins() {
    this.away = null;
    this.blank = "";
    if (this.saving.changed) this.ended();
  }

  /** A row was added into which nobody typed yet. */
  added(key) {
    this.blank = key;
  }

  pressed(event) {
    const act = wanted(event);
    const { target } = event;
    if (!act || event.isComposing || target.name === "tempelan") return;
    if (takesText(target) && !this.form.contains(target)) return;
    if (target === this.cell && this.hasOwn(act)) {
      this.native = false;
      // The browser has forgotten what was typed where the server changed the cell since.
      window.setTimeout(() => {
        if (!this.native) this.go(act);
      });
      return;
    }
    event.preventDefault();
    this.go(act);
  }

  hasOwn(act) {
    return act === "urungkan" ? this.cell.value !== this.text : this.tookBack;
  }

  /** Who presses twice goes twice, one after the other. */
  go(act) {
    this.last = this.last
      .catch(() => {})
      .then(() => {
        // The same words twice are said twice.
        this.saving.tell("");
        return act === "urungkan" ? this.back() : this.ahead();
      });
  }

  async back() {
    if (this.blank && this.rows.isBlank(this.blank)) {
      this.rows.drop(this.blank);
      this.blank = "";
      this.saving.tell(this.form.dataset.rowBack);
      return;
    }
    this.saving.ends();
    if (await this.saving.now("urungkan")) return;
    // What cannot be saved is no state that could be gone back from: it is put aside here.
    if (this.saving.stopped || this.saving.lost || !this.saving.changed) return;
    const away = this.rows.bodies();
    const { count } = this.saving;
    if (await this.saving.now("urungkan:tersimpan")) this.away = { bodies: away, count };
  }

  async ahead() {
    const { away } = this;
    this.away = null;
    if (away?.count === this.saving.count) {
      this.rows.show(this.rows.put(away.bodies)[0].querySelector("th"));
      this.saving.touched();
      this.saving.tell(this.form.dataset.unsavedAgain);
      return;
    }
    this.saving.ends();
    await this.saving.now("ulangi");
  }
}
