import { is, isAny } from "bpmn-js/lib/util/ModelUtil";
import { MACHINES } from "./panel/machines.js";

/** What only a person's step says; the descriptor allows it in any task. */
const OF_PEOPLE = ["Form", "Requirement", "Output", "Act", "Decision", "Collector", "Effect"];

/** What the descriptor allows wider than the server does: where it says nothing. */
const NOWHERE = [
  ["Unit", ["bpmn:ScriptTask", "bpmn:BusinessRuleTask"]],
  ...["Step", "Proposed", "Assign", "Agency"].map((name) => [name, ["bpmn:EventBasedGateway"]]),
];

/**
 * An element that becomes one of another kind keeps what that kind can say, and nothing else.
 *
 * A step that a system does has no form and ticks no papers: the panel shows them no more, so
 * nobody could take away what the server then refuses. One undo gives it back.
 */
class Fitting {
  static $inject = ["eventBus"];

  constructor(eventBus) {
    eventBus.on("moddleCopy.canCopyProperty", ({ property, parent }) =>
      // Everything else is for bpmn-js to decide.
      is(parent, "bpmn:ExtensionElements") && isStranger(property, parent.$parent)
        ? false
        : undefined,
    );
  }
}

function isStranger(property, holder) {
  if (!(holder && property?.$type?.startsWith("alur:"))) return false;
  if (OF_PEOPLE.some((name) => is(property, `alur:${name}`)) && isAny(holder, MACHINES))
    return true;
  if (NOWHERE.some(([name, kinds]) => is(property, `alur:${name}`) && isAny(holder, kinds)))
    return true;
  const { meta } = property.$model.getTypeDescriptor(property.$type);
  return Boolean(meta?.allowedIn) && !isAny(holder, meta.allowedIn);
}

export default { __init__: ["alurFitting"], alurFitting: ["type", Fitting] };
