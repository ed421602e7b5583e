import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import "bpmn-js/dist/assets/bpmn-font/css/bpmn.css";
import "@bpmn-io/properties-panel/assets/properties-panel.css";
import "diagram-js-minimap/assets/diagram-js-minimap.css";
import "./styles/modeller.css";

// A phone shows the picture; what draws is not even sent there.
const wide = window.matchMedia("(min-width: 56rem)");

async function open() {
  if (!wide.matches) return;
  wide.removeEventListener("change", open);
  const { openPages } = await import("./modeller/page.js");
  await openPages(document);
}

wide.addEventListener("change", open);
open();
