import { Saving } from "../saving.js";
import { Checking } from "./checking.js";
import { goTo, makeEditor, written } from "./editor.js";
import { fillPalette } from "./palette.js";
import { Panel } from "./panel.js";

/** The page around the editor; its texts stand in it, written by the server. */
class Page {
  constructor(root) {
    this.root = root;
    this.part = (name) => root.querySelector(`[data-part="${name}"]`);
  }

  async open() {
    const raw = await fetch(this.root.dataset.file).then((answer) => answer.text());
    this.root.classList.add("ready");
    this.editor = makeEditor(this.part("canvas"));
    try {
      await this.editor.importSchema(JSON.parse(raw));
    } catch {
      // What the server finds in it stands on the page already.
      this.root.classList.remove("ready");
      document.querySelector("[data-unreadable]").hidden = false;
      return;
    }
    this.panel = new Panel(this.part("panel"), this.editor);
    fillPalette(this.part("palette"), this.editor, () => this.panel.focus());
    let touched = false;
    this.editor.on("commandStack.changed", () => {
      touched = true;
    });
    // A form that nobody changed stays the very file that it was.
    const content = () => (touched ? written(this.editor) : raw);
    this.saving = new Saving(this, this.editor, content);
    this.checking = new Checking(this, this.editor);
    this.listen();
    await this.checking.now();
    const wanted = new URLSearchParams(window.location.search).get("isian");
    if (wanted) goTo(this.editor, wanted);
    this.root.dataset.open = "yes";
  }

  listen() {
    const commands = this.editor.get("commandStack");
    const click = (name, act) => this.part(name).addEventListener("click", act);
    click("save", () => this.saving.now("kept"));
    click("undo", () => commands.undo());
    click("redo", () => commands.redo());
    click("branch", () => this.saving.branch());
    const able = () => {
      this.part("undo").disabled = !commands.canUndo();
      this.part("redo").disabled = !commands.canRedo();
    };
    this.editor.on("commandStack.changed", able);
    able();
    // What becomes ready is what stands here now.
    for (const form of document.querySelectorAll("form[data-after-save]")) {
      form.addEventListener("submit", async (event) => {
        event.preventDefault();
        if (await this.saving.now("kept")) {
          form.elements.revisi.value = this.saving.revision;
          form.submit();
          return;
        }
        // It did not go: the same button may be tried again.
        delete form.dataset.sent;
        event.submitter?.removeAttribute("aria-busy");
      });
    }
  }

  say(text, bad = false) {
    const state = this.part("state");
    state.textContent = text;
    state.classList.toggle("bad", bad);
  }

  conflict(text) {
    const box = this.part("conflict");
    box.hidden = false;
    this.part("conflict-words").textContent = text;
    box.focus();
  }

  post(place, content, { fields = {}, ...how } = {}) {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    body.set("formulir", new Blob([content], { type: "application/json" }), "formulir.form");
    return fetch(place, {
      method: "POST",
      body,
      headers: { Accept: "application/json", "X-CSRF-Token": this.root.dataset.token },
      ...how,
    });
  }
}

export async function openPages(document) {
  for (const root of document.querySelectorAll("[data-form-editor]")) await new Page(root).open();
}
