import { announce, Line, newRow } from "./line.js";

/** Pixels across of the small picture beside a photo that was just taken. */
const SMALL = 96;
/** Endings of the pictures of which a page is made. */
const PHOTO = /\.(jpe?g|png|webp|hei[cf])$/i;

/** The photos of one field: each a page of the PDF to be, in the order of the list. */
class Pages {
  constructor(part) {
    this.part = part;
    this.list = part.querySelector("[data-photo-list]");
    this.input = part.querySelector("input[data-photo]");
    this.field = part.closest(".field");
    this.made = this.list.children.length;
    for (const item of this.list.children) this.adopt(item);
    this.input.addEventListener("change", () => this.takeFrom(this.input));
    const camera = part.querySelector("[data-camera]");
    camera.hidden = !matchMedia("(pointer: coarse)").matches;
    const shot = camera.querySelector("input");
    shot.addEventListener("change", () => this.takeFrom(shot));
  }

  takeFrom(input) {
    for (const file of [...input.files]) this.take(file);
    input.value = "";
  }

  take(file) {
    this.made += 1;
    const id = `${this.input.id}-baru-${this.made}`;
    const line = new Line(this.input, file, id, () => this.arrived(line));
    const item = document.createElement("li");
    item.append(line.row);
    const objected = this.objection(file);
    this.list.append(item);
    if (objected) {
      line.refuse(objected);
      this.offer(item, ["drop"]);
      return;
    }
    showSmall(item, file);
    this.offer(item, ["up", "down"]);
    line.start();
  }

  objection(file) {
    const { dataset } = this.input;
    if (!PHOTO.test(file.name)) return dataset.wrongKind;
    if (file.size === 0) return dataset.empty;
    if (file.size > Number(dataset.most)) return dataset.tooLarge;
    const pages = this.list.querySelectorAll("input:checked").length;
    return pages >= Number(dataset.photo) ? dataset.tooMany : "";
  }

  arrived(line) {
    // What is photographed now replaces a file that was chosen before.
    for (const kept of this.field.querySelectorAll("[data-uploads] input")) kept.checked = false;
    this.offer(line.row.closest("li"), ["up", "down", "drop"]);
  }

  /** Give a photo that the page held from before its buttons. */
  adopt(item) {
    const row = item.querySelector(".upload-row");
    row.append(newRow().querySelector(".actions"));
    const name = row.querySelector("[data-name]").textContent;
    for (const button of row.querySelectorAll("button")) {
      button.hidden = true;
      button.setAttribute("aria-label", `${button.textContent.trim()}: ${name}`);
    }
    this.offer(item, ["up", "down", "drop"]);
  }

  offer(item, names) {
    for (const name of names) {
      const button = item.querySelector(`[data-${name}]`);
      if (!button.hidden) continue;
      button.hidden = false;
      button.addEventListener("click", () => this[name](item, button));
    }
  }

  up(item, button) {
    item.previousElementSibling?.before(item);
    this.tell(item, button);
  }

  down(item, button) {
    item.nextElementSibling?.after(item);
    this.tell(item, button);
  }

  drop(item) {
    const name = item.querySelector("[data-name]").textContent;
    item.remove();
    announce(this.input, name, this.words("dropped"));
    this.input.focus();
    this.changed();
  }

  tell(item, button) {
    const pages = [...this.list.children];
    const name = item.querySelector("[data-name]").textContent;
    const where = this.words("moved")
      .replace("{page}", pages.indexOf(item) + 1)
      .replace("{pages}", pages.length);
    announce(this.input, name, where);
    // Moving an element takes the focus from what is in it.
    button.focus();
    this.changed();
  }

  changed() {
    this.input.form.dispatchEvent(new CustomEvent("alur:kept"));
  }

  words(which) {
    return document.querySelector("#upload-line").content.querySelector("[data-said]").dataset[
      which
    ];
  }
}

/** Show which photo it is; what the browser cannot decode (HEIC) has its name alone. */
async function showSmall(item, file) {
  try {
    const picture = await createImageBitmap(file, { resizeWidth: SMALL, resizeQuality: "low" });
    const canvas = document.createElement("canvas");
    canvas.width = picture.width;
    canvas.height = picture.height;
    canvas.getContext("2d").drawImage(picture, 0, 0);
    canvas.setAttribute("aria-hidden", "true");
    picture.close();
    item.prepend(canvas);
  } catch {
    // Nothing to see is no fault.
  }
}

export function watchPhotos(root) {
  return [...root.querySelectorAll("[data-photos]")].map((part) => new Pages(part));
}
