import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import "bpmn-js/dist/assets/bpmn-font/css/bpmn.css";
import "@bpmn-io/properties-panel/assets/properties-panel.css";
import "diagram-js-minimap/assets/diagram-js-minimap.css";
import "./styles/editor.css";
import "./styles/modeller.css";

// A phone shows the picture; what draws is not even sent there.
const wide = window.matchMedia("(min-width: 56rem)");

async function open() {
  if (!wide.matches) return;
  wide.removeEventListener("change", open);
  const root = document.querySelector("[data-modeller]");
  // The drawing comes while what draws it does.
  const diagram = fetch(root.dataset.diagram).then((answer) => answer.text());
  const { openPage } = await import("./modeller/page.js");
  await openPage(root, diagram);
}

wide.addEventListener("change", open);
open();
