import { is } from "bpmn-js/lib/util/ModelUtil";
import CommandInterceptor from "diagram-js/lib/command/CommandInterceptor";
import { extensionOf, ownerOf, processOf } from "./panel/values.js";

/** What the panel asks for → the names that are drawn of it. */
const DRAWN = { "alur:Step": "activity", "alur:Sop": "name" };

/**
 * Keeps names that are drawn like what the panel says: a step like its *Kegiatan*, a pool like its
 * SOP; and what the panel says like a name that was written on the drawing, or the table and the
 * printed SOP would go on with the old words. Where the two differed before, somebody wanted that,
 * and the other one stays; who wants them to differ names the step in the panel.
 */
class Following extends CommandInterceptor {
  static $inject = ["eventBus", "modeling"];

  constructor(eventBus, modeling) {
    super(eventBus);
    const changed = "element.updateModdleProperties";
    this.preExecute(changed, ({ context }) => {
      const property = drawnFrom(context);
      if (property) context.saidBefore = context.moddleElement.get(property);
    });
    this.postExecuted(changed, ({ context }) => {
      const property = drawnFrom(context);
      if (!property) return;
      const { element, moddleElement, saidBefore } = context;
      const name = moddleElement.get(property);
      if (!(name && saidBefore)) return;
      if (same(element.businessObject.name, saidBefore))
        modeling.updateProperties(element, { name });
      const process = processOf(element);
      if (process && process !== element.businessObject && same(process.name, saidBefore)) {
        modeling.updateModdleProperties(element, process, { name });
      }
    });

    this.postExecuted("element.updateLabel", ({ context }) => {
      const { newLabel, oldLabel } = context;
      if (!newLabel?.trim() || !oldLabel || same(newLabel, oldLabel)) return;
      const element = context.element.labelTarget ?? context.element;
      for (const [type, property] of Object.entries(DRAWN)) {
        const said = extensionOf(ownerOf(element), type);
        if (said && same(said.get(property), oldLabel)) {
          modeling.updateModdleProperties(element, said, { [property]: newLabel.trim() });
        }
      }
    });
  }
}

/** The property of which a name is drawn, when a command changes it. */
function drawnFrom({ moddleElement, properties }) {
  const property = DRAWN[Object.keys(DRAWN).find((type) => is(moddleElement, type))];
  return property in properties ? property : undefined;
}

function same(one, other) {
  const plain = (text) => (text ?? "").trim().replace(/\s+/g, " ");
  return plain(one) === plain(other);
}

export default { __init__: ["alurFollowing"], alurFollowing: ["type", Following] };
