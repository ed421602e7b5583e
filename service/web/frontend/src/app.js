import "./app.css";
import "htmx.org";
import { watchCopies } from "./copy.js";
import { watchDiagrams } from "./diagram.js";
import { watchDrafts } from "./draft.js";
import { watchFields } from "./fields.js";
import { watchForms } from "./form.js";
import { watchUploads } from "./upload.js";

document.documentElement.classList.add("js");

watchForms(document);
watchDrafts(document);
watchFields(document);
watchUploads(document);
watchCopies(document);
watchDiagrams(document);

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}

// After a refused form the reader must hear what is wrong before anything else.
document.querySelector(".error-summary")?.focus();
