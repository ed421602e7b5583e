"""Words of the screen for what the store keeps as keys (decisions §9, domain.md §4.3)."""

from __future__ import annotations

from typing import Final

STATES: Final = {
    "running": "Berjalan",
    "completed": "Selesai",
    "cancelled": "Dibatalkan",
}

ROLES: Final = {
    "kepala_dinas": "Kepala Dinas",
    "sekretaris": "Sekretaris",
    "ketua_tim": "Ketua Tim",
    "anggota_tim": "Anggota Tim",
    "bidang": "Bidang",
    "instansi": "Instansi Terkait",
}

DUTIES: Final = {
    "analyst": "Analis SOP",
    "auditor": "Auditor",
    "administrator": "Pengelola aplikasi",
}

PEMDAS: Final = (("provinsi", "Provinsi"), ("kabupaten", "Kabupaten"), ("kota", "Kota"))

ZONES: Final = (
    ("Asia/Jakarta", "WIB (Jakarta)"),
    ("Asia/Pontianak", "WIB (Pontianak)"),
    ("Asia/Makassar", "WITA (Makassar)"),
    ("Asia/Jayapura", "WIT (Jayapura)"),
)

#: Kinds of perangkat daerah.
OFFICES: Final = {
    "dinas": "Dinas",
    "bappeda": "Bappeda",
    "bkad": "BKAD",
    "organisasi": "Bagian atau Biro Organisasi",
    "inspektorat": "Inspektorat",
    "lain": "Perangkat daerah lain",
}

UNITS: Final = {
    "pimpinan": "Pimpinan",
    "sekretariat": "Sekretariat",
    "bidang": "Bidang",
    "uptd": "UPTD",
    "tim": "Tim kerja",
}

#: What a day off is.
CLOSED_DAYS: Final = {
    "national": "Libur nasional",
    "collective_leave": "Cuti bersama",
    "local": "Hari libur daerah",
}

SCHEDULES: Final = {"usual": "Jam kerja biasa", "ramadan": "Jam kerja Ramadan"}

ACTS: Final = {
    "paraf": "Paraf",
    "approved_for_signature": "Disetujui untuk ditandatangani",
    "wet_signature": "Ditandatangani basah",
    "tte": "Ditandatangani elektronik (TTE)",
}

#: The colour of each kind of act: an approval never looks like a signature (decisions §3.7).
ACT_COLOURS: Final = {
    "paraf": "",
    "approved_for_signature": "new",
    "wet_signature": "ok",
    "tte": "tte",
}

#: The picture beside it, for who does not see the colour.
ACT_ICONS: Final = {
    "paraf": "check",
    "approved_for_signature": "check",
    "wet_signature": "pen",
    "tte": "shield",
}

#: Where a version of a SOP stands (`queries.sop_standing`).
VERSIONS: Final = {
    "draft": "Konsep",
    "checked": "Lolos cek diagram",
    "trial": "Uji coba",
    "ratified": "Disahkan, belum berlaku",
    "effective": "Berlaku efektif",
    "ended": "Tidak berlaku lagi",
    "withdrawn": "Dicabut",
}

#: Kinds of events, as findings name them.
EVENTS: Final = {
    "none": "biasa (tanpa jenis)",
    "timer": "waktu",
    "message": "pesan",
    "signal": "sinyal",
    "conditional": "syarat",
    "error": "kesalahan",
    "escalation": "eskalasi",
    "terminate": "hentikan semua",
    "link": "tautan",
    "cancel": "batal",
    "compensate": "kompensasi",
    "multiple": "gabungan",
}

#: Kinds of elements that other tools draw and Alur refuses, as its modeller calls them.
ELEMENTS: Final = {
    "task": "“langkah tanpa pelaksana” (task)",
    "complexGateway": "“percabangan rumit” (complex gateway)",
    "adHocSubProcess": "“subproses lepas” (ad-hoc subprocess)",
    "choreographyTask": "“langkah koreografi” (choreography task)",
    "subChoreography": "“subkoreografi” (sub-choreography)",
    "callChoreography": "“panggilan koreografi” (call choreography)",
}

