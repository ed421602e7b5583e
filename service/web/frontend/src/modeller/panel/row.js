import { fieldsOf, ofAttribute } from "./extension_fields.js";
import { choices, group, ISO_TIME } from "./parts.js";
import { extensionOf, isOne, ownerOf } from "./values.js";

const ROLES = [
  ["kepala_dinas", "Kepala Dinas"],
  ["sekretaris", "Sekretaris"],
  ["ketua_tim", "Ketua Tim"],
  ["anggota_tim", "Anggota Tim"],
  ["bidang", "Bidang"],
  ["instansi", "Instansi terkait"],
];

const TASKS = ["bpmn:Task", "bpmn:CallActivity", "bpmn:SubProcess"];

export function role(element) {
  if (!isOne(element, "bpmn:Lane")) return null;
  return group(
    "role",
    "Peran kolom pelaksana",
    [
      ofAttribute("choice", element, "alur:role", {
        id: "alur-role",
        label: "Peran",
        hint: "Pemegang peran ini yang mengerjakan langkah di kolom ini.",
        options: choices(ROLES),
      }),
    ],
    true,
  );
}

export function step(element) {
  if (!isRow(element)) return null;
  const of = fieldsOf(element, "alur:Step");
  return group(
    "step",
    "Langkah",
    [
      of("text", "seq", "Urutan", {
        hint: "Baris keberapa di tabel SOP, mulai dari 1.",
        validate: (value) => (!value || /^[1-9]\d{0,3}$/.test(value) ? null : "Tulis angka"),
        cast: Number,
      }),
      of("text", "number", "Nomor pada dokumen"),
      of("lines", "activity", "Kegiatan"),
      of("text", "column", "Kolom pelaksana pada dokumen"),
      of("lines", "remarks", "Keterangan"),
    ],
    true,
  );
}

export function standard(element) {
  if (!isRow(element)) return null;
  const of = fieldsOf(element, "alur:Step");
  return group("standard", "Mutu baku", [
    of("lines", "requirements", "Kelengkapan"),
    of("text", "time", "Waktu pada dokumen"),
    of("text", "timeIso", "Waktu baku", { hint: ISO_TIME }),
    of("check", "timeAdjusted", "Disesuaikan (tanggalnya diminta saat proses dimulai)"),
    of("lines", "outputText", "Output"),
  ]);
}

export function proposed(element) {
  if (!extensionOf(ownerOf(element), "alur:Proposed")) return null;
  const of = fieldsOf(element, "alur:Proposed");
  return group("proposed", "Langkah usulan", [
    of("text", "partOf", "Bagian dari langkah"),
    of("text", "reason", "Alasan"),
    of("text", "timeIso", "Waktu usulan", { hint: ISO_TIME }),
  ]);
}

/** Whether an element is a row of the table of the SOP, or may become one. */
function isRow(element) {
  const owner = ownerOf(element);
  if (!isOne(element, "bpmn:FlowNode") || extensionOf(owner, "alur:Proposed")) return false;
  return isOne(element, ...TASKS) || Boolean(extensionOf(owner, "alur:Step"));
}
