/** A page around an editor; its texts stand in it, written by the server. */
export class EditorPage {
  /** `file`: as what the content travels, {field, name, type}. */
  constructor(root, file) {
    this.root = root;
    this.file = file;
  }

  part(name) {
    return this.root.querySelector(`[data-part="${name}"]`);
  }

  click(name, act) {
    this.part(name)?.addEventListener("click", act);
  }

  /** The buttons that every editor has; `this.editor` and `this.saving` are made. */
  listen() {
    const commands = this.editor.get("commandStack");
    this.click("save", () => this.saving.now("kept"));
    this.click("undo", () => commands.undo());
    this.click("redo", () => commands.redo());
    this.click("branch", () => this.saving.branch());
    const able = () => {
      this.part("undo").disabled = !commands.canUndo();
      this.part("redo").disabled = !commands.canRedo();
    };
    this.editor.on("commandStack.changed", able);
    able();
  }

  say(text, bad = false) {
    const state = this.part("state");
    state.textContent = text;
    state.classList.toggle("bad", bad);
  }

  /** A draft that nobody named otherwise is called as the SOP in it. */
  name(title) {
    const head = document.querySelector("h1");
    if (!title || title === head.textContent) return;
    document.title = document.title.replace(head.textContent, title);
    head.textContent = title;
  }

  /** Why nothing is saved here any more; `gone`: what is edited was thrown away. */
  conflict(text, gone = false) {
    const box = this.part("conflict");
    if (gone) {
      this.part("conflict-head").textContent = this.root.dataset.goneHead;
      this.part("conflict-look").hidden = true;
    }
    box.hidden = false;
    this.part("conflict-words").textContent = text;
    box.focus();
  }

  post(place, content, { fields = {}, ...how } = {}) {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    const { field, name, type } = this.file;
    body.set(field, new Blob([content], { type }), name);
    return fetch(place, {
      method: "POST",
      body,
      headers: { Accept: "application/json", "X-CSRF-Token": this.root.dataset.token },
      ...how,
    });
  }
}

/** Forms beside an editor act on what stands in it now: they go when `save` says it is kept. */
export function saveFirst(save, { going = () => {}, staying = () => {} } = {}) {
  for (const form of document.querySelectorAll("form[data-after-save]")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (await save()) {
        going(form);
        form.submit();
        return;
      }
      // It did not go: the same button may be tried again.
      delete form.dataset.sent;
      event.submitter?.removeAttribute("aria-busy");
      staying();
    });
  }
}
