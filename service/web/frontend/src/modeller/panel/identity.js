import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";
import { listInside, ofExtension } from "./extension_fields.js";
import { field } from "./fields.js";
import { group } from "./parts.js";
import { Edit, extensionOf, processOf } from "./values.js";

/** What the sheet of identity lists, as the table names it. */
const LINES = [
  ["legalBasis", "Dasar hukum"],
  ["qualification", "Kualifikasi pelaksana"],
  ["related", "Keterkaitan"],
  ["equipment", "Peralatan dan perlengkapan"],
  ["warning", "Peringatan"],
  ["record", "Pencatatan dan pendataan"],
];

const KINDS = [
  ["murni", "Murni"],
  ["perubahan", "Perubahan"],
  ["pergeseran", "Pergeseran"],
  ["lainnya", "Lainnya"],
];

/** What somebody types into a list: an empty line is one until the next is begun. */
const typing = new WeakMap();

export function identity(element) {
  if (!processOf(element)) return null;
  const of = (property, label, more = {}) =>
    ofExtension("text", element, "alur:Sop", property, { label, ...more });
  return group("identity", "Identitas SOP", [
    of("number", "Nomor SOP"),
    of("name", "Nama SOP"),
    of("government", "Pemerintah daerah"),
    of("office", "Perangkat daerah"),
    of("unit", "Unit"),
    of("made", "Tanggal pembuatan"),
    of("revised", "Tanggal revisi"),
    of("effective", "Tanggal efektif"),
    of("ratifiedBy", "Disahkan oleh", { hint: "Nama jabatan, bukan nama orang." }),
    ...LINES.map(([property, label]) => lines(element, property, label)),
  ]);
}

/** A list as text, one thing on a line. */
function lines(element, property, label) {
  const said = () => extensionOf(processOf(element), "alur:Sop");
  const stored = () => (said()?.get(property) ?? []).join("\n");
  return ofExtension("lines", element, "alur:Sop", property, {
    label,
    hint: "Satu hal pada tiap baris.",
    read: () => {
      const typed = typing.get(said())?.[property];
      return typed !== undefined && things(typed).join("\n") === stored() ? typed : stored();
    },
    write: (injector, typed = "") => {
      new Edit(injector, element).set("alur:Sop", { [property]: things(typed) }).done();
      typing.set(said(), { ...typing.get(said()), [property]: typed });
    },
  });
}

function things(text) {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}

/** Of what kinds processes of the SOP are; that there are none is said too. */
export function kinds(element) {
  if (!processOf(element)) return null;
  const said = () => extensionOf(processOf(element), "alur:Sop")?.get("kinds");
  const chosen = () => (said() ?? "").split(/\s+/).filter(Boolean);
  const write = (injector, value) =>
    new Edit(injector, element).set("alur:Sop", { kinds: value }).done();
  const kind = ([value, label]) =>
    field("check", {
      id: `alur-kind-${value}`,
      label,
      read: () => chosen().includes(value),
      write: (injector, ticked) => {
        const now = [...chosen().filter((one) => one !== value), ...(ticked ? [value] : [])];
        const known = KINDS.map(([one]) => one).filter((one) => now.includes(one));
        const strange = now.filter((one) => !known.includes(one));
        write(injector, [...known, ...strange].join(" ") || undefined);
      },
    });
  const none = field("check", {
    id: "alur-kind-none",
    label: "Prosesnya tidak mempunyai jenis",
    read: () => said() !== undefined && !chosen().length,
    write: (injector, ticked) => write(injector, ticked ? "" : undefined),
  });
  return group("kinds", "Jenis proses", [...KINDS.map(kind), none]);
}

export function processDocuments(element, injector) {
  if (!processOf(element)) return null;
  return listInside(
    element,
    "alur:Sop",
    "document",
    {
      id: "alur-documents",
      label: "Dokumen proses",
      type: "alur:Document",
      named: (one) => one.get("name") || one.get("key") || "Dokumen",
      fields: [
        { kind: "text", property: "name", label: "Nama dokumen" },
        { kind: "text", property: "key", label: "Kunci", hint: "Satu kata, huruf kecil: rka" },
      ],
    },
    injector,
  );
}

/** The documents of the SOP that an element belongs to, to choose from. */
export function documentsOf(element) {
  let object = getBusinessObject(element);
  while (object && !is(object, "bpmn:Process")) object = object.$parent;
  const process = object ?? processOf(element);
  const documents = extensionOf(process, "alur:Sop")?.get("document") ?? [];
  return documents.map((one) => ({
    value: one.get("key"),
    label: one.get("name") || one.get("key"),
  }));
}
