import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";
import { listInside, ofExtension } from "./extension_fields.js";
import { group } from "./parts.js";
import { extensionOf, processOf } from "./values.js";

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
    of("kinds", "Jenis proses", {
      hint: "Di antara murni, perubahan, pergeseran, lainnya; pisahkan dengan spasi.",
    }),
  ]);
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
