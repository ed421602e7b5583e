import { Refused, Stopped, Transfer } from "./uploads/transfer.js";

const MEGABYTE = 1024 * 1024;

/** Files on their way, by form: a form that left without them would lose them. */
const onTheWay = new WeakMap();
/** One file after the other: over a thin line two at once only arrive later, both. */
let turn = Promise.resolve();

function size(bytes) {
  const megabytes = bytes / MEGABYTE;
  const digits = megabytes < 10 ? 1 : 0;
  return `${megabytes.toLocaleString("id-ID", { maximumFractionDigits: digits })} MB`;
}

/** One file of a field: its line on the page, and its way to the server. */
class Line {
  constructor(input, file) {
    this.input = input;
    this.file = file;
    const list = input.closest(".field").querySelector("[data-uploads]");
    const template = document.querySelector("#upload-line").content.cloneNode(true);
    this.row = template.firstElementChild;
    this.box = this.row.querySelector("input");
    this.said = this.row.querySelector("[data-said]");
    this.bar = this.row.querySelector("progress");
    this.again = this.row.querySelector("[data-again]");
    this.end = this.row.querySelector("[data-stop]");
    this.box.id = `${input.id}-baru-${list.children.length}`;
    this.row.querySelector("label").htmlFor = this.box.id;
    this.row.querySelector("[data-name]").textContent = file.name;
    this.bar.setAttribute("aria-label", file.name);
    for (const button of [this.again, this.end]) {
      button.setAttribute("aria-label", `${button.textContent.trim()}: ${file.name}`);
    }
    this.again.addEventListener("click", () => this.start());
    this.end.addEventListener("click", () => this.stop());
    list.append(this.row);
  }

  say(words) {
    this.said.textContent = words;
  }

  /** Say aloud what a reader cannot see on the bar: begun, done, broken. */
  announce(words) {
    const region = this.input.closest(".field").querySelector("[data-upload-news]");
    region.textContent = `${this.file.name}: ${words.replace(/^– /, "")}`;
  }

  start() {
    const { form } = this.input;
    const waiting = onTheWay.get(form) ?? new Set();
    onTheWay.set(form, waiting.add(this));
    this.row.classList.remove("bad");
    this.again.hidden = true;
    this.end.hidden = false;
    this.bar.hidden = false;
    this.say(this.said.dataset.queued);
    const csrf = form.elements.namedItem("csrf").value;
    const told = (news) => this.moved(news);
    this.transfer = new Transfer(this.input.dataset.upload, this.file, csrf, told);
    const mine = turn.then(() => this.travel(this.transfer));
    turn = mine.catch(() => {});
    return mine;
  }

  async travel(transfer) {
    try {
      this.arrived(await transfer.run());
    } catch (error) {
      if (error instanceof Stopped) return;
      if (error instanceof Refused) this.refuse(`– ${error.message}`);
      else this.fail();
    } finally {
      onTheWay.get(this.input.form).delete(this);
    }
  }

  moved({ part, waiting, resumed }) {
    if (part !== undefined) this.bar.value = part;
    const { dataset } = this.said;
    const percent = `${Math.floor(this.bar.value * 100)} %`;
    if (resumed) this.announce(dataset.resumed.replace("%", percent));
    if (waiting) this.say(dataset.waiting);
    else {
      const all = this.file.size;
      this.say(`– ${size(all * this.bar.value)} / ${size(all)} (${percent})`);
    }
  }

  arrived(sha256) {
    this.box.name = this.input.dataset.kept;
    this.box.value = `${sha256}/${this.file.name}`;
    this.box.disabled = false;
    this.box.checked = true;
    this.bar.hidden = true;
    this.end.hidden = true;
    this.say(this.said.dataset.done);
    this.announce(this.said.dataset.doneNews);
    replaceOlder(this.input, this.box);
    // So that a phone that loses the page now does not lose the file.
    this.input.form.dispatchEvent(new CustomEvent("alur:kept"));
  }

  /** The line was broken for too long; the file is still in hand. */
  fail() {
    this.row.classList.add("bad");
    this.say(this.said.dataset.failed);
    this.announce(this.said.dataset.failed);
    this.again.hidden = false;
  }

  refuse(why) {
    this.row.classList.add("bad");
    this.bar.hidden = true;
    this.end.hidden = true;
    this.box.checked = false;
    this.say(why);
    this.announce(why);
  }

  stop() {
    this.transfer?.stop();
    this.row.remove();
    this.announce(this.said.dataset.stopped);
    onTheWay.get(this.input.form)?.delete(this);
    this.input.focus();
  }
}

/** Why the server would not take this file anyway; "" when nothing is known against it. */
function objection(input, file) {
  const endings = input.accept.split(",").map((ending) => ending.trim().toLowerCase());
  const fits = endings.some((ending) => file.name.toLowerCase().endsWith(ending));
  if (input.accept && !fits) return input.dataset.wrongKind;
  if (file.size > Number(input.dataset.most)) return input.dataset.tooLarge;
  return file.size === 0 ? input.dataset.empty : "";
}

/** One document is one file: the newer choice replaces the older, once it is really there. */
function replaceOlder(input, kept) {
  if (input.multiple) return;
  for (const older of kept.closest("[data-uploads]").querySelectorAll("input")) {
    if (older !== kept) older.checked = false;
  }
}

function take(input, file) {
  const line = new Line(input, file);
  const objected = objection(input, file);
  if (objected) line.refuse(objected);
  else line.start();
}

/** A form that leaves while a file travels would arrive without it. */
function holdBack(event) {
  const waiting = onTheWay.get(event.target);
  if (!waiting?.size) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const state = event.target.querySelector("[data-upload-hold]");
  state.textContent = state.dataset.uploadHold;
  const [first] = waiting;
  first.row.scrollIntoView({ block: "center" });
}

/** With JavaScript files travel at once and can go on after a break; without it, with the form. */
export function watchUploads(root) {
  const inputs = [...root.querySelectorAll("input[type='file'][data-upload]")];
  if (!inputs.length) return;
  for (const input of inputs) {
    input.addEventListener("change", () => {
      for (const file of [...input.files]) take(input, file);
      // Travelling already; and the same file can be chosen again.
      input.value = "";
    });
  }
  // Before every other listener: whoever is held back was not sent.
  document.addEventListener("submit", holdBack, { capture: true });
  window.addEventListener("beforeunload", (event) => {
    if (inputs.some((input) => onTheWay.get(input.form)?.size)) event.preventDefault();
  });
}
