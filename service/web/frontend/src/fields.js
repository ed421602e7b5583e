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
    for (const field of form.querySelectorAll("[data-field].away")) {
      for (const control of field.querySelectorAll("input, select, textarea")) {
        control.disabled = true;
      }
    }
    form.addEventListener("change", (event) => {
      if (!event.target.matches("[data-decides]")) return;
      window.clearTimeout(timer);
      timer = window.setTimeout(ask, PAUSE_MS);
    });
  }
}

/** What is hidden is not sent either: the server refuses answers that were not asked for. */
function show(form, visible) {
  for (const field of form.querySelectorAll("[data-field]")) {
    const away = !visible.has(field.dataset.field);
    field.classList.toggle("away", away);
    for (const control of field.querySelectorAll("input, select, textarea")) {
      control.disabled = away;
    }
  }
}
