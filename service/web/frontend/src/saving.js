const AFTER_MS = 5000;
/** What a browser sends from a page that it is closing. */
const WHILE_LEAVING = 60_000;

/**
 * Keeps a draft on the server; every text is the server's or the page's. `content` gives what is
 * in the editor now.
 *
 * A save names the revision that it was made from. When somebody else saved meanwhile, nothing is
 * sent any more until the person has decided.
 */
export class Saving {
  constructor(page, editor, content) {
    this.page = page;
    this.content = content;
    this.revision = Number(page.root.dataset.revision);
    this.changed = false;
    this.stopped = false;
    this.running = null;
    editor.on("commandStack.changed", () => this.touched());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.now("autosave", true);
    });
    window.addEventListener("beforeunload", (event) => {
      this.settle();
      if (this.changed) event.preventDefault();
    });
  }

  touched() {
    this.changed = true;
    this.count = (this.count ?? 0) + 1;
    if (this.stopped) return;
    this.page.say(this.page.root.dataset.unsaved);
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.now("autosave"), AFTER_MS);
  }

  /** A text field of the panel hands over what was typed when it is left. */
  settle() {
    document.activeElement?.blur();
  }

  /** Save; returns whether the server has what is drawn. */
  async now(how, leaving = false) {
    window.clearTimeout(this.timer);
    if (how === "kept" || leaving) this.settle();
    while (this.running) await this.running;
    if (this.stopped) return false;
    if (!this.changed && how !== "kept") return true;
    this.running = this.send(how, leaving);
    try {
      return await this.running;
    } finally {
      this.running = null;
    }
  }

  async send(how, leaving) {
    const count = this.count;
    const content = await this.content();
    try {
      const answer = await this.page.post(this.page.root.dataset.save, content, {
        fields: { cara: how, revisi: this.revision },
        keepalive: leaving && content.length < WHILE_LEAVING,
      });
      const told = await answer.json();
      if (answer.ok) {
        this.revision = told.revision;
        if (this.count === count) {
          this.changed = false;
          this.page.say(told.message);
        }
        return true;
      }
      if (answer.status === 409) this.stop(told);
      else this.page.say(told.detail ?? this.page.root.dataset.offline, true);
    } catch {
      this.page.say(this.page.root.dataset.offline, true);
    }
    return false;
  }

  stop(told) {
    this.stopped = true;
    this.page.say(told.detail, true);
    this.page.conflict(told.detail);
  }

  /** Keep what is drawn here as a draft of its own, and go on there. */
  async branch() {
    this.settle();
    const content = await this.content();
    const answer = await this.page.post(this.page.root.dataset.branch, content, { fields: {} });
    const told = await answer.json();
    if (answer.ok) {
      this.changed = false;
      window.location.assign(told.place);
    } else this.page.say(told.detail, true);
  }
}
