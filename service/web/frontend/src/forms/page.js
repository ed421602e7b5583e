import { EditorPage, saveFirst } from "../editing.js";
import { Saving } from "../saving.js";
import { FormChecking } from "./checking.js";
import { goTo, makeEditor, removeChosen, written } from "./editor.js";
import { fillPalette } from "./palette.js";
import { Panel } from "./panel.js";

const FILE = { field: "formulir", name: "formulir.form", type: "application/json" };

class FormPage extends EditorPage {
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
      showChanged();
    });
    // A form that nobody changed stays the very file that it was.
    const content = () => (touched ? written(this.editor) : raw);
    this.saving = new Saving(this, this.editor, content);
    this.checking = new FormChecking(this);
    this.listen();
    await this.checking.now();
    const wanted = new URLSearchParams(window.location.search).get("isian");
    if (wanted) goTo(this.editor, wanted);
    this.root.dataset.open = "yes";
  }

  listen() {
    super.listen();
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Delete" || event.target.closest("input, textarea, select")) return;
      if (removeChosen(this.editor)) event.preventDefault();
    });
    // What becomes ready is what stands here now.
    saveFirst(() => this.saving.now("kept"), {
      going: (form) => {
        if (form.elements.revisi) form.elements.revisi.value = this.saving.revision;
      },
    });
  }
}

/** A form that was ready is so no longer as it stands here, and can be called ready again. */
function showChanged() {
  for (const each of document.querySelectorAll("[data-unchanged]")) each.hidden = true;
  for (const each of document.querySelectorAll("[data-changed]")) each.hidden = false;
}

export async function openPages(document) {
  for (const root of document.querySelectorAll("[data-form-editor]")) {
    await new FormPage(root, FILE).open();
  }
}
