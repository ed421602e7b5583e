import ElementFactory from "bpmn-js/lib/features/modeling/ElementFactory";
import { is } from "bpmn-js/lib/util/ModelUtil";

/** As the server lays steps out: what an SOP writes in one needs the width. */
export const STEP = { width: 190, height: 80 };

/**
 * What somebody draws as a task is a step that a person does, as large as those of a table: a
 * plain one runs nowhere.
 */
class StepsOfPeople extends ElementFactory {
  createElement(elementType, attributes) {
    const plain = attributes?.type === "bpmn:Task" && !attributes.businessObject;
    return super.createElement(
      elementType,
      plain ? { ...attributes, type: "bpmn:UserTask" } : attributes,
    );
  }

  getDefaultSize(element, di) {
    const isStep = is(element, "bpmn:Task") || is(element, "bpmn:CallActivity");
    return isStep ? { ...STEP } : super.getDefaultSize(element, di);
  }
}

export default { elementFactory: ["type", StepsOfPeople] };
