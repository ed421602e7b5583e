import { typed } from "./form.js";

const PAUSE_MS = 350;

/** Ask the server which fields the answers so far leave visible; it alone knows the rules. */
export function watchFields(root) {
  for (const form of root.querySelectorAll("form[data-fields]")) {
    let timer = 0;
    const ask = async () => {
      try {
        const answer = await fetch(form.dataset.fields, {
          method: "POST",
          body: typed(form),
          headers: { Accept: "application/json" },
        });
        if (answer.ok) show(form, new Set((await answer.json()).visible));
      } catch {
        // Off line: nothing hides, and the server decides again when the form arrives.
      }
    };
    form.addEventListener("change", () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(ask, PAUSE_MS);
    });
  }
}

function show(form, visible) {
  for (const field of form.querySelectorAll("[data-field]")) {
    field.hidden = !visible.has(field.dataset.field);
  }
}
