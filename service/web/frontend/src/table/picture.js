/** The drawing of the table: it shows the step of the row that has the focus. */
export class Picture {
  constructor(view) {
    this.view = view;
    this.key = "";
  }

  follow(control) {
    const key = control.closest("tbody[data-row]")?.dataset.row;
    if (!key || key === this.key) return;
    this.key = key;
    this.show();
  }

  renew(drawn) {
    const { scrollLeft, scrollTop } = this.view;
    this.view.innerHTML = drawn;
    this.view.scrollTo(scrollLeft, scrollTop);
    this.show();
  }

  show() {
    for (const old of this.view.querySelectorAll(".here")) old.classList.remove("here");
    const step = this.key && this.view.querySelector(`[data-element="${CSS.escape(this.key)}"]`);
    if (!step) return;
    step.classList.add("here");
    const [frame, box] = [this.view.getBoundingClientRect(), step.getBoundingClientRect()];
    this.view.scrollLeft += box.left + box.width / 2 - frame.left - frame.width / 2;
    this.view.scrollTop += box.top + box.height / 2 - frame.top - frame.height / 2;
  }
}
