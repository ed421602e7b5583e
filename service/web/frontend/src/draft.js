import { typed } from "./form.js";

const EVERY_MS = 20_000;

/** Keep what was typed on the server while it is being typed. */
class Draft {
  constructor(form) {
    this.form = form;
    this.state = form.querySelector("[data-draft-state]");
    this.kept = typed(form).toString();
    this.saving = false;
  }

  get changed() {
    return typed(this.form).toString() !== this.kept;
  }

  async save() {
    if (this.saving || !this.changed || this.form.dataset.sent === "yes") return;
    this.saving = true;
    const body = typed(this.form);
    try {
      const answer = await fetch(this.form.dataset.draft, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
        keepalive: true,
      });
      const { message, detail, kept, link, link_text: linkText } = await answer.json();
      if (kept) this.kept = body.toString();
      // A refusal says in `detail` why nothing was kept.
      this.say(message ?? detail, !answer.ok, link, linkText);
    } catch {
      this.say(this.form.dataset.draftOffline, true);
    } finally {
      this.saving = false;
    }
  }

  say(message, bad, link, linkText) {
    if (!this.state) return;
    this.state.textContent = message ?? "";
    this.state.classList.toggle("bad", bad);
    if (link) {
      const anchor = document.createElement("a");
      anchor.href = link;
      anchor.textContent = linkText;
      this.state.append(" ", anchor);
    }
  }
}

export function watchDrafts(root) {
  for (const form of root.querySelectorAll("form[data-draft]")) {
    const draft = new Draft(form);
    window.setInterval(() => draft.save(), EVERY_MS);
    form.addEventListener("alur:kept", () => draft.save());
    // A phone that puts the page away may never bring it back.
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") draft.save();
    });
  }
}
