/** The kinds of elements as menus write them and as the head of the panel does, in Indonesian. */
const KINDS = {
  task: "Langkah",
  "user task": "Langkah dikerjakan orang",
  "receive task": "Menunggu kiriman",
  "send task": "Langkah mengirim",
  "manual task": "Langkah di luar Alur",
  "business rule task": "Langkah aturan",
  "service task": "Langkah otomatis",
  "script task": "Langkah skrip",
  "call activity": "Memanggil SOP lain",
  transaction: "Transaksi",
  "sub process": "Subproses",
  "sub process (collapsed)": "Subproses (tertutup)",
  "sub process (expanded)": "Subproses (terbuka)",
  "event sub process": "Subproses kejadian",
  "ad hoc sub process": "Subproses lepas",
  "ad hoc sub process (collapsed)": "Subproses lepas (tertutup)",
  "ad hoc sub process (expanded)": "Subproses lepas (terbuka)",
  "complex gateway": "Percabangan rumit",
  "event based gateway": "Percabangan kejadian",
  "event based instantiating gateway": "Percabangan kejadian pemula",
  "parallel event based instantiating gateway": "Percabangan kejadian pemula serentak",
  "exclusive gateway": "Percabangan: salah satu",
  "inclusive gateway": "Percabangan: satu atau lebih",
  "parallel gateway": "Percabangan: serentak",
  "sequence flow": "Alur",
  "default flow": "Alur bawaan",
  "conditional flow": "Alur bersyarat",
  "data object reference": "Objek data",
  "data store reference": "Penyimpanan data",
  "empty pool/participant": "Kolam kosong",
  "empty pool/participant (removes content)": "Kolam kosong (isinya dihapus)",
  "expanded pool/participant": "Kolam terbuka",
  "expanded sub process": "Subproses (terbuka)",
  "collapsed sub process": "Subproses (tertutup)",
  "expanded ad hoc sub process": "Subproses lepas (terbuka)",
  "collapsed ad hoc sub process": "Subproses lepas (tertutup)",
  process: "Proses",
  collaboration: "Diagram",
  participant: "Kolam",
  lane: "Kolom pelaksana",
  group: "Kelompok",
  "text annotation": "Catatan",
  association: "Keterangan",
  "message flow": "Alur pesan",
  "data input": "Data masukan",
  "data output": "Data keluaran",
  "data input association": "Data masukan",
  "data output association": "Data keluaran",
};

const PLACES = {
  "start event": "Mulai",
  "end event": "Akhir",
  "boundary event": "Kejadian di tepi langkah",
  "intermediate catch event": "Menunggu",
  "intermediate throw event": "Kejadian",
};

const CAUSES = {
  Cancel: "batal",
  Compensate: "kompensasi",
  Compensation: "kompensasi",
  Conditional: "syarat",
  Error: "kesalahan",
  Escalation: "eskalasi",
  Link: "tautan",
  Message: "pesan",
  Signal: "sinyal",
  Terminate: "hentikan semua",
  Timer: "waktu",
};

const EVENT = new RegExp(
  `^(?:(${Object.keys(CAUSES).join("|")}) )?(${Object.keys(PLACES).join("|")})( \\(non[- ]interrupting\\))?$`,
  "i",
);

function eventOf(text) {
  const found = EVENT.exec(text);
  if (!found) return undefined;
  const [, cause, place, beside] = found;
  const words = [PLACES[place.toLowerCase()]];
  const because = cause && CAUSES[cause[0].toUpperCase() + cause.slice(1).toLowerCase()];
  if (because) words.push(`(${because})`);
  if (beside) words.push("tanpa menghentikan");
  return words.join(" ");
}

/** What a kind of element is called; undefined where the text names none. */
export function kindOf(text) {
  return KINDS[text.toLowerCase().replaceAll("-", " ")] ?? eventOf(text);
}
