/**
 * What a file says is written again, also what bpmn-js and moddle would leave away.
 *
 * moddle writes no value that equals its default, yet `expressionLanguage` absent means to us that
 * the file does not say, and drops a reference to what it does not know (`aris:extension`). bpmn-js
 * drops the places of what it does not draw, as inside a closed subprocess on the same plane. A
 * carriage return in a name, as Windows breaks lines, is read as a blank unless it is escaped.
 */
class Keeping {
  static $inject = ["eventBus", "moddle"];

  constructor(eventBus, moddle) {
    this.moddle = moddle;
    this.unresolved = [];
    this.places = [];
    eventBus.on("import.parse.complete", ({ definitions, warnings = [] }) => {
      this.unresolved = warnings.filter(({ element, property }) => reference(element, property));
      this.places = (definitions?.get("diagrams") ?? []).flatMap(({ plane }) =>
        (plane?.get("planeElement") ?? []).map((item) => ({ plane, item })),
      );
    });
    eventBus.on("saveXML.start", ({ definitions }) => {
      this.sayDefaults();
      this.sayPlaces(definitions);
      for (const it of this.unresolved) sayUnresolved(it);
    });
    eventBus.on("saveXML.serialized", ({ xml }) =>
      xml.replace(/="[^"<]*\r[^"<]*"/g, (value) => value.replaceAll("\r", "&#13;")),
    );
    // A stub that stands for something unknown is only to be written.
    eventBus.on("saveXML.done", () => {
      for (const { element, property, stub } of this.unresolved) {
        if (stub) element.set(property, undefined);
      }
    });
  }

  /** The lists that the writer goes through; what a new element gets is defined elsewhere. */
  sayDefaults() {
    for (const { prototype } of Object.values(this.moddle.typeCache)) {
      const descriptor = prototype.$descriptor;
      descriptor.properties = descriptor.properties.map((property) =>
        property.default === undefined ? property : { ...property, default: undefined },
      );
    }
  }

  /** What was deleted has no parent any more; what is still there keeps its place. */
  sayPlaces(definitions) {
    const shown = new Set(
      definitions.get("diagrams").flatMap(({ plane }) => plane.get("planeElement")),
    );
    for (const { plane, item } of this.places) {
      if (shown.has(item) || (item.bpmnElement && !within(item.bpmnElement, definitions)))
        continue;
      plane.get("planeElement").push(item);
      item.$parent = plane;
    }
  }
}

function within(element, definitions) {
  let at = element;
  while (at && at !== definitions) at = at.$parent;
  return at === definitions;
}

function reference(element, property) {
  const known = element?.$descriptor?.propertiesByName[property];
  return known?.isReference ? known : undefined;
}

function sayUnresolved(it) {
  const { element, property, value } = it;
  const known = reference(element, property);
  if (known.isAttr) {
    const name = property.replace(/^bpmn:/, "");
    if (element.get(property)) delete element.$attrs[name];
    else element.$attrs[name] = value;
    return;
  }
  // Of this file's own ids one that leads nowhere is a fault; of another namespace it is not ours.
  it.stub = !known.isMany && value.includes(":") && !element.get(property);
  if (it.stub) element.set(property, { id: value });
}

export default { __init__: ["alurKeeping"], alurKeeping: ["type", Keeping] };
