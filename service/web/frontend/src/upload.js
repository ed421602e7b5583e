const PIECE = 256 * 1024;
const TRIES = 6;

const wait = (ms) => new Promise((done) => setTimeout(done, ms));

/** Where an earlier try of the same file got to, so that a broken line costs one piece. */
const memory = {
  key: (place, file) => `alur:upload:${place}:${file.name}:${file.size}:${file.lastModified}`,
  get(place, file) {
    return sessionStorage.getItem(this.key(place, file));
  },
  set(place, file, id) {
    sessionStorage.setItem(this.key(place, file), id);
  },
  forget(place, file) {
    sessionStorage.removeItem(this.key(place, file));
  },
};

class Refused extends Error {}

async function answerOf(response) {
  const body = await response.json().catch(() => ({}));
  if (response.ok) return body;
  if (response.status >= 500 || response.status === 429 || !body.detail) throw new Error("again");
  throw new Refused(body.detail);
}

/** A file on its way to the server, piece by piece; `at` is told how far it is, 0 to 1. */
class Upload {
  constructor(place, file, csrf, at) {
    Object.assign(this, { place, file, csrf, at });
  }

  send(url, method, body) {
    const headers = { "X-CSRF-Token": this.csrf, Accept: "application/json" };
    return fetch(url, { method, body, headers }).then(answerOf);
  }

  async begin() {
    const known = memory.get(this.place, this.file);
    if (known) {
      try {
        return await this.send(`${this.place}/${known}`, "GET");
      } catch {
        memory.forget(this.place, this.file);
      }
    }
    const body = new URLSearchParams({ size: this.file.size, name: this.file.name });
    const begun = await this.send(this.place, "POST", body);
    memory.set(this.place, this.file, begun.id);
    return begun;
  }

  async run() {
    let state = await this.begin();
    let failures = 0;
    while (!state.sha256) {
      const from = state.received;
      const piece = this.file.slice(from, from + PIECE);
      try {
        state = await this.send(`${this.place}/${state.id}?from=${from}`, "PUT", piece);
        failures = 0;
      } catch (error) {
        failures += 1;
        if (error instanceof Refused || failures > TRIES) throw error;
        await wait(500 * 2 ** failures);
        state = await this.send(`${this.place}/${state.id}`, "GET").catch(() => state);
      }
      this.at(state.received / Math.max(1, this.file.size));
    }
    memory.forget(this.place, this.file);
    return state;
  }
}

function line(input, file) {
  const template = document.querySelector("#upload-line").content.cloneNode(true);
  const row = template.firstElementChild;
  const list = input.closest(".field").querySelector("[data-uploads]");
  const id = `${input.id}-baru-${list.children.length}`;
  row.querySelector("input").id = id;
  row.querySelector("label").htmlFor = id;
  row.querySelector("[data-name]").textContent = file.name;
  list.append(row);
  return row;
}

/** Why the server would not take this file anyway; "" when nothing is known against it. */
function objection(input, file) {
  const endings = input.accept.split(",").map((ending) => ending.trim().toLowerCase());
  const fits = endings.some((ending) => file.name.toLowerCase().endsWith(ending));
  if (input.accept && !fits) return input.dataset.wrongKind;
  return file.size === 0 ? input.dataset.empty : "";
}

function refuse(row, why) {
  row.querySelector("progress").remove();
  row.querySelector("[data-said]").textContent = why;
  row.querySelector("input").checked = false;
  row.classList.add("bad");
}

/** One document is one file: the newer choice replaces the older, once it is really there. */
function replaceOlder(input, kept) {
  if (input.multiple) return;
  for (const older of kept.closest("[data-uploads]").querySelectorAll("input")) {
    if (older !== kept) older.checked = false;
  }
}

async function take(input, file) {
  const form = input.form;
  const row = line(input, file);
  const bar = row.querySelector("progress");
  const said = row.querySelector("[data-said]");
  const objected = objection(input, file);
  if (objected) {
    refuse(row, objected);
    return;
  }
  const upload = new Upload(
    input.dataset.upload,
    file,
    form.elements.namedItem("csrf").value,
    (part) => {
      bar.value = part;
    },
  );
  try {
    const { sha256 } = await upload.run();
    const kept = row.querySelector("input");
    kept.name = input.dataset.kept;
    kept.value = `${sha256}/${file.name}`;
    kept.disabled = false;
    bar.remove();
    said.textContent = said.dataset.done;
    replaceOlder(input, kept);
  } catch (error) {
    // What was refused is not taken up again, but judged anew.
    if (error instanceof Refused) memory.forget(input.dataset.upload, file);
    refuse(row, error instanceof Refused ? `– ${error.message}` : said.dataset.failed);
  }
}

/** With JavaScript files travel at once and can go on after a break; without it, with the form. */
export function watchUploads(root) {
  for (const input of root.querySelectorAll("input[type='file'][data-upload]")) {
    input.addEventListener("change", async () => {
      const files = [...input.files];
      input.disabled = true;
      await Promise.all(files.map((file) => take(input, file)));
      input.disabled = false;
      input.value = "";
    });
  }
}
