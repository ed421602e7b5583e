import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";
import { listOfValues, ofAttribute, wholeExtension } from "./extension_fields.js";
import { field } from "./fields.js";
import { choices, choicesOf, FEEL, group } from "./parts.js";
import { Edit, isOne } from "./values.js";
import { readWait, writtenWait } from "./waits.js";

const PURPOSES = [["return", "Kembalikan untuk perbaikan"]];

const CLOCKS = [
  ["timeDuration", "Setelah jangka waktu"],
  ["timeDate", "Pada tanggal"],
  ["timeCycle", "Berulang"],
];

const NO_INSTANT =
  "Lama tidak memulai proses, sebab tidak ada saat mulai menghitungnya. Tulis misalnya tiap 1 tahun, atau 4 Januari 2027 08.00 WIB.";
const ONCE =
  "Waktu yang berulang hanya untuk kejadian di tepi langkah atau pemula subproses. Tulis misalnya 3 hari.";

export function condition(element) {
  if (!isOne(element, "bpmn:SequenceFlow")) return null;
  const flow = getBusinessObject(element);
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
      ofAttribute("text", element, "alur:outcome", { id: "alur-outcome", label: "Nilai putusan" }),
      ofAttribute("choice", element, "alur:purpose", {
        id: "alur-purpose",
        label: "Maksud",
        options: choices(PURPOSES),
      }),
    ],
    true,
  );
}

export function timer(element) {
  const object = getBusinessObject(element);
  const definition = object
    .get?.("eventDefinitions")
    ?.find((one) => is(one, "bpmn:TimerEventDefinition"));
  if (!definition) return null;
  // Only what stands at the edge of an activity, or begins a subprocess, can repeat.
  const repeats = isOne(element, "bpmn:BoundaryEvent", "bpmn:StartEvent");
  // What begins a process itself waits since no instant, so a duration is none for it.
  const begins = isOne(element, "bpmn:StartEvent") && !object.$parent?.get("triggeredByEvent");
  const usual = begins ? "timeCycle" : "timeDuration";
  const fits = (name) => (name === "timeCycle" ? repeats : name !== "timeDuration" || !begins);
  const kind = () => CLOCKS.map(([name]) => name).find((name) => definition.get(name));
  const understood = (text, asked) => {
    const read = readWait(text, asked);
    if (!read.kind || fits(read.kind)) return read;
    return { refused: begins ? NO_INSTANT : ONCE };
  };
  const shown = () => kind() && writtenWait(definition.get(kind()).get("body") ?? "");
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
        options: choices(CLOCKS.filter(([name]) => fits(name) || kind() === name)),
        read: kind,
        write: (injector, value) => {
          const read = readWait(shown() ?? "", value ?? usual);
          write(injector, value, read.kind === value ? read.stored : "");
        },
      }),
      field("text", {
        id: "alur-timer-value",
        label: "Lama atau saatnya (hari kalender)",
        hint: begins
          ? "25 November 2026 08.00 WIB; tiap 1 bulan, dihitung sejak SOP berlaku; atau huruf ISO 8601 dengan hari pertamanya (R/2027-01-04T08:00:00+07:00/P1Y)."
          : `2 hari, 1,5 jam, 1 minggu; 25 November 2026 08.00 WIB; ${repeats ? "tiap 1 bulan; " : ""}` +
            "huruf ISO 8601 (P2D); atau ungkapan yang diawali =. Sehari dihitung 24 jam.",
        read: shown,
        validate: (value) => (value ? understood(value, kind() ?? usual).refused : null),
        write: (injector, value) => {
          if (value === undefined) return write(injector, kind(), "");
          const read = understood(value, kind() ?? usual);
          return write(injector, read.kind, read.stored);
        },
      }),
    ],
    true,
  );
}

/** What a conditional event waits for. */
export function awaited(element) {
  const definition = getBusinessObject(element)
    .get?.("eventDefinitions")
    ?.find((one) => is(one, "bpmn:ConditionalEventDefinition"));
  if (!definition) return null;
  return group(
    "awaited",
    "Syarat yang ditunggu",
    [
      field("lines", {
        id: "alur-awaited",
        label: "Berlanjut bila",
        hint: FEEL,
        read: () => definition.get("condition")?.get("body"),
        write: (injector, body) => {
          const edit = new Edit(injector, element);
          const made = body && edit.create("bpmn:FormalExpression", { body }, definition);
          edit.update(definition, { condition: made }).done();
        },
      }),
    ],
    true,
  );
}

export function call(element, sops) {
  if (!isOne(element, "bpmn:CallActivity")) return null;
  return group(
    "call",
    "SOP yang dipanggil",
    [
      ofAttribute("choice", element, "calledElement", {
        id: "alur-called",
        label: "SOP",
        hint: "SOP kantor ini yang diuji coba atau disahkan, dan SOP katalog.",
        options: () => choicesOf(sops, getBusinessObject(element).get("calledElement")),
      }),
    ],
    true,
  );
}

export function mapped(element, injector, type, label) {
  if (!isOne(element, "bpmn:CallActivity")) return null;
  return listOfValues(element, injector, type, { id: `alur-${type}`, label, unnamed: "Data" });
}

const throws = (element, ...kinds) =>
  isOne(element, "bpmn:ThrowEvent") &&
  getBusinessObject(element)
    .get("eventDefinitions")
    .some((one) => kinds.some((kind) => is(one, `bpmn:${kind}EventDefinition`)));

/** What a message or signal carries that the element throws. */
export function sent(element, injector) {
  if (!throws(element, "Message", "Signal")) return null;
  return listOfValues(element, injector, "Out", {
    id: "alur-sent",
    label: "Data yang dikirim",
    unnamed: "Data",
  });
}

export function assignments(element, injector) {
  if (!isOne(element, "bpmn:FlowNode")) return null;
  return listOfValues(element, injector, "Assign", {
    id: "alur-assigns",
    label: "Nilai yang diisikan sesudahnya",
    unnamed: "Variabel",
  });
}

export function others(element) {
  if (!isOne(element, "bpmn:FlowNode")) return null;
  const of = (type, property, label, more = {}) =>
    wholeExtension("text", element, `alur:${type}`, property, {
      id: `alur-${type}`,
      label,
      ...more,
    });
  const keyed =
    isOne(element, "bpmn:ReceiveTask", "bpmn:CatchEvent") || throws(element, "Message");
  const task = isOne(element, "bpmn:Task");
  return group("others", "Instansi dan lainnya", [
    of("Agency", "key", "Instansi", { hint: "Nama singkat: TAPD, BKAD, Bappeda." }),
    ...(task ? [of("Unit", "value", "Bidang pelaksana", { hint: FEEL })] : []),
    ...(task ? [of("Collector", "element", "ID langkah yang mengumpulkan")] : []),
    ...(keyed ? [of("Correlation", "value", "Kunci pesan", { hint: FEEL })] : []),
  ]);
}
