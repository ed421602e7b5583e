import Modeler from "bpmn-js/lib/Modeler";
import { BpmnPropertiesPanelModule, BpmnPropertiesProviderModule } from "bpmn-js-properties-panel";
import Minimap from "diagram-js-minimap";
// The one descriptor of our namespace, which Camunda Modeler can load too.
import alur from "../../../../../bpmn/alur-moddle.json";
import Lettering from "../lettering.js";
import Chaining from "./chaining.js";
import Choosing from "./choosing.js";
import Connecting from "./connecting.js";
import CopiedNumbers from "./copied_numbers.js";
import EachUnit from "./each_unit.js";
import Fitting from "./fitting.js";
import Following from "./following.js";
import Growing from "./growing.js";
import Inserting from "./inserting.js";
import Keeping from "./keeping.js";
import LaneLeaving from "./lane_leaving.js";
import Mending from "./mending.js";
import Pad from "./pad.js";
import Panel from "./panel/index.js";
import PaperMenu from "./paper_menu.js";
import Papers from "./papers.js";
import People from "./people.js";
import Placing from "./placing.js";
import Popups from "./popups.js";
import Reaching from "./reaching.js";
import Refusing from "./refusing.js";
import ReviewLoop from "./review_loop.js";
import ReviewPicking from "./review_picking.js";
import Searching from "./searching.js";
import Unfolding from "./unfolding.js";
import Words from "./words.js";

/** bpmn-js with its panel, our groups and our words. */
export function makeEditor({ canvas, panel, forms, sops }) {
  return new Modeler({
    container: canvas,
    propertiesPanel: { parent: panel },
    moddleExtensions: { alur },
    alurForms: forms,
    alurSops: sops,
    additionalModules: [
      Words,
      Fitting,
      Following,
      Growing,
      Inserting,
      Keeping,
      LaneLeaving,
      Lettering,
      Chaining,
      Choosing,
      Connecting,
      CopiedNumbers,
      EachUnit,
      Mending,
      People,
      Placing,
      Popups,
      Reaching,
      Refusing,
      Searching,
      ReviewLoop,
      ReviewPicking,
      Papers,
      PaperMenu,
      Unfolding,
      Pad,
      BpmnPropertiesPanelModule,
      BpmnPropertiesProviderModule,
      Panel,
      Minimap,
    ],
  });
}

/** Room for the palette at the left and the mark of bpmn.io at the foot, in pixels. */
const MARGIN = { left: 130, other: 30 };

/** The whole diagram, clear of the palette; `least`: never smaller than that, from its beginning. */
export function showWhole(editor, least = 0) {
  const canvas = editor.get("canvas");
  const { inner, outer } = canvas.viewbox();
  // A page that is being left has no size any more.
  if (!(outer.width && outer.height)) return;
  const fitting = Math.min(
    (outer.width - MARGIN.left - MARGIN.other) / Math.max(inner.width, 1),
    (outer.height - 2 * MARGIN.other) / Math.max(inner.height, 1),
  );
  const scale = Math.min(1, Math.max(least, fitting));
  canvas.viewbox({
    x: inner.x - MARGIN.left / scale,
    y: inner.y - MARGIN.other / scale,
    width: outer.width / scale,
    height: outer.height / scale,
  });
}

/** Go to an element, its scope opened. */
export function goTo(editor, id) {
  const element = editor.get("elementRegistry").get(id);
  if (!element) return false;
  editor.get("canvas").scrollToElement(element, { top: 80, bottom: 80, left: 120, right: 80 });
  editor.get("selection").select(element);
  return true;
}

export async function drawn(editor) {
  return (await editor.saveXML({ format: true })).xml;
}
