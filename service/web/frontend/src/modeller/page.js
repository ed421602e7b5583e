import { Saving } from "../saving.js";
import { Checking } from "./checking.js";
import { drawn, goTo, makeEditor, nameTools, showWhole } from "./editor.js";
import { showKeys } from "./keys.js";
import { watchPaste } from "./pasting.js";

/** The page around the editor; its texts stand in it, written by the server. */
class Page {
  constructor(root) {
    this.root = root;
    this.part = (name) => root.querySelector(`[data-part="${name}"]`);
  }

  /** `diagram`: the promise of the draft's XML. */
  async open(diagram) {
    const xml = await diagram;
    this.root.classList.add("ready");
    this.editor = makeEditor({
      canvas: this.part("canvas"),
      panel: this.part("panel"),
      forms: JSON.parse(this.root.dataset.forms),
    });
    // Who drives the page from outside, as its tests do, finds the editor at its element.
    this.root.editor = this.editor;
    try {
      await this.editor.importXML(xml);
    } catch {
      this.say(this.root.dataset.unreadable, true);
      return;
    }
    nameTools(this.part("canvas"));
    // Large enough to read what stands in the steps.
    showWhole(this.editor, 0.6);
    this.saving = new Saving(this, this.editor, () => drawn(this.editor));
    // Places that the server made for a file without are not stored yet.
    this.saving.changed = "drawn" in this.root.dataset;
    this.checking = new Checking(this, this.editor);
    this.listen();
    const wanted = new URLSearchParams(window.location.search).get("elemen");
    if (wanted) goTo(this.editor, wanted);
    this.root.dataset.open = "yes";
    await this.checking.now();
  }

  listen() {
    const commands = this.editor.get("commandStack");
    const click = (name, act) => this.part(name)?.addEventListener("click", act);
    click("save", () => this.saving.now("kept"));
    click("undo", () => commands.undo());
    click("redo", () => commands.redo());
    click("closer", () => this.editor.get("zoomScroll").stepZoom(1));
    click("farther", () => this.editor.get("zoomScroll").stepZoom(-1));
    click("whole", () => showWhole(this.editor));
    click("branch", () => this.saving.branch());
    const able = () => {
      this.part("undo").disabled = !commands.canUndo();
      this.part("redo").disabled = !commands.canRedo();
    };
    watchPaste(this, this.editor);
    showKeys(this);
    this.editor.on("commandStack.changed", able);
    able();
    // What becomes a version is what is drawn now.
    for (const form of document.querySelectorAll("form[data-after-save]")) {
      form.addEventListener("submit", async (event) => {
        event.preventDefault();
        if (await this.saving.now("kept")) {
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

  post(place, xml, { fields = {}, ...how } = {}) {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    body.set("diagram", new Blob([xml], { type: "application/xml" }), "diagram.bpmn");
    return fetch(place, {
      method: "POST",
      body,
      headers: { Accept: "application/json", "X-CSRF-Token": this.root.dataset.token },
      ...how,
    });
  }
}

export async function openPage(root, diagram) {
  await new Page(root).open(diagram);
}
