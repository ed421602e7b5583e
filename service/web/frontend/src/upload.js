import { Line, travelling } from "./uploads/line.js";
import { watchPhotos } from "./uploads/photos.js";

const PICTURE = /\.(jpe?g|png|webp|hei[cf])$/i;
const PHONES_OWN = /\.hei[cf]$/i;

function fits(input, file) {
  const endings = input.accept.split(",").map((ending) => ending.trim().toLowerCase());
  return !input.accept || endings.some((ending) => file.name.toLowerCase().endsWith(ending));
}

/** Why the server would not take this file anyway; "" when nothing is known against it. */
function objection(input, file) {
  const { dataset } = input;
  if (!fits(input, file)) return PHONES_OWN.test(file.name) ? dataset.heic : dataset.wrongKind;
  if (file.size > Number(dataset.most)) return dataset.tooLarge;
  return file.size === 0 ? dataset.empty : "";
}

/** One document is one file: the newer choice replaces the older, once it is really there. */
function replaceOlder(input, kept) {
  if (input.multiple) return;
  const field = input.closest(".field");
  for (const older of field.querySelectorAll("[data-uploads] input")) {
    if (older !== kept) older.checked = false;
  }
  for (const photo of field.querySelectorAll("[data-photo-list] li")) photo.remove();
}

function take(input, file) {
  const list = input.closest(".field").querySelector("[data-uploads]");
  const id = `${input.id}-baru-${list.children.length}`;
  const line = new Line(input, file, id, () => replaceOlder(input, line.box));
  list.append(line.row);
  const objected = objection(input, file);
  if (objected) line.refuse(objected);
  else line.start();
}

/** Whether a file is meant as a photo of a page, where the field puts such together. */
function isPage(input, file) {
  return PHONES_OWN.test(file.name) || (PICTURE.test(file.name) && !fits(input, file));
}

/** A form that leaves while a file travels would arrive without it. */
function holdBack(event) {
  const [first] = travelling(event.target);
  if (!first) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const state = event.target.querySelector("[data-upload-hold]");
  state.textContent = state.dataset.uploadHold;
  first.row.scrollIntoView({ block: "center" });
}

/** With JavaScript files travel at once and can go on after a break; without it, with the form. */
export function watchUploads(root) {
  const inputs = [...root.querySelectorAll("input[type='file'][data-upload]:not([data-photo])")];
  const parts = watchPhotos(root);
  if (!inputs.length) return;
  for (const input of inputs) {
    const pages = parts.find(({ field }) => field.contains(input));
    input.addEventListener("change", () => {
      for (const file of [...input.files]) {
        if (pages && isPage(input, file)) pages.take(file);
        else take(input, file);
      }
      // Travelling already; and the same file can be chosen again.
      input.value = "";
    });
  }
  // Before every other listener: whoever is held back was not sent.
  document.addEventListener("submit", holdBack, { capture: true });
  window.addEventListener("beforeunload", (event) => {
    if (inputs.some((input) => travelling(input.form).length)) event.preventDefault();
  });
}
