import { Group, ListGroup } from "@bpmn-io/properties-panel";
import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";
import { listInside, listOf, ofExtension } from "./extension_fields.js";
import { field } from "./fields.js";
import { Edit, extensionOf, isOne, ownerOf, processOf } from "./values.js";

const ROLES = [
  ["kepala_dinas", "Kepala Dinas"],
  ["sekretaris", "Sekretaris"],
  ["ketua_tim", "Ketua Tim"],
  ["anggota_tim", "Anggota Tim"],
  ["bidang", "Bidang"],
  ["instansi", "Instansi terkait"],
];

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

const PURPOSES = [["return", "Kembalikan untuk perbaikan"]];

const CLOCKS = [
  ["timeDuration", "Setelah jangka waktu"],
  ["timeDate", "Pada tanggal"],
  ["timeCycle", "Berulang"],
];

const FEEL = "Ungkapan, misalnya putusan = “setuju” atau nilai > 10.";
const ISO_TIME = "PT2H: 2 jam, P1D: 1 hari kerja, P2W: 2 minggu, P1M: 1 bulan.";

const TASKS = ["bpmn:Task", "bpmn:CallActivity", "bpmn:SubProcess"];

const choices = (pairs) => () => pairs.map(([value, label]) => ({ value, label }));

/** The groups of an element that Alur adds to those of plain BPMN. */
export function groupsOf(element, injector, forms) {
  return [
    identity(element),
    processDocuments(element, injector),
    role(element),
    step(element),
    proposed(element),
    standard(element),
    requirements(element, injector),
    outputs(element, injector),
    acts(element, injector),
    form(element, forms),
    decision(element),
    condition(element),
    timer(element),
    call(element),
    mapped(element, injector, "In", "Data yang dikirim"),
    mapped(element, injector, "Out", "Data yang diterima"),
    assignments(element, injector),
    others(element),
  ].filter(Boolean);
}

const group = (id, label, entries, open = false) => ({
  id: `alur-${id}`,
  label,
  component: Group,
  entries,
  shouldOpen: open,
});

const list = (made) => ({ component: ListGroup, ...made });

function documentsOf(element) {
  let object = getBusinessObject(element);
  while (object && !is(object, "bpmn:Process")) object = object.$parent;
  const process = object ?? processOf(element);
  const documents = extensionOf(process, "alur:Sop")?.get("document") ?? [];
  return documents.map((one) => ({ value: one.get("key"), label: one.get("name") || one.key }));
}

function identity(element) {
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
    of("kinds", "Jenis proses", { hint: "murni perubahan pergeseran lainnya, dipisah spasi." }),
  ]);
}

function processDocuments(element, injector) {
  if (!processOf(element)) return null;
  const made = listInside(
    element,
    "alur:Sop",
    "document",
    {
      id: "alur-documents",
      label: "Dokumen proses",
      made: "alur:Document",
      named: (one) => one.get("name") || one.get("key") || "Dokumen",
      fields: [
        { kind: "text", property: "name", label: "Nama dokumen" },
        { kind: "text", property: "key", label: "Kunci", hint: "Satu kata, huruf kecil: rka" },
      ],
    },
    injector,
  );
  return list(made);
}

function role(element) {
  if (!isOne(element, "bpmn:Lane")) return null;
  const lane = getBusinessObject(element);
  return group(
    "role",
    "Peran kolom pelaksana",
    [
      field("choice", {
        id: "alur-role",
        label: "Peran",
        hint: "Pemegang peran ini yang mengerjakan langkah di kolom ini.",
        options: choices(ROLES),
        read: () => lane.get("alur:role"),
        write: (injector, value) =>
          new Edit(injector, element).update(lane, { "alur:role": value }).done(),
      }),
    ],
    true,
  );
}

