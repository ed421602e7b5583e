import { is, isAny } from "bpmn-js/lib/util/ModelUtil";
import { extensionOf } from "./panel/values.js";

/** The sequence flows among what is connected. */
export function flows(connections) {
  return connections.filter((one) => is(one, "bpmn:SequenceFlow"));
}

/** What stands before an element, the nearest first; ways back are no way there. */
export function before(element) {
  return along(element, ({ incoming }) => onward(incoming).map(({ source }) => source));
}

/** What stands behind an element, the nearest first. */
export function behind(element) {
  return along(element, ({ outgoing }) => onward(outgoing).map(({ target }) => target));
}

/** How a step is called by its number on the document; "" without one. */
export function numberOf(step) {
  const number = extensionOf(step.businessObject, "alur:Step")?.get("number") ?? "";
  return number.replace(/[. ]+$/, "");
}

export function isStep(element) {
  return is(element, "bpmn:Activity") && !element.labelTarget;
}

/** Whether one person does the step, once. */
export function isWork(element) {
  const object = element.businessObject;
  return isAny(object, ["bpmn:UserTask", "bpmn:ManualTask"]) && !object.get("loopCharacteristics");
}

/** Whether a connection is a way on which work is sent back. */
export function isBack({ businessObject }) {
  return businessObject.get("alur:purpose") === "return";
}

function onward(connections) {
  return flows(connections).filter((flow) => !isBack(flow));
}

function along(element, next) {
  const seen = new Set([element]);
  const found = [];
  for (let at = [element]; at.length; ) {
    at = [...new Set(at.flatMap(next))].filter((one) => !seen.has(one));
    for (const one of at) seen.add(one);
    found.push(...at);
  }
  return found;
}
