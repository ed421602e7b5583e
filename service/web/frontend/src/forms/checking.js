import { Checking } from "../checking.js";
import { goTo, written } from "./editor.js";
import { Phone } from "./phone.js";

/** *Cek formulir*: what is wrong with the form, what it would lose, and how staff see it. */
export class FormChecking extends Checking {
  constructor(page) {
    super(page, () => written(page.editor));
    this.phone = new Phone(page);
  }

  show(told, content) {
    super.show(told);
    for (const { version, lines } of told.losses) this.lose(version, lines);
    this.phone.show(content, told.showable);
  }

  line(found) {
    const line = document.createElement("li");
    line.textContent = found.called ? `${found.called}: ${found.words}` : found.words;
    if (found.element) {
      const go = () => {
        if (goTo(this.page.editor, found.element)) this.page.panel.focus();
      };
      line.append(" ", this.button(this.page.part("findings").dataset.go, go));
    }
    return line;
  }

  /** What a version would miss, in its row of the table of who uses the form. */
  lose(version, lines) {
    const cell = document.querySelector(`[data-losses="${CSS.escape(version)}"]`);
    if (!cell) return;
    cell.replaceChildren(...lines.map(loss));
    if (!lines.length) cell.textContent = cell.dataset.none;
  }
}

function loss({ words, readers }) {
  const box = document.createElement("div");
  box.className = "loss";
  const head = document.createElement("strong");
  head.textContent = words;
  box.append(head);
  if (readers.length) {
    const list = document.createElement("ul");
    for (const reader of readers) {
      const line = document.createElement("li");
      line.textContent = reader;
      list.append(line);
    }
    box.append(list);
  }
  return box;
}
