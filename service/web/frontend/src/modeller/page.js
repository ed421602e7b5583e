import { EditorPage, saveFirst } from "../editing.js";
import { Saving } from "../saving.js";
import { DiagramChecking } from "./checking.js";
import { drawn, goTo, makeEditor, showWhole } from "./editor.js";
import { showKeys } from "./keys.js";
import { watchPaste } from "./pasting.js";

const FILE = { field: "diagram", name: "diagram.bpmn", type: "application/xml" };

class DrawingPage extends EditorPage {
  /** `diagram`: the promise of the draft's XML. */
  async open(diagram) {
    const xml = await diagram;
    this.root.classList.add("ready");
    this.editor = makeEditor({
      canvas: this.part("canvas"),
      panel: this.part("panel"),
      forms: JSON.parse(this.root.dataset.forms),
      sops: JSON.parse(this.root.dataset.sops),
    });
    // Who drives the page from outside, as its tests do, finds the editor at its element.
    this.root.editor = this.editor;
    try {
      await this.editor.importXML(xml);
    } catch {
      this.say(this.root.dataset.unreadable, true);
      return;
    }
    // Large enough to read what stands in the steps.
    showWhole(this.editor, 0.6);
    this.saving = new Saving(this, this.editor, () => drawn(this.editor));
    // Places that the server made for a file without are not stored yet.
    this.saving.changed = "drawn" in this.root.dataset;
    this.checking = new DiagramChecking(this);
    this.listen();
    const wanted = new URLSearchParams(window.location.search).get("elemen");
    if (wanted) goTo(this.editor, wanted);
    this.root.dataset.open = "yes";
    await this.checking.now();
  }

  listen() {
    super.listen();
    const zoom = (step) => this.editor.get("zoomScroll").stepZoom(step);
    this.click("closer", () => zoom(1));
    this.click("farther", () => zoom(-1));
    this.click("whole", () => showWhole(this.editor));
    this.editor.on("alur.pointer-needed", () => this.say(this.root.dataset.pointing));
    watchPaste(this, this.editor);
    this.editor.on("alur.told", ({ words, wrong }) => this.say(words, wrong));
    showKeys(this);
    // What becomes a version is what is drawn now.
    saveFirst(() => this.saving.now("kept"));
  }
}

export async function openPage(root, diagram) {
  await new DrawingPage(root, FILE).open(diagram);
}
