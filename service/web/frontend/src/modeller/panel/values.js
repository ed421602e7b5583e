import { getBusinessObject, is, isAny } from "bpmn-js/lib/util/ModelUtil";

/** The process that an element stands for: of a pool its own, of a collaboration its first. */
export function processOf(element) {
  const object = getBusinessObject(element);
  if (is(object, "bpmn:Process")) return object;
  if (is(object, "bpmn:Participant")) return object.processRef;
  if (is(object, "bpmn:Collaboration")) {
    return object.get("participants").find((one) => one.processRef)?.processRef;
  }
  return undefined;
}

/** What the extension elements of an element belong to. */
export function ownerOf(element) {
  return processOf(element) ?? getBusinessObject(element);
}

export function extensionsOf(owner, type) {
  const all = owner?.get("extensionElements")?.get("values") ?? [];
  return all.filter((value) => is(value, type));
}

export function extensionOf(owner, type) {
  return extensionsOf(owner, type)[0];
}

/** Every change of one edit is one step of undo. */
export class Edit {
  constructor(injector, element) {
    this.injector = injector;
    this.element = element;
    this.owner = ownerOf(element);
    this.factory = injector.get("bpmnFactory");
    this.commands = [];
  }

  update(moddleElement, properties) {
    this.commands.push({
      cmd: "element.updateModdleProperties",
      context: { element: this.element, moddleElement, properties },
    });
    return this;
  }

  create(type, properties, parent) {
    const made = this.factory.create(type, properties);
    made.$parent = parent;
    return made;
  }

  /** Change the one extension of a type, which is made where it is missing. */
  set(type, properties) {
    const found = extensionOf(this.owner, type);
    return found ? this.update(found, properties) : this.add(type, properties);
  }

  add(type, properties) {
    const holder = this.owner.get("extensionElements");
    if (!holder) {
      const made = this.create("bpmn:ExtensionElements", { values: [] }, this.owner);
      made.values = [this.create(type, properties, made)];
      return this.update(this.owner, { extensionElements: made });
    }
    const value = this.create(type, properties, holder);
    return this.update(holder, { values: [...holder.get("values"), value] });
  }

  /** Take a value away, and with the last one what held it. */
  remove(value) {
    const holder = this.owner.get("extensionElements");
    const left = holder.get("values").filter((one) => one !== value);
    return left.length
      ? this.update(holder, { values: left })
      : this.update(this.owner, { extensionElements: undefined });
  }

  done() {
    if (this.commands.length) {
      this.injector
        .get("commandStack")
        .execute("properties-panel.multi-command-executor", this.commands);
    }
  }
}

export function isOne(element, ...types) {
  return isAny(getBusinessObject(element), types);
}
