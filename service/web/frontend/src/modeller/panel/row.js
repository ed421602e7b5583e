import { fieldsOf, ofAttribute } from "./extension_fields.js";
import { choices, group } from "./parts.js";
import { performer } from "./performer.js";
import { Edit, extensionOf, isOne, ownerOf } from "./values.js";
import { readWaktu, writtenWaktu } from "./waktu.js";

const ROLES = [
  ["kepala_dinas", "Kepala Dinas"],
  ["sekretaris", "Sekretaris"],
  ["ketua_tim", "Ketua Tim"],
  ["anggota_tim", "Anggota Tim"],
  ["bidang", "Bidang"],
  ["instansi", "Instansi terkait"],
];

const HOW = "Misalnya 30 menit, 1,5 jam, 2 hari, 1 minggu, 1 bulan; hari dan jam dihitung kerja.";
const UNCOUNTED =
  "Tidak dapat dihitung, sehingga langkah ini tanpa tenggat. Tulis angka dan satuannya: 30 menit, 1,5 jam, 2 hari, 1 minggu, 1 bulan.";

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

export function step(element, injector) {
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
      performer(element, injector),
      of("text", "column", "Kolom pelaksana pada dokumen"),
      of("lines", "remarks", "Keterangan"),
    ].filter(Boolean),
    true,
  );
}

export function standard(element) {
  if (!isRow(element)) return null;
  const of = fieldsOf(element, "alur:Step");
  return group("standard", "Mutu baku", [
    of("lines", "requirements", "Kelengkapan"),
    time(element),
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
    proposedTime(element),
  ]);
}

/** One field for what the document says; what is counted of it stands below. */
function time(element) {
  const said = () => extensionOf(ownerOf(element), "alur:Step");
  return fieldsOf(element, "alur:Step")("text", "time", "Waktu", {
    read: () => said()?.get("time") || writtenWaktu(said()?.get("timeIso")),
    write: (injector, typed) => {
      const { text, iso, adjusted } = readWaktu(typed ?? "");
      const read = { time: text || undefined, timeIso: iso, timeAdjusted: adjusted || undefined };
      new Edit(injector, element).set("alur:Step", read).done();
    },
    hint: () => counted(said()),
  });
}

/** What no document says is kept as what is counted alone. */
function proposedTime(element) {
  const said = () => extensionOf(ownerOf(element), "alur:Proposed")?.get("timeIso");
  return fieldsOf(element, "alur:Proposed")("text", "timeIso", "Waktu usulan", {
    read: () => writtenWaktu(said()) ?? said(),
    cast: (typed) => readWaktu(typed).iso,
    validate: (typed) => (typed && !readWaktu(typed).iso && typed !== said() ? UNCOUNTED : null),
    hint: HOW,
  });
}

function counted(step) {
  const words = writtenWaktu(step?.get("timeIso"), { hari: "hari kerja", jam: "jam kerja" });
  if (words) return `Dihitung: ${words}.`;
  if (step?.get("timeAdjusted")) return "Tanggalnya diminta saat proses dimulai.";
  return step?.get("time") ? UNCOUNTED : HOW;
}

/** Whether an element is a row of the table of the SOP, or may become one. */
function isRow(element) {
  const owner = ownerOf(element);
  if (!isOne(element, "bpmn:FlowNode") || extensionOf(owner, "alur:Proposed")) return false;
  return isOne(element, ...TASKS) || Boolean(extensionOf(owner, "alur:Step"));
}
