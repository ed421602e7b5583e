import { ListGroup } from "@bpmn-io/properties-panel";
import { getBusinessObject } from "bpmn-js/lib/util/ModelUtil";
import { field } from "./fields.js";
import { FEEL } from "./parts.js";
import { Edit, extensionOf, extensionsOf, ownerOf } from "./values.js";

/** A field over one property of the one extension of a type. */
export function ofExtension(kind, element, type, property, more) {
  const cast = more.cast ?? ((value) => value);
  return field(kind, {
    id: `${type.replace(":", "-")}-${property}`,
    read: () => extensionOf(ownerOf(element), type)?.get(property),
    write: (injector, value) =>
      new Edit(injector, element)
        .set(type, { [property]: value === undefined ? undefined : cast(value) })
        .done(),
    ...more,
  });
}

/** Fields over the properties of the one extension of a type: `of(kind, property, label, more)`. */
export function fieldsOf(element, type) {
  return (kind, property, label, more = {}) =>
    ofExtension(kind, element, type, property, { label, ...more });
}

/** A field that is the whole of an extension, which goes when the field is emptied. */
export function wholeExtension(kind, element, type, property, more) {
  return ofExtension(kind, element, type, property, {
    write: (injector, value) => {
      const edit = new Edit(injector, element);
      const found = extensionOf(edit.owner, type);
      if (value === undefined && found) edit.remove(found);
      else if (value !== undefined) edit.set(type, { [property]: value });
      edit.done();
    },
    ...more,
  });
}

/** A field over an attribute of the element itself. */
export function ofAttribute(kind, element, property, more) {
  const object = getBusinessObject(element);
  return field(kind, {
    read: () => object.get(property),
    write: (injector, value) =>
      new Edit(injector, element).update(object, { [property]: value }).done(),
    ...more,
  });
}

/** A list over all extensions of a type, each with fields of its own. */
export function listOf(element, type, list, injector) {
  return listGroup(element, extensionsOf(ownerOf(element), type), list, {
    add: (first) => new Edit(injector, element).add(type, first).done(),
    remove: (value) => new Edit(injector, element).remove(value).done(),
  });
}

/** A list of variables, each with the expression of its value. */
export function listOfValues(element, injector, type, { id, label, unnamed }) {
  return listOf(
    element,
    `alur:${type}`,
    {
      id,
      label,
      named: (one) => one.get("variable") || unnamed,
      fields: [
        { kind: "text", property: "variable", label: "Variabel" },
        { kind: "text", property: "value", label: "Nilai", hint: FEEL },
      ],
    },
    injector,
  );
}

/** A list over a property that holds many of `list.type`: documents of the SOP. */
export function listInside(element, type, property, list, injector) {
  const holder = extensionOf(ownerOf(element), type);
  const values = holder?.get(property) ?? [];
  return listGroup(element, values, list, {
    add: (first) => {
      const edit = new Edit(injector, element);
      edit.set(type, { [property]: [...values, edit.create(list.type, first, holder)] }).done();
    },
    remove: (value) =>
      new Edit(injector, element)
        .set(type, { [property]: values.filter((one) => one !== value) })
        .done(),
  });
}

function listGroup(element, values, { id, label, named, fields, first = {} }, { add, remove }) {
  // The header that holds the button would open or close the list.
  const alone = (act) => (event) => {
    event.stopPropagation();
    act();
  };
  return {
    id,
    label,
    component: ListGroup,
    add: alone(() => add(first)),
    items: values.map((value, index) =>
      item(
        element,
        value,
        `${id}-${index}`,
        named,
        fields,
        alone(() => remove(value)),
      ),
    ),
  };
}

function item(element, value, id, named, fields, remove) {
  return {
    id,
    label: named(value),
    autoFocusEntry: `${id}-${fields[0].property}`,
    entries: fields.map(({ kind, property, ...more }) =>
      field(kind, {
        id: `${id}-${property}`,
        read: () => value.get(property),
        write: (injector, typed) =>
          new Edit(injector, element).update(value, { [property]: typed }).done(),
        ...more,
      }),
    ),
    remove,
  };
}
