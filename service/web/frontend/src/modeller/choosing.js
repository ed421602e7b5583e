import { hasSecondaryModifier, isPrimaryButton } from "diagram-js/lib/util/Mouse";

/** Before bpmn-js's own, which lets go of an element that is clicked while it is the chosen one. */
const FIRST = 1500;

/**
 * What is clicked is chosen, also when it was chosen before.
 *
 * Who goes back from the panel to the drawing clicks the same step again, and would find the
 * closed groups of the whole diagram where its fields were. Shift+click still lets go of it.
 */
class Choosing {
  static $inject = ["eventBus", "selection"];

  constructor(eventBus, selection) {
    eventBus.on("element.click", FIRST, (event) => {
      const [chosen, ...others] = selection.get();
      const again = chosen === event.element && !others.length;
      if (again && isPrimaryButton(event) && !hasSecondaryModifier(event)) event.stopPropagation();
    });
  }
}

export default { __init__: ["alurChoosing"], alurChoosing: ["type", Choosing] };
