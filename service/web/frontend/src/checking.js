const AFTER_MS = 1000;

/** Asks the server what is wrong with what is edited; `show` of a subclass tells it. */
export class Checking {
  constructor(page, content) {
    this.page = page;
    this.content = content;
    page.editor.on("commandStack.changed", () => this.soon());
  }

  soon() {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.now(), AFTER_MS);
  }

  async now() {
    window.clearTimeout(this.timer);
    this.asked?.abort();
    this.asked = new AbortController();
    try {
      const content = await this.content();
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

  show({ message, findings }) {
    this.page.part("checked").textContent = message;
    this.page.part("findings").replaceChildren(...findings.map((found) => this.line(found)));
  }

  button(label, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button secondary small";
    button.textContent = label;
    button.addEventListener("click", act);
    return button;
  }
}
