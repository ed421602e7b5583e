import ElementFactory from "bpmn-js/lib/features/modeling/ElementFactory";

/** What somebody draws as a task is a step that a person does: a plain one runs nowhere. */
class StepsOfPeople extends ElementFactory {
  createElement(elementType, attributes) {
    const plain = attributes?.type === "bpmn:Task" && !attributes.businessObject;
    return super.createElement(
      elementType,
      plain ? { ...attributes, type: "bpmn:UserTask" } : attributes,
    );
  }
}

export default { elementFactory: ["type", StepsOfPeople] };
