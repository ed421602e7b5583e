import { listOf, wholeExtension } from "./extension_fields.js";
import { documentsOf } from "./identity.js";
import { isWork } from "./machines.js";
import { choices, choicesOf, FEEL, group } from "./parts.js";
import { extensionOf, ownerOf } from "./values.js";

const OUTPUTS = [
  ["newDocument", "Dokumen baru"],
  ["newVersion", "Versi baru dokumen"],
  ["act", "Tindakan pada dokumen"],
  ["record", "Catatan tanpa berkas"],
];

const ACTS = [
  ["paraf", "Paraf"],
  ["approveForSignature", "Disetujui untuk ditandatangani"],
  ["sign", "Tanda tangan"],
];

export function requirements(element, injector) {
  if (!isWork(element)) return null;
  const documents = () => documentsOf(element);
  return listOf(
    element,
    "alur:Requirement",
    {
      id: "alur-requirements",
      label: "Daftar periksa kelengkapan",
      named: (one) => one.get("name") || "Kelengkapan",
      fields: [
        { kind: "text", property: "name", label: "Yang harus ada" },
        { kind: "choice", property: "document", label: "Dokumen proses", options: documents },
      ],
    },
    injector,
  );
}

export function outputs(element, injector) {
  if (!isWork(element)) return null;
  const documents = () => documentsOf(element);
  return listOf(
    element,
    "alur:Output",
    {
      id: "alur-outputs",
      label: "Output",
      named: (one) => one.get("name") || "Output",
      first: { kind: "record" },
      fields: [
        { kind: "text", property: "name", label: "Nama output" },
        { kind: "choice", property: "kind", label: "Jenis", options: choices(OUTPUTS) },
        { kind: "choice", property: "document", label: "Dokumen proses", options: documents },
        { kind: "text", property: "when", label: "Hanya bila", hint: FEEL },
      ],
    },
    injector,
  );
}

export function acts(element, injector) {
  if (!isWork(element)) return null;
  const documents = () => documentsOf(element);
  const called = Object.fromEntries(ACTS);
  return listOf(
    element,
    "alur:Act",
    {
      id: "alur-acts",
      label: "Paraf dan tanda tangan",
      named: (one) => called[one.get("kind")] ?? "Tindakan",
      first: { kind: "paraf" },
      fields: [
        { kind: "choice", property: "kind", label: "Tindakan", options: choices(ACTS) },
        { kind: "choice", property: "document", label: "Dokumen proses", options: documents },
        { kind: "text", property: "when", label: "Hanya bila", hint: FEEL },
      ],
    },
    injector,
  );
}

export function form(element, forms) {
  if (!isWork(element)) return null;
  const now = () => extensionOf(ownerOf(element), "alur:Form")?.get("key");
  return group("form", "Formulir", [
    wholeExtension("choice", element, "alur:Form", "key", {
      id: "alur-form",
      label: "Formulir langkah ini",
      options: () => choicesOf(forms, now()),
    }),
  ]);
}

export function decision(element) {
  if (!isWork(element)) return null;
  return group("decision", "Keputusan", [
    wholeExtension("text", element, "alur:Decision", "variable", {
      id: "alur-decision",
      label: "Variabel putusan",
      hint: "Diisi bila langkah ini memutuskan sesuatu; langsung sesudahnya percabangan “salah satu”.",
    }),
  ]);
}
