import { goTo, written } from "./editor.js";
import { Phone } from "./phone.js";

const AFTER_MS = 1000;

/** Asks the server what is wrong with the form and what it would lose, and shows both. */
export class Checking {
  constructor(page, editor) {
    this.page = page;
    this.editor = editor;
    this.phone = new Phone(page);
    editor.on("commandStack.changed", () => this.soon());
  }

  soon() {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.now(), AFTER_MS);
  }

  async now() {
    this.asked?.abort();
    this.asked = new AbortController();
    const content = written(this.editor);
    try {
      const answer = await this.page.post(this.page.root.dataset.check, content, {
        signal: this.asked.signal,
      });
      const told = await answer.json();
      if (answer.ok) this.show(told, content);
      else this.page.part("checked").textContent = told.detail;
    } catch (problem) {
      if (problem.name !== "AbortError") {
        this.page.part("checked").textContent = this.page.root.dataset.offline;
      }
    }
  }

  show({ message, findings, losses, showable }, content) {
    this.page.part("checked").textContent = message;
    this.page.part("findings").replaceChildren(...findings.map((found) => this.line(found)));
    for (const { version, lines } of losses) this.lose(version, lines);
    this.phone.show(content, showable);
  }

  line(found) {
    const line = document.createElement("li");
    line.textContent = found.called ? `${found.called}: ${found.words}` : found.words;
    if (found.element) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button secondary small";
      button.textContent = this.page.part("findings").dataset.go;
      button.addEventListener("click", () => {
        if (goTo(this.editor, found.element)) this.page.panel.focus();
      });
      line.append(" ", button);
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
