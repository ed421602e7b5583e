import { is } from "bpmn-js/lib/util/ModelUtil";
import { nextSeq } from "./numbering.js";
import { Edit } from "./panel/values.js";

/** What the server proposes where the mend is clear; each is one step of undo. */
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
    const seq = nextSeq(editor.get("elementRegistry"));
    const activity = element.businessObject.name || "Langkah";
    new Edit(editor, element).add("alur:Step", { seq, number: String(seq), activity }).done();
  },
};

export function mend(editor, { kind, element: id, ...more }) {
  const registry = editor.get("elementRegistry");
  const shape = registry.get(id);
  const process = shape ? undefined : poolOf(registry, id);
  const element = shape ?? process?.pool;
  if (!element) return;
  MENDS[kind]?.(editor.get("injector"), {
    element,
    process: process?.process ?? element.businessObject.processRef ?? element.businessObject,
    ...more,
  });
}

/** The pool that draws a process, which has no shape of its own. */
function poolOf(registry, id) {
  const pool = registry.find(
    (element) => is(element, "bpmn:Participant") && element.businessObject.processRef?.id === id,
  );
  return pool && { pool, process: pool.businessObject.processRef };
}
