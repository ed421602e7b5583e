import { typed } from "../form.js";

const AFTER_MS = 1200;
/** What a browser sends from a page that it is closing. */
const WHILE_LEAVING = 60_000;

/**
 * Posts the table after a pause and shows what came of it; every text is the server's or the
 * page's. When somebody else saved meanwhile, nothing is sent any more until the person decided.
 */
export class Saving {
  constructor(form, rows, picture) {
    this.form = form;
    this.rows = rows;
    this.picture = picture;
    this.changed = false;
    this.stopped = false;
    this.count = 0;
    this.part = (name) => form.querySelector(`[data-part="${name}"]`);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.now("otomatis", true);
    });
    this.guard = (event) => {
      if (this.changed) event.preventDefault();
    };
    window.addEventListener("beforeunload", this.guard);
  }

  touched() {
    this.changed = true;
    this.count += 1;
    if (this.stopped) return;
    this.say(this.form.dataset.unsaved);
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.now("otomatis"), AFTER_MS);
  }

  /** The form itself goes now, with everything in it. */
  leave() {
    window.clearTimeout(this.timer);
    this.stopped = true;
    this.changed = false;
    window.removeEventListener("beforeunload", this.guard);
  }

  /** Save; returns whether the server has what is typed. */
  async now(act, leaving = false) {
    window.clearTimeout(this.timer);
    while (this.running) await this.running;
    if (this.stopped) return false;
    if (!this.changed && act === "otomatis") return true;
    this.running = this.send(act, leaving);
    try {
      return await this.running;
    } finally {
      this.running = null;
    }
  }

  async send(act, leaving) {
    const count = this.count;
    const body = typed(this.form);
    body.set("aksi", act);
    const sent = new Map([...body].map(([name, text]) => [name, text.replaceAll("\r\n", "\n")]));
    try {
      const answer = await fetch(this.form.action, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
        keepalive: leaving && body.toString().length < WHILE_LEAVING,
      });
      const told = await answer.json();
      if (!told.rows) {
        this.say(told.detail ?? this.form.dataset.offline, true);
        return false;
      }
      if (told.conflict) {
        this.stop(told.conflict);
        return false;
      }
      this.show(told, sent);
      if (told.saved && this.count === count) this.changed = false;
      if (this.count === count) this.say(told.message, !told.saved);
      return told.saved;
    } catch {
      this.say(this.form.dataset.offline, true);
      return false;
    }
  }

  show(told, sent) {
    this.form.elements.namedItem("revisi").value = told.revision;
    this.rows.settle(told.rows, sent);
    this.part("whole").innerHTML = told.whole;
    if (told.picture) this.picture.renew(told.picture);
  }

  say(text, bad = false) {
    const state = this.part("state");
    state.textContent = text;
    state.classList.toggle("bad", bad);
  }

  stop(words) {
    this.stopped = true;
    this.say(words, true);
    const box = this.part("conflict");
    box.hidden = false;
    this.part("conflict-words").textContent = words;
    box.focus();
  }
}
