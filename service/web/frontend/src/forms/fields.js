import {
  Checkbox,
  Checklist,
  Datetime,
  Default,
  FilePicker,
  Group,
  Numberfield,
  Radio,
  Select,
  Text,
  Textarea,
  Textfield,
} from "@bpmn-io/form-js-viewer";

const OPTIONS = () => [
  { label: "Pilihan 1", value: "pilihan_1" },
  { label: "Pilihan 2", value: "pilihan_2" },
];

/** What the server renders and checks (service/docs/forms.md), and what a new one begins with. */
export const KINDS = {
  textfield: { of: Textfield, name: "Teks pendek", group: "Isian", first: {} },
  textarea: { of: Textarea, name: "Teks panjang", group: "Isian", first: {} },
  number: { of: Numberfield, name: "Angka", group: "Isian", first: {} },
  datetime: { of: Datetime, name: "Tanggal dan jam", group: "Isian", first: { subtype: "date" } },
  filepicker: { of: FilePicker, name: "Berkas", group: "Isian", first: {} },
  radio: { of: Radio, name: "Satu pilihan", group: "Pilihan", first: { values: OPTIONS } },
  select: {
    of: Select,
    name: "Pilihan dari daftar",
    group: "Pilihan",
    first: { values: OPTIONS },
  },
  checklist: {
    of: Checklist,
    name: "Beberapa pilihan",
    group: "Pilihan",
    first: { values: OPTIONS },
  },
  checkbox: { of: Checkbox, name: "Kotak centang", group: "Pilihan", first: {} },
  text: { of: Text, name: "Keterangan", group: "Susunan", first: { text: "Keterangan" } },
  group: { of: Group, name: "Kelompok", group: "Susunan", first: { components: () => [] } },
};

export const nameOf = (type) => KINDS[type]?.name ?? `Komponen “${type}”`;

/** A new field has a label in our words, under the attribute that its kind shows. */
function beginning(type) {
  const { name, first } = KINDS[type];
  const label = type === "text" ? {} : { [type === "datetime" ? "dateLabel" : "label"]: name };
  const values = Object.entries(first).map(([key, value]) => [
    key,
    typeof value === "function" ? value() : value,
  ]);
  return { ...label, ...Object.fromEntries(values) };
}

/** form-js' own component under our name; what is imported is left as its author wrote it. */
function known(type) {
  const { of, name } = KINDS[type];
  const component = (props) => of(props);
  component.config = {
    ...of.config,
    type,
    name,
    label: undefined,
    create: (given = {}, isNew = false) => ({ ...(isNew ? beginning(type) : {}), ...given }),
  };
  return component;
}

/** What Alur would refuse: it has its place and stays in the file; the check says why. */
function unknown(type) {
  const text = `Komponen “${type}” tidak didukung Alur.`;
  const component = (props) => Text({ ...props, field: { ...props.field, text } });
  component.config = {
    type,
    keyed: false,
    pathed: false,
    name: nameOf(type),
    create: (given = {}) => ({ ...given }),
  };
  return component;
}

/** Which kinds there are, in the place of form-js' own list. */
export default class Fields {
  constructor() {
    // Under this name form-js looks for the names and pictures of what is dragged.
    this._formFields = Object.fromEntries(Object.keys(KINDS).map((type) => [type, known(type)]));
    this.others = { default: Default };
  }

  register(type, component) {
    this.others[type] = component;
  }

  get(type) {
    this.others[type] ??= this._formFields[type] ?? unknown(type);
    return this.others[type];
  }
}
