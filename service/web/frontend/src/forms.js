import "@bpmn-io/form-js-viewer/dist/assets/form-js.css";
import "@bpmn-io/form-js-editor/dist/assets/form-js-editor-base.css";
import "./styles/editor.css";
import "./styles/form-editor.css";

// A phone shows the preview; what edits is not even sent there.
const wide = window.matchMedia("(min-width: 56rem)");

async function open() {
  if (!wide.matches) return;
  wide.removeEventListener("change", open);
  const { openPages } = await import("./forms/page.js");
  await openPages(document);
}

wide.addEventListener("change", open);
open();
