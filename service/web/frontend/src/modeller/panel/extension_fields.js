import { field } from "./fields.js";
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

/** A list over all extensions of a type, each with fields of its own. */
export function listOf(element, type, { id, label, named, fields, first = {} }, injector) {
  const values = extensionsOf(ownerOf(element), type);
  return {
    id,
    label,
    add: (event) => {
      event.stopPropagation();
      new Edit(injector, element).add(type, first).done();
    },
    items: values.map((value, index) =>
      item(element, value, `${id}-${index}`, named, fields, (event) => {
        event.stopPropagation();
        new Edit(injector, element).remove(value).done();
      }),
    ),
  };
}

/** A list over a property that holds many: documents of the SOP. */
export function listInside(
  element,
  type,
  property,
  { id, label, made, named, fields, first = {} },
  injector,
) {
  const holder = extensionOf(ownerOf(element), type);
  const values = holder?.get(property) ?? [];
  const change = (left) => new Edit(injector, element).set(type, { [property]: left }).done();
  return {
    id,
    label,
    add: (event) => {
      event.stopPropagation();
      const edit = new Edit(injector, element);
      edit.set(type, { [property]: [...values, edit.create(made, first, holder)] }).done();
    },
    items: values.map((value, index) =>
      item(element, value, `${id}-${index}`, named, fields, (event) => {
        event.stopPropagation();
        change(values.filter((one) => one !== value));
      }),
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
