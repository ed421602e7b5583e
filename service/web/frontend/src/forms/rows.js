/** What the panel asks about a component; only what the server honours (service/docs/forms.md). */

import { choice, free, plain } from "./naming.js";

const LISTS = [
  { value: "", label: "Daftar tetap di bawah" },
  { value: "alur_bidang", label: "Bidang dan unit kantor" },
  { value: "alur_pegawai", label: "Pegawai kantor" },
];

const SUBTYPES = [
  { value: "date", label: "Tanggal" },
  { value: "time", label: "Jam" },
  { value: "datetime", label: "Tanggal dan jam" },
];

const KEY = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;

/** `parent.name` of the field, or its own `name`. */
function value(field, path) {
  const [first, second] = path.split(".");
  return second ? field[first]?.[second] : field[first];
}

/** What has to be written for `path` to hold `to`; undefined: nothing stands there any more. */
function change(field, path, to) {
  const [first, second] = path.split(".");
  const empty = to === "" || to === undefined;
  if (!second) return { [first]: empty ? undefined : to };
  const whole = { ...field[first] };
  if (empty) delete whole[second];
  else whole[second] = to;
  return { [first]: Object.keys(whole).length ? whole : undefined };
}

const row = (kind, path, label, more = {}) => ({
  kind,
  path,
  label,
  read: (field) => value(field, path),
  write: (field, to) => change(field, path, to),
  ...more,
});

const text = (path, label, more) => row("text", path, label, more);
const long = (path, label, more) => row("long", path, label, more);
const tick = (path, label, more) =>
  row("tick", path, label, {
    write: (field, to) => change(field, path, to ? true : undefined),
    ...more,
  });
const mark = (path, label, word, more) =>
  row("tick", path, label, {
    read: (field) => value(field, path) === word,
    write: (field, to) => change(field, path, to ? word : undefined),
    ...more,
  });
const figure = (path, label, more) =>
  row("text", path, label, {
    figure: true,
    read: (field) => value(field, path) ?? "",
    write: (field, to) => {
      const plain = to.trim().replace(",", ".");
      // What is no number stays as it was typed: the check says so at the field.
      return change(
        field,
        path,
        plain === "" || Number.isNaN(Number(plain)) ? plain : Number(plain),
      );
    },
    ...more,
  });

/** A key made of the label, for a field that was just added; nothing for another. */
function keyOf(field, label, all, fresh) {
  if (!fresh) return {};
  if (!plain(label)) return {};
  const taken = new Set(all.filter((one) => one !== field).map((one) => one.key));
  return { key: free(plain(label), taken) };
}

const LABEL = text("label", "Label", {
  hint: "Pertanyaannya, dalam satu baris.",
  write: (field, to, all, fresh) => ({
    ...change(field, "label", to),
    ...keyOf(field, to, all, fresh),
  }),
});
const DESCRIPTION = long("description", "Petunjuk");
const REQUIRED = tick("validate.required", "Wajib diisi");
const PRIVATE = mark("properties.pribadi", "Data pribadi", "true", {
  hint: "Disimpan terpisah dan dapat dihapus menurut undang-undang; tidak dapat dibaca syarat.",
});
/** Other editors of forms want an expression to begin with "=". */
const HIDE = text("conditional.hide", "Disembunyikan bila", {
  read: (field) => String(value(field, "conditional.hide") ?? "").replace(/^\s*=/, ""),
  write: (field, to) => {
    const plain = to.trim().replace(/^=/, "");
    return change(field, "conditional.hide", plain && `=${plain}`);
  },
  hint: 'FEEL, tentang isian di atasnya, misalnya: keputusan = "setuju"',
  code: true,
});
const KEY_ROW = text("key", "Kunci", {
  hint: "Nama isian ini di syarat diagram dan data.",
  code: true,
  wrong: (field, to, all) => {
    if (!KEY.test(to))
      return "Pakai huruf, angka, dan garis bawah, diawali huruf, paling panjang 64 karakter.";
    if (all.some((one) => one !== field && one.key === to))
      return "Kunci ini sudah dipakai isian lain.";
    return "";
  },
});

