import CommandInterceptor from "diagram-js/lib/command/CommandInterceptor";
import { nextSeq } from "./numbering.js";
import { extensionOf } from "./panel/values.js";

/** A copied step gets the next number, unless its own is free: "kembali ke langkah 1" names one. */
class CopiedNumbers extends CommandInterceptor {
  static $inject = ["eventBus", "elementRegistry", "modeling"];

  constructor(eventBus, elementRegistry, modeling) {
    super(eventBus);
    this.postExecuted("elements.create", ({ context: { elements } }) => {
      for (const element of elements) {
        const step = element.labelTarget ? undefined : stepOf(element);
        if (!step) continue;
        const others = elementRegistry.filter((one) => one !== element && !one.labelTarget);
        if (!others.some((one) => calledOf(stepOf(one)) === calledOf(step))) continue;
        const seq = nextSeq(elementRegistry);
        const number = step.get("number") ? String(seq) : step.get("number");
        modeling.updateModdleProperties(element, step, { seq, number });
      }
    });
  }
}

function stepOf(element) {
  const { businessObject } = element;
  return businessObject ? extensionOf(businessObject, "alur:Step") : undefined;
}

/** By which people name it: the printed number without its dot, else its place. */
function calledOf(step) {
  return step && (step.get("number")?.replace(/\.+$/, "") || String(step.get("seq")));
}

export default { __init__: ["alurCopiedNumbers"], alurCopiedNumbers: ["type", CopiedNumbers] };
