/** What bpmn-js and its panel say, in Indonesian; kinds of elements are put together below. */
const WORDS = {
  "Activate create/remove space tool": "Beri atau hapus ruang",
  "Activate global connect tool": "Hubungkan dengan panah",
  "Activate hand tool": "Geser bidang gambar",
  "Activate lasso tool": "Pilih beberapa elemen",
  "Add lane above": "Tambah kolom pelaksana di atas",
  "Add lane below": "Tambah kolom pelaksana di bawah",
  "Add text annotation": "Tambah catatan",
  "Align elements": "Ratakan elemen",
  "Align elements bottom": "Ratakan ke bawah",
  "Align elements center": "Ratakan ke tengah",
  "Align elements left": "Ratakan ke kiri",
  "Align elements middle": "Ratakan ke tengah mendatar",
  "Align elements right": "Ratakan ke kanan",
  "Align elements top": "Ratakan ke atas",
  "Append compensation activity": "Sambung kegiatan kompensasi",
  "Append conditional intermediate catch event": "Sambung kejadian bersyarat",
  "Append end event": "Sambung akhir",
  "Append gateway": "Sambung percabangan",
  "Append intermediate/boundary event": "Sambung kejadian antara",
  "Append message intermediate catch event": "Sambung penerimaan pesan",
  "Append receive task": "Sambung langkah menunggu kiriman",
  "Append signal intermediate catch event": "Sambung penerimaan sinyal",
  "Append task": "Sambung langkah",
  "Append timer intermediate catch event": "Sambung waktu tunggu",
  "Append {type}": "Sambung {type}",
  "Change element": "Ganti jenis elemen",
  "Close minimap": "Tutup peta kecil",
  "Open minimap": "Buka peta kecil",
  Collection: "Kumpulan",
  "Connect to other element": "Hubungkan ke elemen lain",
  "Connect using association": "Hubungkan sebagai keterangan",
  "Connect using data input association": "Hubungkan sebagai data masukan",
  "Create data object reference": "Objek data",
  "Create data store reference": "Penyimpanan data",
  "Create end event": "Akhir",
  "Create expanded sub-process": "Subproses terbuka",
  "Create gateway": "Percabangan",
  "Create group": "Kelompok",
  "Create intermediate/boundary event": "Kejadian antara",
  "Create pool/participant": "Kolam dengan kolom pelaksana",
  "Create start event": "Mulai",
  "Create task": "Langkah",
  Delete: "Hapus",
  "Distribute elements horizontally": "Sebar mendatar",
  "Distribute elements vertically": "Sebar tegak",
  "Divide into three lanes": "Bagi menjadi tiga kolom pelaksana",
  "Divide into two lanes": "Bagi menjadi dua kolom pelaksana",
  Loop: "Berulang",
  "Open {element}": "Buka {element}",
  "Parallel multi-instance": "Serentak oleh beberapa pelaksana",
  "Sequential multi-instance": "Bergiliran oleh beberapa pelaksana",
  "Participant multiplicity": "Beberapa peserta",
  "Search in diagram": "Cari di diagram",
  "Toggle non-interrupting": "Tidak menghentikan langkah",
  "Search for a shape": "Cari elemen",

  // Kinds that are not put together.
  Task: "Langkah",
  "User task": "Langkah dikerjakan orang",
  "Receive task": "Menunggu kiriman",
  "Send task": "Langkah mengirim",
  "Manual task": "Langkah di luar Alur",
  "Business rule task": "Langkah aturan",
  "Service task": "Langkah otomatis",
  "Script task": "Langkah skrip",
  "Call activity": "Memanggil SOP lain",
  Transaction: "Transaksi",
  "Sub-process": "Subproses",
  "Sub-process (collapsed)": "Subproses (tertutup)",
  "Sub-process (expanded)": "Subproses (terbuka)",
  "Event sub-process": "Subproses kejadian",
  "Ad-hoc sub-process": "Subproses lepas",
  "Ad-hoc sub-process (collapsed)": "Subproses lepas (tertutup)",
  "Ad-hoc sub-process (expanded)": "Subproses lepas (terbuka)",
  "Complex gateway": "Percabangan rumit",
  "Event-based gateway": "Percabangan kejadian",
  "Event based instantiating Gateway": "Percabangan kejadian pemula",
  "Parallel Event based instantiating Gateway": "Percabangan kejadian pemula serentak",
  "Exclusive gateway": "Percabangan: salah satu",
  "Inclusive gateway": "Percabangan: satu atau lebih",
  "Parallel gateway": "Percabangan: serentak",
  "Sequence flow": "Alur",
  "Default flow": "Alur bawaan",
  "Conditional flow": "Alur bersyarat",
  "Data object reference": "Objek data",
  "Data store reference": "Penyimpanan data",
  "Empty pool/participant": "Kolam kosong",
  "Expanded pool/participant": "Kolam terbuka",

  // The panel.
  General: "Umum",
  Name: "Nama",
  "Participant Name": "Nama kolam",
  ID: "ID",
  "Process ID": "ID proses",
  "Process name": "Nama proses",
  Executable: "Dapat dijalankan",
  Documentation: "Dokumentasi",
  "Element documentation": "Dokumentasi elemen",
  "Process documentation": "Dokumentasi proses",
  "Documentation: Timer events": "Dokumentasi waktu tunggu",
  "Open documentation": "Buka dokumentasi",
  "Select an element to edit its properties.": "Pilih elemen untuk mengubah isinya.",
  "Multiple elements are selected. Select a single element to edit its properties.":
    "Beberapa elemen terpilih. Pilih satu elemen untuk mengubah isinya.",
  "Toggle section": "Buka atau tutup bagian",
  "Toggle list item": "Buka atau tutup baris",
  "Delete item": "Hapus baris",
  "Create new list item": "Tambah baris",
  Create: "Tambah",
  "Section contains an error": "Bagian ini memuat kesalahan",
  "Section contains edits": "Bagian ini berisi",
  "List contains {numOfItems} item": "Berisi {numOfItems} baris",
  "List contains {numOfItems} items": "Berisi {numOfItems} baris",
  "<empty>": "(kosong)",
  "<none>": "(tidak ada)",
  "Create new ...": "Buat baru …",
  "ID must be a valid QName.": "ID hanya huruf, angka, garis bawah, dan tanda hubung.",
  "ID must be unique.": "ID sudah dipakai elemen lain.",
  "ID must not be empty.": "ID harus diisi.",
  "ID must not contain prefix.": "ID tidak boleh memuat titik dua.",
  "ID must not contain spaces.": "ID tidak boleh memuat spasi.",
  "Multi-instance": "Beberapa pelaksana",
  "Loop cardinality": "Jumlah",
  "Completion condition": "Selesai bila",
  Timer: "Waktu tunggu",
  Type: "Jenis",
  Value: "Nilai",
  Date: "Tanggal",
  Cycle: "Berulang",
  Duration: "Jangka waktu",
  Message: "Pesan",
  Signal: "Sinyal",
  Error: "Kesalahan",
  Escalation: "Eskalasi",
  Compensation: "Kompensasi",
  Link: "Tautan",
  Code: "Kode",
  Completion: "Penyelesaian",
  "Cancel remaining instances": "Hentikan pelaksana lain",
  "Activity reference": "Kegiatan",
  "Wait for completion": "Tunggu sampai selesai",
  "Global error reference": "Kesalahan",
  "Global escalation reference": "Eskalasi",
  "Global message reference": "Pesan",
  "Global signal reference": "Sinyal",
  "A cycle defined as ISO 8601 repeating intervals format.":
    "Perulangan menurut ISO 8601, misalnya R/P1M.",
  "A specific point in time defined as ISO 8601 combined date and time representation.":
    "Tanggal dan jam menurut ISO 8601.",
  "A time duration defined as ISO 8601 durations format.":
    "Jangka waktu menurut ISO 8601, misalnya P2D.",
  "1 hour and 30 minutes": "1 jam 30 menit",
  "14 days": "14 hari",
  "15 seconds": "15 detik",
  "UTC plus 2 hours zone offset": "dua jam di depan UTC",
  "UTC time": "waktu UTC",
  "every 10 seconds, up to 5 times": "tiap 10 detik, paling banyak 5 kali",
  "every day, infinitely": "tiap hari, tanpa akhir",
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
  `^(?:(${Object.keys(CAUSES).join("|")}) )?(${Object.keys(PLACES).join("|")})( \\(non-interrupting\\))?$`,
  "i",
);

function event(text) {
  const found = EVENT.exec(text);
  if (!found) return undefined;
  const [, cause, place, beside] = found;
  const words = [PLACES[place.toLowerCase()]];
  const because = cause && CAUSES[cause[0].toUpperCase() + cause.slice(1).toLowerCase()];
  if (because) words.push(`(${because})`);
  if (beside) words.push("tanpa menghentikan");
  return words.join(" ");
}

/** What a text of bpmn-js is in Indonesian; what nobody translated stays. */
export function said(text) {
  return WORDS[text] ?? event(text) ?? text;
}

export function translate(template, replacements = {}) {
  return said(template).replace(/{([^}]+)}/g, (_, key) =>
    key in replacements ? said(String(replacements[key])) : `{${key}}`,
  );
}

export default { translate: ["value", translate] };
