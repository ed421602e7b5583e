import { isLapsed, Lapsed, renew, tellLapsed } from "./lapsing.js";

/** What a browser sends from a page that it is closing. */
const WHILE_LEAVING = 60_000;

/** After how long what got no answer is sent again, in milliseconds. */
const AGAIN = 10_000;

/**
 * Sends what was changed after a pause, when the page is put away, and when somebody asks; `send`
 * of a subclass does it, and says whether the server has it. Every text is the server's or the
 * page's. When somebody else saved meanwhile, nothing is sent any more until the person decided.
 *
 * What got no answer may have been saved all the same. It is sent again as it was, which the server
 * knows, before anything newer: that would look as if somebody else had saved in between.
 */
export class Autosave {
  /** `how`: what a save that nobody asked for is called; `after`: the pause, in milliseconds. */
  constructor(page, { how, after }) {
    this.page = page;
    this.how = how;
    this.after = after;
    this.changed = false;
    this.stopped = false;
    this.running = null;
    this.unheard = null;
    this.lapsed = false;
    this.count = 0;
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.now(how, true);
    });
    this.guard = (event) => {
      this.settle();
      if (this.changed) event.preventDefault();
    };
    window.addEventListener("beforeunload", this.guard);
    window.addEventListener("online", () => this.now(how));
    // Back from the tab in which somebody signed in again.
    window.addEventListener("focus", () => {
      if (this.lapsed) this.now(how);
    });
  }

  touched() {
    this.changed = true;
    this.count += 1;
    if (this.stopped) return;
    this.page.say(this.page.root.dataset.unsaved);
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.now(this.how), this.after);
  }

  /** What is being typed is handed over. */
  settle() {}

  /** Save; returns whether the server has what is in the editor. */
  async now(how, leaving = false) {
    window.clearTimeout(this.timer);
    if (how !== this.how || leaving) this.settle();
    while (this.running) await this.running;
    if (this.stopped) return false;
    if (!this.changed && !this.unheard && how === this.how) return true;
    this.unanswered = false;
    this.running = this.inTurn(how, leaving);
    try {
      return await this.running;
    } finally {
      this.running = null;
      // The browser tells of a line that is back, not of a server that is.
      if (this.unanswered && !this.stopped) {
        window.clearTimeout(this.timer);
        this.timer = window.setTimeout(() => this.now(this.how), AGAIN);
      }
    }
  }

  /** What got no answer goes before what is new; a page that is being closed sends only that. */
  async inTurn(how, leaving) {
    if (this.unheard && !leaving) {
      await this.deliver(this.unheard);
      if (this.unheard || this.stopped) return false;
      if (!this.changed && how === this.how) return true;
    }
    // What is changed while it is being packed is not in it.
    const count = this.count;
    return this.deliver({ ...(await this.packed(how)), how, count, leaving });
  }

  /** Send what was packed, and keep it for another time when no answer comes. */
  async deliver(parcel) {
    this.unheard = this.repeats(parcel.how) ? parcel : null;
    return this.send(parcel);
  }

  /** Whether a save may be sent twice. */
  repeats() {
    return true;
  }

  /** Ask the server; where only the session stands in the way, once more with a new proof. */
  async answerTo(ask) {
    let answer = await ask();
    if (isLapsed(answer)) {
      const words = await renew(this.page.root);
      if (words) throw new Lapsed(words);
      answer = await ask();
    }
    this.lapsed = false;
    this.unheard = null;
    tellLapsed(this.page.root, "");
    return answer;
  }

  /** Nothing was looked at; it is sent again when the line, or the person, is back. */
  missed(why) {
    const { unsaved, offline } = this.page.root.dataset;
    this.unanswered = true;
    this.lapsed = why instanceof Lapsed;
    tellLapsed(this.page.root, this.lapsed ? why.message : "");
    return this.lapsed ? unsaved : offline;
  }

  /** Whether a page that is being closed may still send `length` characters. */
  lasts(leaving, length) {
    return leaving && length < WHILE_LEAVING;
  }

  stop(words, gone = false) {
    this.stopped = true;
    // Why is said beside what can be done about it.
    this.page.say(this.page.root.dataset.unsaved, true);
    this.page.conflict(words, gone);
  }
}

/** Keeps a draft; `content` gives what is in the editor now. A save names its revision. */
export class Saving extends Autosave {
  constructor(page, editor, content) {
    super(page, { how: "autosave", after: 5000 });
    this.content = content;
    this.revision = Number(page.root.dataset.revision);
    editor.on("commandStack.changed", () => this.touched());
  }

  /** A text field of the panel hands over what was typed when it is left. */
  settle() {
    document.activeElement?.blur();
  }

  async packed() {
    return { content: await this.content(), revision: this.revision };
  }

  async send({ how, leaving, count, content, revision }) {
    try {
      const answer = await this.answerTo(() =>
        this.page.post(this.page.root.dataset.save, content, {
          fields: { cara: how, revisi: revision },
          keepalive: this.lasts(leaving, content.length),
        }),
      );
      const told = await answer.json();
      if (answer.ok) {
        this.revision = told.revision;
        if (this.count === count) {
          this.changed = false;
          this.page.say(told.message);
          this.page.name(told.title);
        }
        return true;
      }
      if (answer.status === 409) this.stop(told.detail);
      else if (answer.status === 404) this.stop(this.page.root.dataset.gone, true);
      else this.page.say(told.detail ?? this.page.root.dataset.offline, true);
    } catch (why) {
      this.page.say(this.missed(why), true);
    }
    return false;
  }

  /** Keep what is drawn here as a draft of its own, and go on there. */
  async branch() {
    this.settle();
    const content = await this.content();
    const { branch: place, office } = this.page.root.dataset;
    try {
      // Whose it is and how it is called, should what it was made from be gone.
      const fields = { kantor: office, judul: document.querySelector("h1").textContent };
      const answer = await this.answerTo(() => this.page.post(place, content, { fields }));
      const told = await answer.json();
      if (answer.ok) {
        this.changed = false;
        window.location.assign(told.place);
      } else this.page.say(told.detail, true);
    } catch (why) {
      this.page.say(this.missed(why), true);
    }
  }
}
