import { is } from "bpmn-js/lib/util/ModelUtil";
import { nextSeq } from "./numbering.js";
import { Edit, extensionOf } from "./panel/values.js";

const COMMAND = "alur.mend";

/** What the server proposes where the mend is clear; one step of undo each, or for all of them. */
const MENDS = {
  "bind-role": (editor, { element, role }) =>
    new Edit(editor, element).update(element.businessObject, { "alur:role": role }).done(),

  "make-executable": (editor, { element, process }) =>
    new Edit(editor, element).update(process, { isExecutable: true }).done(),

  "add-end": (editor, { element }) => {
    const shape = editor.get("elementFactory").createShape({ type: "bpmn:EndEvent" });
    shape.businessObject.name = "Selesai";
    const place = editor.get("autoPlace");
    place.append(element, shape);
  },

  "make-default": (editor, { element }) => {
    const flow = element.businessObject;
    const source = editor.get("elementRegistry").get(flow.sourceRef.id);
    new Edit(editor, source).update(flow.sourceRef, { default: flow }).done();
  },

  "drop-condition": (editor, { element }) =>
    new Edit(editor, element)
      .update(element.businessObject, { conditionExpression: undefined })
      .done(),

  "make-user-task": (editor, { element }) => {
    editor.get("bpmnReplace").replaceElement(element, { type: "bpmn:UserTask" });
  },

  "make-step": (editor, { element }) => {
    if (extensionOf(element.businessObject, "alur:Step")) return;
    const seq = nextSeq(editor.get("elementRegistry"));
    const activity = element.businessObject.name || "Langkah";
    new Edit(editor, element).add("alur:Step", { seq, number: String(seq), activity }).done();
  },

  "set-form": (editor, { element, form: key }) => {
    if (extensionOf(element.businessObject, "alur:Form")) return;
    new Edit(editor, element).add("alur:Form", { key }).done();
  },

  "change-form": (editor, { element, form: key }) => {
    const form = extensionOf(element.businessObject, "alur:Form");
    if (form) new Edit(editor, element).update(form, { key }).done();
  },

  "ask-units": (editor, { element, form: key }) => {
    const form = extensionOf(element.businessObject, "alur:Form");
    const edit = new Edit(editor, element);
    (form ? edit.update(form, { key }) : edit.add("alur:Form", { key })).done();
  },

  "add-act": (editor, { element, act: kind, document }) =>
    new Edit(editor, element).add("alur:Act", { kind, document }).done(),

  "confirm-performer": (editor, { element }) => {
    const step = extensionOf(element.businessObject, "alur:Step");
    const sure = { confidence: undefined, reason: undefined };
    if (step) new Edit(editor, element).update(step, sure).done();
  },
};

class Mending {
  static $inject = ["commandStack"];

  constructor(commandStack) {
    this.commands = commandStack;
    commandStack.registerHandler(COMMAND, Mend);
  }

  /** Do mends that the server proposed: one step of undo, however many they are. */
  do(mends) {
    this.commands.execute(COMMAND, { mends });
  }
}

class Mend {
  static $inject = ["injector", "elementRegistry"];

  constructor(injector, elementRegistry) {
    this.injector = injector;
    this.registry = elementRegistry;
  }

  preExecute({ mends }) {
    // As the drawing is read: what each counts on is done before it.
    const along = ({ element }) => this.registry.get(element)?.x ?? 0;
    for (const mend of [...mends].sort((one, other) => along(one) - along(other))) this.mend(mend);
  }

  mend({ kind, element: id, ...more }) {
    const shape = this.registry.get(id);
    const process = shape ? undefined : poolOf(this.registry, id);
    const element = shape ?? process?.pool;
    if (!element) return;
    MENDS[kind]?.(this.injector, {
      element,
      process: process?.process ?? element.businessObject.processRef ?? element.businessObject,
      ...more,
    });
  }
}

/** The pool that draws a process, which has no shape of its own. */
function poolOf(registry, id) {
  const pool = registry.find(
    (element) => is(element, "bpmn:Participant") && element.businessObject.processRef?.id === id,
  );
  return pool && { pool, process: pool.businessObject.processRef };
}

export default {
  __init__: ["alurMending"],
  alurMending: ["type", Mending],
};
