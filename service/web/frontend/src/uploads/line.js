import { Refused, Stopped, Transfer } from "./transfer.js";

const MEGABYTE = 1024 * 1024;

/** Files on their way, by form: a form that left without them would lose them. */
const onTheWay = new WeakMap();
/** One file after the other: over a thin line two at once only arrive later, both. */
let turn = Promise.resolve();

/** The lines of a form whose files are still travelling. */
export function travelling(form) {
  return [...(onTheWay.get(form) ?? [])];
}

function size(bytes) {
  const megabytes = bytes / MEGABYTE;
  const digits = megabytes < 10 ? 1 : 0;
  return `${megabytes.toLocaleString("id-ID", { maximumFractionDigits: digits })} MB`;
}

/** A new row for a file, as the page's own template has it. */
export function newRow() {
  return document.querySelector("#upload-line").content.cloneNode(true).firstElementChild;
}

/** Say aloud what a reader cannot see on a bar: begun, done, broken. */
export function announce(input, name, words) {
  const region = input.closest(".field").querySelector("[data-upload-news]");
  region.textContent = `${name}: ${words.replace(/^– /, "")}`;
}

/** One file of a field: its line on the page, and its way to the server. */
export class Line {
  /** `arrived` is called with the line when its file is whole. */
  constructor(input, file, id, arrived) {
    Object.assign(this, { input, file, onArrival: arrived });
    this.row = newRow();
    this.box = this.row.querySelector("input");
    this.said = this.row.querySelector("[data-said]");
    this.bar = this.row.querySelector("progress");
    this.again = this.row.querySelector("[data-again]");
    this.end = this.row.querySelector("[data-stop]");
    this.box.id = id;
    this.row.querySelector("label").htmlFor = id;
    this.row.querySelector("[data-name]").textContent = file.name;
    this.bar.setAttribute("aria-label", file.name);
    for (const button of this.row.querySelectorAll("button")) {
      button.setAttribute("aria-label", `${button.textContent.trim()}: ${file.name}`);
    }
    this.again.addEventListener("click", () => this.start());
    this.end.addEventListener("click", () => this.stop());
  }

  say(words) {
    this.said.textContent = words;
  }

  announce(words) {
    announce(this.input, this.file.name, words);
  }

  start() {
    const { form, dataset } = this.input;
    onTheWay.set(form, (onTheWay.get(form) ?? new Set()).add(this));
    this.row.classList.remove("bad");
    this.again.hidden = true;
    this.end.hidden = false;
    this.bar.hidden = false;
    this.say(this.said.dataset.queued);
    const csrf = form.elements.namedItem("csrf").value;
    const transfer = new Transfer(dataset.upload, this.file, csrf, (news) => this.moved(news));
    this.transfer = transfer;
    turn = turn.then(() => this.travel(transfer));
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
    this.onArrival(this);
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
    onTheWay.get(this.input.form)?.delete(this);
    (this.row.closest("li") ?? this.row).remove();
    this.announce(this.said.dataset.stopped);
    this.input.focus();
  }
}
