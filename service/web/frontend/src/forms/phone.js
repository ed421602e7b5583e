/** The form as staff get it: made by the server, in a frame without scripts or an origin. */
export class Phone {
  constructor(page) {
    this.page = page;
    this.holder = page.part("phone");
    this.form = page.part("phone-form");
  }

  show(content, showable) {
    const said = this.page.part("phone-state");
    if (!showable) {
      said.textContent = said.dataset.old;
      return;
    }
    said.textContent = "";
    if (content === this.content) return;
    this.content = content;
    // A frame of its own each time, so that "back" of the browser does not go through them.
    const [frame] = this.page.part("phone-frame").content.cloneNode(true).children;
    this.holder.replaceChildren(frame);
    this.form.elements.isi.value = content;
    this.form.submit();
  }
}