const LENGTHS = [
  figure("validate.minLength", "Paling sedikit (karakter)"),
  figure("validate.maxLength", "Paling banyak (karakter)"),
];
const BESIDE = [
  text("appearance.prefixAdorner", "Tulisan di depan", { hint: "Misalnya: Rp" }),
  text("appearance.suffixAdorner", "Tulisan di belakang", { hint: "Misalnya: %" }),
];

/** The label of a date stands under another name for each of its three forms. */
const DATE_LABEL = row("text", "dateLabel", "Label", {
  hint: "Pertanyaannya, dalam satu baris.",
  read: (field) => field.label || field.dateLabel || field.timeLabel || "",
  write: (field, to, all, fresh) => ({
    ...labelled(field.subtype, to || undefined),
    ...keyOf(field, to, all, fresh),
  }),
});

function labelled(subtype, label) {
  if (subtype === "time") return { label: undefined, dateLabel: undefined, timeLabel: label };
  return { label: undefined, dateLabel: label, timeLabel: subtype === "date" ? undefined : "Jam" };
}

const SUBTYPE = row("choice", "subtype", "Yang diisi", {
  options: SUBTYPES,
  write: (field, to) => ({
    subtype: to,
    ...labelled(to, DATE_LABEL.read(field)),
    timeInterval: to === "date" ? undefined : 15,
    timeSerializingFormat: to === "date" ? undefined : "utc_offset",
  }),
});

const SOURCE = row("choice", "valuesKey", "Pilihannya dari", {
  options: LISTS,
  write: (field, to) =>
    to
      ? { valuesKey: to, values: undefined }
      : {
          valuesKey: undefined,
          values: [choice(1, [])],
          ...change(field, "properties.usulan", undefined),
        },
});
const OPTIONS = {
  kind: "options",
  path: "values",
  label: "Pilihan",
  when: (field) => !field.valuesKey,
};
const PROPOSED = mark("properties.usulan", "Semua yang diusulkan sudah tercentang", "semua", {
  when: (field) => Boolean(field.valuesKey),
});

const OWN = {
  textfield: [...LENGTHS, ...BESIDE],
  textarea: LENGTHS,
  number: [
    figure("validate.min", "Paling kecil"),
    figure("validate.max", "Paling besar"),
    figure("decimalDigits", "Angka di belakang koma"),
    mark("properties.batas", "Batas hanya menjaga salah ketik", "teknis", {
      hint: "Batasnya disebut hanya bila dilanggar.",
    }),
    ...BESIDE,
  ],
  datetime: [SUBTYPE],
  select: [SOURCE, OPTIONS],
  radio: [SOURCE, OPTIONS],
  checklist: [SOURCE, OPTIONS, PROPOSED],
  checkbox: [],
  filepicker: [
    tick("multiple", "Boleh beberapa berkas"),
    text("accept", "Jenis berkas", { hint: "Akhiran nama berkas, misalnya: .pdf,.docx" }),
    text("properties.document", "Menjadi dokumen proses", {
      hint: "Kunci dokumen di diagram, atau @langkah: dokumen yang dibuat langkahnya.",
      code: true,
    }),
    mark("properties.bukti", "Bukti pengiriman ke instansi terkait", "pengiriman", {
      hint: "Sejak itu waktu kantor berhenti sampai jawabannya diterima.",
    }),
  ],
};

export function rowsOf(field) {
  if (field.type === "text") return [long("text", "Tulisan"), HIDE];
  if (field.type === "group") return [text("label", "Judul"), DESCRIPTION, HIDE];
  const own = OWN[field.type];
  if (!own) return [];
  const label = field.type === "datetime" ? DATE_LABEL : LABEL;
  return [label, DESCRIPTION, KEY_ROW, REQUIRED, ...own, PRIVATE, HIDE].filter(
    (one) => !one.when || one.when(field),
  );
}
