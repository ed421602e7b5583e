import { listOf, listOfValues, wholeExtension } from "./extension_fields.js";
import { choices, group } from "./parts.js";
import { isOne } from "./values.js";

const RETURNS = [
  ["text", "Teks, tidak dibaca ungkapan"],
  ["number", "Angka"],
  ["boolean", "Ya atau tidak"],
  ["date", "Tanggal"],
  ["choice", "Salah satu dari beberapa kata"],
];

/** Tasks that a system does, or the engine itself: no form, no paraf, no decision of a person. */
export const MACHINES = [
  "bpmn:ServiceTask",
  "bpmn:SendTask",
  "bpmn:ScriptTask",
  "bpmn:BusinessRuleTask",
];

const isJob = (element) => isOne(element, "bpmn:ServiceTask", "bpmn:SendTask");

/** Whether a person does the task. */
export function isWork(element) {
  return isOne(element, "bpmn:Task") && !isOne(element, ...MACHINES);
}

/** By which topic a system fetches the step. */
export function job(element) {
  if (!isJob(element)) return null;
  return group(
    "job",
    "Dikerjakan sistem lain",
    [
      wholeExtension("text", element, "alur:Job", "type", {
        id: "alur-job",
        label: "Topik pekerjaan",
        hint: "Nama yang dipakai sistem itu untuk mengambilnya lewat API, misalnya srikandi-kirim.",
      }),
    ],
    true,
  );
}

/** What the system may bring back; anything else is refused. */
export function returned(element, injector) {
  if (!isJob(element)) return null;
  return listOf(
    element,
    "alur:Returns",
    {
      id: "alur-returns",
      label: "Data yang dibawa kembali",
      named: (one) => one.get("variable") || "Data",
      fields: [
        { kind: "text", property: "variable", label: "Variabel" },
        { kind: "choice", property: "kind", label: "Jenis", options: choices(RETURNS) },
      ],
    },
    injector,
  );
}

/** Which decision of DMN the step evaluates, and where its result goes. */
export function rules(element) {
  if (!isOne(element, "bpmn:BusinessRuleTask")) return null;
  return group(
    "rules",
    "Keputusan DMN",
    [
      wholeExtension("text", element, "alur:Rules", "decision", {
        id: "alur-rules",
        label: "ID keputusan",
        hint: "Dari berkas .dmn yang diunggah bersama diagram ini.",
      }),
      wholeExtension("text", element, "alur:Result", "variable", {
        id: "alur-rules-result",
        label: "Variabel hasil",
      }),
    ],
    true,
  );
}

/** What a system, or a decision, is given. */
export function given(element, injector) {
  if (!isJob(element) && !isOne(element, "bpmn:BusinessRuleTask")) return null;
  return listOfValues(element, injector, "In", {
    id: "alur-given",
    label: isJob(element) ? "Data untuk sistem itu" : "Masukan keputusan",
    unnamed: "Data",
  });
}