function step(element) {
  if (!isOne(element, "bpmn:FlowNode") || extensionOf(ownerOf(element), "alur:Proposed")) {
    return null;
  }
  if (!isOne(element, ...TASKS) && !extensionOf(ownerOf(element), "alur:Step")) return null;
  const of = (kind, property, label, more = {}) =>
    ofExtension(kind, element, "alur:Step", property, { label, ...more });
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

function proposed(element) {
  if (!extensionOf(ownerOf(element), "alur:Proposed")) return null;
  const of = (property, label, more = {}) =>
    ofExtension("text", element, "alur:Proposed", property, { label, ...more });
  return group("proposed", "Langkah usulan", [
    of("partOf", "Bagian dari langkah"),
    of("reason", "Alasan"),
    of("timeIso", "Waktu usulan", { hint: ISO_TIME }),
  ]);
}

function standard(element) {
  if (!extensionOf(ownerOf(element), "alur:Step") && !isOne(element, ...TASKS)) return null;
  if (extensionOf(ownerOf(element), "alur:Proposed")) return null;
  const of = (kind, property, label, more = {}) =>
    ofExtension(kind, element, "alur:Step", property, { label, ...more });
  return group("standard", "Mutu baku", [
    of("lines", "requirements", "Kelengkapan"),
    of("text", "time", "Waktu pada dokumen"),
    of("text", "timeIso", "Waktu baku", { hint: ISO_TIME }),
    of("check", "timeAdjusted", "Disesuaikan (tanggalnya diminta saat proses dimulai)"),
    of("lines", "outputText", "Output"),
  ]);
}

function requirements(element, injector) {
  if (!isOne(element, "bpmn:Task")) return null;
  const documents = () => documentsOf(element);
  return list(
    listOf(
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
    ),
  );
}

function outputs(element, injector) {
  if (!isOne(element, "bpmn:Task")) return null;
  const documents = () => documentsOf(element);
  return list(
    listOf(
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
    ),
  );
}

function acts(element, injector) {
  if (!isOne(element, "bpmn:Task")) return null;
  const documents = () => documentsOf(element);
  const called = Object.fromEntries(ACTS);
  return list(
    listOf(
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
    ),
  );
}

function form(element, forms) {
  if (!isOne(element, "bpmn:Task")) return null;
  const known = () => {
    const now = extensionOf(ownerOf(element), "alur:Form")?.get("key");
    const keys = now && !forms.includes(now) ? [...forms, now] : forms;
    return keys.map((key) => ({ value: key, label: key }));
  };
  return group("form", "Formulir", [
    field("choice", {
      id: "alur-form",
      label: "Formulir langkah ini",
      options: known,
      read: () => extensionOf(ownerOf(element), "alur:Form")?.get("key"),
      write: (injector, value) => setOrRemove(injector, element, "alur:Form", "key", value),
    }),
  ]);
}

function decision(element) {
  if (!isOne(element, "bpmn:Task")) return null;
  return group("decision", "Keputusan", [
    field("text", {
      id: "alur-decision",
      label: "Variabel putusan",
      hint: "Diisi bila langkah ini memutuskan; percabangan eksklusif menyusul langsung.",
      read: () => extensionOf(ownerOf(element), "alur:Decision")?.get("variable"),
      write: (injector, value) =>
        setOrRemove(injector, element, "alur:Decision", "variable", value),
    }),
  ]);
}

function condition(element) {
  if (!isOne(element, "bpmn:SequenceFlow")) return null;
  const flow = getBusinessObject(element);
  const of = (property, label, kind, more = {}) =>
    field(kind, {
      id: `alur-${property}`,
      label,
      read: () => flow.get(`alur:${property}`),
      write: (injector, value) =>
        new Edit(injector, element).update(flow, { [`alur:${property}`]: value }).done(),
      ...more,
    });
  return group(
    "condition",
    "Syarat",
    [
      field("lines", {
        id: "alur-condition",
        label: "Dilalui bila",
        hint: FEEL,
        read: () => flow.get("conditionExpression")?.get("body"),
        write: (injector, value) => {
          const edit = new Edit(injector, element);
          const held = flow.get("conditionExpression");
          if (value !== undefined && held) edit.update(held, { body: value });
          else {
            edit.update(flow, {
              conditionExpression:
                value === undefined
                  ? undefined
                  : edit.create("bpmn:FormalExpression", { body: value }, flow),
            });
          }
          edit.done();
        },
      }),
      field("check", {
        id: "alur-default",
        label: "Jalan bawaan percabangan",
        read: () => flow.sourceRef?.get("default") === flow,
        write: (injector, value) => {
          const source = injector.get("elementRegistry").get(flow.sourceRef.id);
          new Edit(injector, source)
            .update(flow.sourceRef, { default: value ? flow : undefined })
            .done();
        },
      }),
      of("outcome", "Nilai putusan", "text"),
      of("purpose", "Maksud", "choice", { options: choices(PURPOSES) }),
    ],
    true,
  );
}

function timer(element) {
  const object = getBusinessObject(element);
  const definition = object
    .get?.("eventDefinitions")
    ?.find((one) => is(one, "bpmn:TimerEventDefinition"));
  if (!definition) return null;
  const kind = () => CLOCKS.map(([name]) => name).find((name) => definition.get(name));
  const write = (injector, name, body) => {
    const edit = new Edit(injector, element);
    const cleared = Object.fromEntries(CLOCKS.map(([other]) => [other, undefined]));
    const made = name && edit.create("bpmn:FormalExpression", { body }, definition);
    edit.update(definition, { ...cleared, ...(name ? { [name]: made } : {}) }).done();
  };
  return group(
    "timer",
    "Waktu tunggu",
    [
      field("choice", {
        id: "alur-timer-kind",
        label: "Jenis",
        options: choices(CLOCKS),
        read: kind,
        write: (injector, value) =>
          write(injector, value, kind() ? definition.get(kind()).get("body") : ""),
      }),
      field("text", {
        id: "alur-timer-value",
        label: "Nilai",
        hint: "P2D: dua hari, R/P1M: tiap bulan, 2026-12-31T08:00:00+07:00, atau ungkapan.",
        read: () => kind() && definition.get(kind()).get("body"),
        write: (injector, value) => write(injector, kind() ?? CLOCKS[0][0], value),
      }),
    ],
    true,
  );
}

function call(element) {
  if (!isOne(element, "bpmn:CallActivity")) return null;
  const object = getBusinessObject(element);
  return group(
    "call",
    "SOP yang dipanggil",
    [
      field("text", {
        id: "alur-called",
        label: "Kunci proses SOP",
        hint: "ID proses dari diagram SOP yang dipanggil.",
        read: () => object.get("calledElement"),
        write: (injector, value) =>
          new Edit(injector, element).update(object, { calledElement: value }).done(),
      }),
    ],
    true,
  );
}

function mapped(element, injector, type, label) {
  if (!isOne(element, "bpmn:CallActivity")) return null;
  return list(
    listOf(
      element,
      `alur:${type}`,
      {
        id: `alur-${type}`,
        label,
        named: (one) => one.get("variable") || "Data",
        fields: [
          { kind: "text", property: "variable", label: "Variabel" },
          { kind: "text", property: "value", label: "Nilai", hint: FEEL },
        ],
      },
      injector,
    ),
  );
}

function assignments(element, injector) {
  if (!isOne(element, "bpmn:FlowNode")) return null;
  return list(
    listOf(
      element,
      "alur:Assign",
      {
        id: "alur-assigns",
        label: "Nilai yang diisikan sesudahnya",
        named: (one) => one.get("variable") || "Variabel",
        fields: [
          { kind: "text", property: "variable", label: "Variabel" },
          { kind: "text", property: "value", label: "Nilai", hint: FEEL },
        ],
      },
      injector,
    ),
  );
}

function others(element) {
  if (!isOne(element, "bpmn:FlowNode")) return null;
  const of = (type, property, label, more = {}) =>
    field("text", {
      id: `alur-${type}`,
      label,
      read: () => extensionOf(ownerOf(element), `alur:${type}`)?.get(property),
      write: (injector, value) => setOrRemove(injector, element, `alur:${type}`, property, value),
      ...more,
    });
  const waits = isOne(element, "bpmn:ReceiveTask", "bpmn:CatchEvent");
  const task = isOne(element, "bpmn:Task");
  return group("others", "Instansi dan lainnya", [
    of("Agency", "key", "Instansi", { hint: "Nama singkat: TAPD, BKAD, Bappeda." }),
    ...(task ? [of("Unit", "value", "Bidang pelaksana", { hint: FEEL })] : []),
    ...(task ? [of("Collector", "element", "ID langkah yang mengumpulkan")] : []),
    ...(waits ? [of("Correlation", "value", "Kunci pesan", { hint: FEEL })] : []),
  ]);
}

function setOrRemove(injector, element, type, property, value) {
  const edit = new Edit(injector, element);
  const found = extensionOf(edit.owner, type);
  if (value === undefined && found) edit.remove(found);
  else if (value !== undefined) edit.set(type, { [property]: value });
  edit.done();
}
