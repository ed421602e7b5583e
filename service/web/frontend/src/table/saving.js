import { typed } from "../form.js";
import { Autosave } from "../saving.js";
import { Refusal } from "./refusal.js";

/** Acts that go a state back or ahead. */
export const STEPS = ["urungkan", "ulangi"];

/** Posts the table and shows what came of it. */
export class TableSaving extends Autosave {
  constructor(page, rows, picture) {
    super(page, { how: "otomatis", after: 1200 });
    this.form = page.root;
    this.rows = rows;
    this.picture = picture;
    this.refusal = new Refusal(page.root);
    // Saves within one act go on with one another.
    this.act = 1;
    this.within = 1;
    this.savedAct = 0;
  }

  /** What comes next is another act than what came before. */
  ends() {
    this.act += 1;
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

  /** A step back that was done twice would be two. */
  repeats(act) {
    return !STEPS.includes(act);
  }

  packed(act) {
    const { within } = this;
    const body = typed(this.form);
    body.set("aksi", act);
    if (within === this.savedAct) body.set("menyambung", "1");
    return { body, within };
  }

  async send({ how: act, leaving, count, body, within }) {
    const sent = new Map([...body].map(([name, text]) => [name, text.replaceAll("\r\n", "\n")]));
    try {
      const answer = await this.answerTo(() => {
        body.set("csrf", this.form.elements.namedItem("csrf").value);
        return fetch(this.form.action, {
          method: "POST",
          body,
          headers: { Accept: "application/json" },
          keepalive: this.lasts(leaving, body.toString().length),
        });
      });
      const told = await answer.json();
      if (answer.status === 404) {
        this.stop(this.form.dataset.gone, true);
        return false;
      }
      if (!told.rows) return this.refused(act, told.detail ?? this.form.dataset.offline);
      if (told.conflict) {
        this.stop(told.conflict);
        return false;
      }
      if (Number(this.form.elements.namedItem("revisi").value) !== told.revision) {
        this.savedAct = within;
      }
      this.show(told, sent);
      if (told.saved && this.count === count) this.changed = false;
      if (this.count === count) this.page.say(told.message, !told.saved);
      this.tell(told.told, told.back || this.changed, told.ahead);
      if (!told.saved && act === "urungkan") return false;
      if (told.saved) this.refusal.clear();
      else this.refused(act, told.message, told.wrong);
      return told.saved;
    } catch (why) {
      this.lost = true;
      return this.refused(act, this.missed(why));
    }
  }

  /** Say it where somebody types too, if they asked for the save. */
  refused(act, message, wrong) {
    this.page.say(message, true);
    if (act !== this.how) this.refusal.tell(message, wrong);
    return false;
  }

  /** Say what was taken back; `back`, `ahead`: whether there is more. */
  tell(words, back, ahead) {
    this.page.part("told").textContent = words;
    if (back === undefined) return;
    const [undo, redo] = [this.page.part("undo"), this.page.part("redo")];
    const held = document.activeElement;
    undo.disabled = !back;
    redo.disabled = !ahead;
    // A button that can do no more would drop the focus to nowhere.
    if (held === undo && !back) redo.focus();
    if (held === redo && !ahead) undo.focus();
  }

  touched() {
    super.touched();
    this.within = this.act;
    this.page.part("undo").disabled = false;
  }

  show(told, sent) {
    this.form.elements.namedItem("revisi").value = told.revision;
    if (told.table) {
      this.page.part("identity").querySelector(".identity").innerHTML = told.identity;
      this.rows.renew(told.table, told.focus);
    } else this.rows.settle(told.rows, sent);
    this.page.part("whole").innerHTML = told.whole;
    this.page.name(told.title);
    if (told.picture) this.picture.renew(told.picture);
  }
}
