import { Checking } from "../checking.js";
import { drawn, goTo } from "./editor.js";

const MARKS = { error: "check-error", setup: "check-setup", info: "check-info" };

/** *Cek diagram*: in a list and on the diagram. */
export class DiagramChecking extends Checking {
  constructor(page) {
    super(page, () => drawn(page.editor));
    this.editor = page.editor;
    this.marked = [];
    this.mends = [];
    this.left = [];
    page.click("mend-all", () => this.mendAll());
  }

  show(told) {
    super.show(told);
    this.mark(told.findings);
    this.left = told.left;
    this.mends = told.findings.map((found) => found.mend).filter((mend) => mend && !mend.alone);
    this.offerAll(told.mend_all);
  }

  /** The button for all mends at once; `label` is null where there are none to do together. */
  offerAll(label) {
    const button = this.page.part("mend-all");
    button.textContent = label ?? "";
    button.hidden = !label;
  }

  async mend(mends) {
    this.editor.get("alurMending").do(mends);
    await this.now();
  }

  async mendAll() {
    const count = this.mends.length;
    await this.mend(this.mends);
    this.tellLeft(count);
    // The button is gone, or the drawing took the focus: on to what is left.
    this.page.part("checked").focus();
  }

  /** What all the mends together did, what they left, and why. */
  tellLeft(count) {
    const mended = this.page.root.dataset.mended.replace("{count}", count);
    const told = [mended, this.page.part("checked").textContent, ...this.left];
    this.page.part("checked").textContent = told.join(" ");
  }

  line(found) {
    const line = document.createElement("li");
    line.className = MARKS[found.severity];
    const tag = document.createElement("span");
    tag.className = `tag ${{ error: "bad", setup: "warn" }[found.severity] ?? ""}`;
    tag.textContent = found.kind;
    const words = document.createElement("span");
    words.textContent = found.called ? `${found.called}: ${found.words}` : found.words;
    line.append(tag, " ", words);
    if (this.editor.get("elementRegistry").get(found.element)) {
      const button = this.button(found.go, () => {
        goTo(this.editor, found.element);
        this.page.part("canvas").scrollIntoView({ block: "nearest" });
      });
      line.append(" ", button);
    }
    if (found.mend) {
      line.append(
        " ",
        this.button(found.mend.label, () => this.mend([found.mend])),
      );
    }
    return line;
  }

  mark(findings) {
    const canvas = this.editor.get("canvas");
    const overlays = this.editor.get("overlays");
    const registry = this.editor.get("elementRegistry");
    for (const [id, mark] of this.marked) if (registry.get(id)) canvas.removeMarker(id, mark);
    overlays.remove({ type: "check" });
    const worst = new Map();
    for (const found of findings) {
      if (!registry.get(found.element)) continue;
      const before = worst.get(found.element);
      if (before) before.numbers.push(found.number);
      else worst.set(found.element, { severity: found.severity, numbers: [found.number] });
    }
    this.marked = [];
    for (const [id, { severity, numbers }] of worst) {
      canvas.addMarker(id, MARKS[severity]);
      this.marked.push([id, MARKS[severity]]);
      const badge = document.createElement("div");
      badge.className = `check-badge ${MARKS[severity]}`;
      badge.textContent = numbers.join(", ");
      overlays.add(id, "check", { position: { top: -10, right: 14 }, html: badge });
    }
  }
}
