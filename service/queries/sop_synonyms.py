"""Words of the field that mean the same, so that the one finds the other.

The one table of synonyms: laws rename things, documents keep the old name, and people type the
abbreviation. A name stands in one row only. Sources: Perpres 29/2014 and PermenPANRB 53/2014
(LAKIP became LKjIP, LKj), Permendagri 86/2017 (Renstra, Renja, RKPD), PP 12/2019 (KUA, PPAS, RKA,
DPA), PP 13/2019 (LPPD, LKPJ).
"""

from __future__ import annotations

from typing import Final

SAME: Final = (
    (
        "lakip",
        "lkjip",
        "lkj",
        "laporan kinerja",
        "laporan kinerja instansi pemerintah",
        "laporan akuntabilitas kinerja",
        "laporan akuntabilitas kinerja instansi pemerintah",
    ),
    ("sakip", "sistem akuntabilitas kinerja"),
    ("renja", "rencana kerja"),
    ("renstra", "rencana strategis"),
    ("rkpd", "rencana kerja pemerintah daerah"),
    ("rka", "rencana kerja dan anggaran"),
    ("dpa", "dokumen pelaksanaan anggaran"),
    ("dppa", "dokumen pelaksanaan perubahan anggaran"),
    ("kua", "kebijakan umum apbd", "kebijakan umum anggaran"),
    ("ppas", "prioritas dan plafon anggaran sementara"),
    ("iku", "indikator kinerja utama"),
    ("pk", "perjanjian kinerja", "penetapan kinerja", "tapkin"),
    ("lkpj", "laporan keterangan pertanggungjawaban"),
    ("lppd", "laporan penyelenggaraan pemerintahan daerah"),
    ("tapd", "tim anggaran pemerintah daerah"),
    ("nodin", "nota dinas"),
    ("draf", "draft", "konsep"),
)
