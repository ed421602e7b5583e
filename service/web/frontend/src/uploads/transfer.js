/** Pieces end where the server's chunks end, so they cannot be smaller. */
const PIECE = 256 * 1024;
/** Tries of one piece while the browser believes in its line: about two minutes. */
const TRIES = 7;
/** A line over which nothing moves for so long is dead, though nobody says so. */
const STALLED_MS = 45_000;
/** The server forgets what was left unfinished after a day. */
const KEPT_MS = 24 * 3600 * 1000;
const PREFIX = "alur:upload:";

/** Too many at once; or a piece that had arrived although its answer had not. */
const PASSING = new Set([429, 409]);
/** Who is calling is not known, or no longer: signing in again mends that. */
const NOT_NOW = new Set([401, 403]);

/** The server said no, and would again; `forget`: of this file, whoever sends it. */
export class Refused extends Error {
  constructor(message, forget) {
    super(message);
    this.forget = forget;
  }
}
/** The person stopped it. */
export class Stopped extends Error {}
/** What was begun is not there any more. */
class Forgotten extends Error {}

/** A short name for a file: what stays behind in a shared browser tells nobody what was sent. */
function shortened(text) {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (const letter of text) {
    const code = letter.codePointAt(0);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  return `${(a >>> 0).toString(36)}${(b >>> 0).toString(36)}`;
}

/** Where an earlier try of the same file got to, on any page and after a reload. */
const memory = {
  key: (place, { name, size, lastModified }) =>
    PREFIX + shortened(`${place}:${name}:${size}:${lastModified}`),
  get(place, file) {
    const [id, since] = (localStorage.getItem(this.key(place, file)) ?? "").split(" ");
    return Date.now() - Number(since) < KEPT_MS ? id : "";
  },
  set(place, file, id) {
    for (const key of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
      const since = Number(localStorage.getItem(key).split(" ")[1]);
      if (Date.now() - since > KEPT_MS) localStorage.removeItem(key);
    }
    try {
      localStorage.setItem(this.key(place, file), `${id} ${Date.now()}`);
    } catch {
      // A full or closed store: the file travels all the same, only not over a reload.
    }
  },
  forget(place, file) {
    localStorage.removeItem(this.key(place, file));
  },
};

/** One file on its way to the server, piece by piece, going on where a broken line stopped. */
export class Transfer {
  /**
   * `told` is called with what becomes known: {part} from 0 to 1, {waiting} while the line is
   * broken, {resumed} when an earlier try had come so far.
   */
  constructor(place, file, csrf, told) {
    Object.assign(this, { place, file, csrf, told });
    this.stopped = false;
    this.request = null;
  }

  stop() {
    this.stopped = true;
    this.request?.abort();
    this.wake?.();
    memory.forget(this.place, this.file);
  }

  /** Return the file's hash. Throws Refused, Stopped, or what broke the line for too long. */
  async run() {
    let state = await this.patiently(() => this.begin());
    while (!state.sha256) {
      const { id, received } = state;
      try {
        state = await this.patiently(
          () => this.piece(id, received),
          () => this.send("GET", `${this.place}/${id}`),
        );
      } catch (error) {
        if (!(error instanceof Forgotten)) throw error;
        memory.forget(this.place, this.file);
        state = await this.patiently(() => this.begin());
      }
    }
    memory.forget(this.place, this.file);
    return state.sha256;
  }

  /** Carry out `act` until it succeeds; after a failure `look` says how far it really came. */
  async patiently(act, look = act) {
    let failures = 0;
    let next = act;
    for (;;) {
      if (this.stopped) throw new Stopped();
      try {
        const found = await next();
        this.told({ waiting: false });
        return found;
      } catch (error) {
        this.requireHope(error);
        // While the phone knows that it has no line, waiting costs no try.
        failures += navigator.onLine ? 1 : 0;
        if (failures > TRIES) throw error;
      }
      next = look;
      this.told({ waiting: true });
      await this.pause(500 * 2 ** Math.max(1, failures));
    }
  }

  /** Throw what no further try would mend. */
  requireHope(error) {
    if (this.stopped) throw new Stopped();
    if (error instanceof Forgotten) throw error;
    if (error instanceof Refused) {
      // What was refused is not taken up again, but judged anew.
      if (error.forget) memory.forget(this.place, this.file);
      throw error;
    }
  }

  /** Wait, but no longer than until the line is back. */
  pause(ms) {
    return new Promise((done) => {
      const timer = navigator.onLine ? setTimeout(() => this.wake(), ms) : 0;
      this.wake = () => {
        clearTimeout(timer);
        removeEventListener("online", this.wake);
        done();
      };
      addEventListener("online", this.wake);
    });
  }

  async begin() {
    const known = memory.get(this.place, this.file);
    if (known) {
      try {
        const state = await this.send("GET", `${this.place}/${known}`);
        // The same name may stand for a file that was written anew meanwhile.
        if (state.size === this.file.size) {
          const part = state.received / Math.max(1, state.size);
          if (part > 0) this.told({ part, resumed: part });
          return state;
        }
      } catch (error) {
        if (!(error instanceof Forgotten)) throw error;
      }
      memory.forget(this.place, this.file);
    }
    const body = new URLSearchParams({ size: this.file.size, name: this.file.name });
    const begun = await this.send("POST", this.place, body);
    memory.set(this.place, this.file, begun.id);
    return begun;
  }

  piece(id, from) {
    const bytes = this.file.slice(from, from + PIECE);
    return this.send("PUT", `${this.place}/${id}?from=${from}`, bytes, (sent) =>
      this.told({ part: Math.min(1, (from + sent) / Math.max(1, this.file.size)) }),
    );
  }

  /** fetch() tells nothing while bytes leave, and over a thin line one piece takes long. */
  send(method, url, body = null, moved = null) {
    return new Promise((done, fail) => {
      const request = new XMLHttpRequest();
      this.request = request;
      let stalled = 0;
      const alive = () => {
        clearTimeout(stalled);
        stalled = setTimeout(() => request.abort(), STALLED_MS);
      };
      request.open(method, url);
      request.setRequestHeader("X-CSRF-Token", this.csrf);
      request.setRequestHeader("Accept", "application/json");
      request.upload.addEventListener("progress", (event) => {
        alive();
        moved?.(event.loaded);
      });
      request.addEventListener("loadend", () => {
        clearTimeout(stalled);
        const answer = read(request.responseText);
        const fault = faultOf(request.status, answer);
        if (fault) fail(fault);
        else done(answer);
      });
      alive();
      request.send(body);
    });
  }
}

/** What an answer's status says is wrong, null when nothing is. */
function faultOf(status, { detail }) {
  if (status >= 200 && status < 300) return null;
  if (status === 404) return new Forgotten();
  if (status < 400 || status >= 500 || !detail || PASSING.has(status)) return new Error("again");
  return new Refused(detail, !NOT_NOW.has(status));
}

function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
