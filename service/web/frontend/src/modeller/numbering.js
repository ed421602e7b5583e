import { is } from "bpmn-js/lib/util/ModelUtil";
import { extensionsOf } from "./panel/values.js";

/** The number of the row that a new step becomes. */
export function nextSeq(registry) {
  const used = registry
    .filter((element) => is(element, "bpmn:FlowNode"))
    .flatMap((element) => extensionsOf(element.businessObject, "alur:Step"))
    .map((step) => Number(step.get("seq")) || 0);
  return Math.max(0, ...used) + 1;
}