#: What an element is that has no name, as findings say it.
KINDS_OF_ELEMENTS: Final = {
    **dict.fromkeys(
        (
            "task",
            "userTask",
            "manualTask",
            "receiveTask",
            "sendTask",
            "serviceTask",
            "scriptTask",
            "businessRuleTask",
        ),
        "langkah",
    ),
    **dict.fromkeys(("subProcess", "transaction", "adHocSubProcess"), "subproses"),
    **dict.fromkeys(
        (
            "exclusiveGateway",
            "inclusiveGateway",
            "parallelGateway",
            "eventBasedGateway",
            "complexGateway",
        ),
        "percabangan",
    ),
    **dict.fromkeys(
        ("intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"), "kejadian"
    ),
    "callActivity": "panggilan SOP",
    "startEvent": "awal",
    "endEvent": "akhir",
    "lane": "kolom pelaksana",
    "participant": "kolam",
    "textAnnotation": "catatan",
    "dataObjectReference": "objek data",
    "dataStoreReference": "penyimpanan data",
}

#: Parts of the identity of a SOP (`running.judging.IDENTITY_PARTS`).
IDENTITY: Final = {
    "legal_basis": "dasar hukum",
    "qualifications": "kualifikasi pelaksana",
    "ratified_by": "jabatan yang mengesahkan",
}

#: What was done to a version of a SOP, in the order of its life.
LIFE: Final = {
    "added": "konsep disusun",
    "checked": "lolos cek diagram",
    "trial": "diterbitkan sebagai uji coba",
    "confirmed": "usulan dikonfirmasi analis",
    "effective": "disahkan",
    "replaced": "digantikan versi berikutnya",
    "withdrawn": "dicabut",
    "kept": "tetap berlaku",
}

#: What came out of an evaluation.
EVALUATIONS: Final = {
    "keep": "Tetap digunakan",
    "revise": "Perlu direvisi",
    "withdraw": "Perlu dicabut",
}

#: How a revision of a draft, of an SOP or of a form, came to be.
DRAFT_SAVES: Final = {
    "begun": "Awal draf",
    "autosave": "Tersimpan otomatis",
    "continued": "Tersimpan otomatis",
    "kept": "Disimpan",
    "pasted": "Tempelan dipakai",
    "dropped": "Beberapa langkah dihapus",
    "undone": "Diurungkan",
    "redone": "Diulangi",
    "restored": "Dipulihkan",
    "withdrawn": "Tidak dipakai lagi",
}

#: Jenis of a process.
KINDS: Final = {
    "murni": "Murni",
    "perubahan": "Perubahan",
    "pergeseran": "Pergeseran",
    "lainnya": "Lainnya",
}

#: What a process waits for from outside.
AWAITED: Final = {"message": "pesan", "signal": "sinyal"}

_AGENCIES: Final = {"bappeda": "Bappeda", "bkad": "BKAD", "tapd": "TAPD", "bpkp": "BPKP"}


def agency_name(key: str | None) -> str:
    """Return how an outside agency is written: "tapd" → "TAPD", "biro-hukum" → "Biro Hukum"."""
    if not key:
        return "Instansi Terkait"
    return _AGENCIES.get(key.lower(), key.replace("-", " ").title())


def waits_for(role: str | None, *, agency: str | None, unit: str | None) -> str:
    """Return whom a step waits for, by role: a lane never shows its own name to people."""
    if agency:
        return f"Instansi Terkait ({agency_name(agency)})"
    name = ROLES.get(role or "", "")
    if unit and role in ("bidang", None):
        return unit
    return name or "Pelaksana"


#: Hit policy of a decision table, as DMN writes it (§8.2.10) → which of its rules count.
HITS: Final = {
    "U": "Paling banyak satu aturan cocok",
    "A": "Beberapa aturan boleh cocok; hasilnya harus sama",
    "P": "Dari aturan yang cocok, hasil yang paling utama",
    "F": "Aturan pertama yang cocok",
    "R": "Semua aturan yang cocok, menurut urutan aturan",
    "O": "Semua aturan yang cocok, menurut urutan hasil",
    "C": "Semua aturan yang cocok",
    "C+": "Jumlah hasil semua aturan yang cocok",
    "C<": "Hasil terkecil dari aturan yang cocok",
    "C>": "Hasil terbesar dari aturan yang cocok",
    "C#": "Banyaknya aturan yang cocok",
}
