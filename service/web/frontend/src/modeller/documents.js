import { is } from "bpmn-js/lib/util/ModelUtil";
import { Edit, extensionOf } from "./panel/values.js";

/** What stands for the process of an element: its pool, or the whole drawing. */
export function drawingOf(element) {
  let at = element;
  while (at.parent && !is(at, "bpmn:Participant")) at = at.parent;
  return at;
}

/** Declare documents, {key, name}, at the process of an element. */
export function declare(injector, element, documents) {
  const edit = new Edit(injector, drawingOf(element));
  const sop = extensionOf(edit.owner, "alur:Sop");
  const made = documents.map((one) => edit.create("alur:Document", one, sop));
  if (sop) edit.update(sop, { document: [...sop.get("document"), ...made] });
  else edit.add("alur:Sop", { name: edit.owner.name, document: made });
  edit.done();
}
