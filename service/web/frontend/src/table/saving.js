import { typed } from "../form.js";
import { Autosave } from "../saving.js";
import { Refusal } from "./refusal.js";

/** Posts the table and shows what came of it. */
export class TableSaving extends Autosave {
  constructor(page, rows, picture) {
    super(page, { how: "otomatis", after: 1200 });
    this.form = page.root;
    this.rows = rows;
    this.picture = picture;
    this.refusal = new Refusal(page.root);
  }

  /** Whether what was typed reaches Alur: a form that goes nowhere takes everything with it. */
  async reaches() {
    this.lost = !navigator.onLine;
    if (this.lost) this.page.say(this.form.dataset.offline, true);
    else await this.now(this.how);
    return !this.lost;
  }

  /** The form itself goes now, with everything in it. */
  leave() {
    window.clearTimeout(this.timer);
    this.stopped = true;
    this.changed = false;
    window.removeEventListener("beforeunload", this.guard);
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
        keepalive: this.lasts(leaving, body.toString().length),
      });
      const told = await answer.json();
      if (!told.rows) return this.refused(act, told.detail ?? this.form.dataset.offline);
      if (told.conflict) {
        this.stop(told.conflict);
        return false;
      }
      this.show(told, sent);
      if (told.saved && this.count === count) this.changed = false;
      if (this.count === count) this.page.say(told.message, !told.saved);
      if (told.saved) this.refusal.clear();
      else this.refused(act, told.message, told.wrong);
      return told.saved;
    } catch {
      this.lost = true;
      this.unanswered = true;
      return this.refused(act, this.form.dataset.offline);
    }
  }

  /** Say it where somebody types too, if they asked for the save. */
  refused(act, message, wrong) {
    this.page.say(message, true);
    if (act !== this.how) this.refusal.tell(message, wrong);
    return false;
  }

  show(told, sent) {
    this.form.elements.namedItem("revisi").value = told.revision;
    this.rows.settle(told.rows, sent);
    this.page.part("whole").innerHTML = told.whole;
    this.page.name(told.title);
    if (told.picture) this.picture.renew(told.picture);
  }
}
