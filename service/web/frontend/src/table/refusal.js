/**
 * Says below what has the focus why a save that somebody asked for did not happen: the state above
 * the table may be far away. The focus stays; a link leads to the first thing to mend.
 */
export class Refusal {
  constructor(form) {
    this.form = form;
    this.box = document.createElement("p");
    this.box.className = "save-refused";
  }

  /** `wrong`: what keeps it from being saved, each {words, target}. */
  tell(message, wrong = []) {
    this.clear();
    const place = this.place();
    if (!place) return;
    const alert = document.createElement("span");
    alert.setAttribute("role", "alert");
    this.box.append(alert);
    place.prepend(this.box);
    // Said once it is there: a text that comes with its element is not read out everywhere.
    const [first, ...others] = wrong;
    alert.append(message);
    if (first) alert.append(" ", this.link(first));
    if (others.length) alert.append(` (+${others.length})`);
    this.box.scrollIntoView({ block: "nearest" });
  }

  clear() {
    this.box.replaceChildren();
    this.box.remove();
  }

  /** Below the row, or the field, in which somebody types. */
  place() {
    const at = document.activeElement;
    if (!this.form.contains(at)) return undefined;
    const row = at.closest("tbody[data-row]");
    return row?.querySelector("[data-part=said]") ?? at.closest(".field, .group") ?? undefined;
  }

  link({ words, target }) {
    const control = target && this.form.elements.namedItem(target);
    if (!control) return words;
    const link = document.createElement("a");
    link.href = `#${control.id}`;
    link.textContent = words;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      control.focus();
    });
    return link;
  }
}
