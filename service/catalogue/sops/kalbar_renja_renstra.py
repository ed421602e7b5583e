"""The flow of kalbar-renja-renstra: ten numbered steps, and what they imply.

Proposed are the Bidang that hand in their material (part of 4) and the receipt of Bappeda (part
of 10). Step 9 finalises after the signature; so that the approved version stays as it was, what
it makes is a document of its own.
"""

from __future__ import annotations

from service.catalogue.flow import (
    Act,
    Arrival,
    Choice,
    Description,
    End,
    Flow,
    Output,
    PerUnit,
    Proposed,
    Start,
    Step,
    Work,
    decide,
)

_DRAFTING = "rapat penyusunan konsep"
_CORRECTION = "koreksi Ketua Tim"
_PARAF = "paraf Sekretaris"


def _form(name: str) -> str:
    return f"kalbar-renja-renstra-{name}"


DESCRIPTION = Description(
    key="kalbar-renja-renstra",
    documents=(
        ("sk-tim", "SK Tim Penyusunan Renja/Renstra SKPD"),
        ("hasil-rapat", "Hasil rapat persiapan"),
        ("nota-dinas", "Nota Dinas permintaan bahan"),
        ("bahan-bidang", "Bahan dari Bidang"),
        ("bahan", "Kumpulan bahan Renja/Renstra SKPD"),
        ("renja-renstra", "Konsep Renja/Renstra SKPD"),
        ("renja-renstra-final", "Renja/Renstra SKPD final"),
        ("surat-pengantar", "Surat pengantar ke Bappeda"),
        ("tanda-terima", "Tanda terima Bappeda"),
    ),
    nodes=(
        Start("start_1", "Mulai", "ketua_tim"),
        Step(
            "1",
            Work(
                "kalbar-sk-tim",
                outputs=(Output("newDocument", "SK Tim Penyusunan Renja/Renstra SKPD", "sk-tim"),),
                forms_team=True,
            ),
        ),
        Step(
            "2",
            Work(
                "kalbar-rapat-persiapan",
                outputs=(Output("newDocument", "Hasil Rapat", "hasil-rapat"),),
            ),
        ),
        Step(
            "3",
            Work(
                "kalbar-nota-dinas",
                outputs=(
                    Output(
                        "newDocument",
                        "Nota Dinas permintaan bahan Renja/Renstra SKPD",
                        "nota-dinas",
                    ),
                ),
            ),
        ),
        Proposed(
            "p_bidang",
            "Menyerahkan bahan penyusunan Renja/Renstra SKPD sesuai Nota Dinas",
            "bidang",
            "4",
            "Langkah 3 dan 4 meminta bahan dari bidang-bidang, tetapi penyerahannya oleh Bidang "
            "tidak mempunyai langkah dan kolom pelaksana.",
            Work(
                "kalbar-bahan-bidang",
                outputs=(Output("newVersion", "Bahan dari Bidang", "bahan-bidang"),),
            ),
            time_iso="P3D",
            per_unit=PerUnit("bidang", "unit", "Daftar Bidang", "step_3", "step_4"),
        ),
        Step(
            "4",
            Work(
                "kalbar-bahan",
                starts_from="bahan-bidang",
                outputs=(
                    Output("newDocument", "Kumpulan bahan-bahan Renja/Renstra SKPD", "bahan"),
                ),
            ),
        ),
        Step(
            "5",
            Work(
                _form("rapat-draft"),
                starts_from="bahan",
                outputs=(Output("newVersion", "Konsep Renja/Renstra SKPD", "renja-renstra"),),
            ),
        ),
        Step(
            "6",
            Work(
                _form("koreksi"),
                starts_from="renja-renstra",
                outputs=(
                    Output(
                        "record",
                        "Konsep Renja/Renstra SKPD yang sudah diperiksa",
                        "renja-renstra",
                    ),
                ),
                decides="putusan_6",
            ),
        ),
        Choice("gw_6", "Konsep layak diteruskan?", "ketua_tim"),
        Step(
            "7",
            Work(
                "kalbar-paraf",
                starts_from="renja-renstra",
                outputs=(
                    Output(
                        "act",
                        "Konsep Renja/Renstra SKPD yang sudah diparaf Sekretaris",
                        "renja-renstra",
                    ),
                ),
                acts=(Act("paraf", "renja-renstra"),),
                decides="putusan_7",
            ),
        ),
        Choice("gw_7", "Konsep diparaf?", "sekretaris"),
        Step(
            "8",
            Work(
                _form("persetujuan"),
                starts_from="renja-renstra",
                outputs=(
                    Output(
                        "act",
                        "Konsep Renja/Renstra SKPD yang sudah ditandatangani Kadis",
                        "renja-renstra",
                    ),
                ),
                acts=(Act("sign", "renja-renstra"),),
                decides="putusan_8",
            ),
        ),
        Choice("gw_8", "Disetujui?", "kepala_dinas"),
        Step(
            "9",
            Work(
                _form("finalisasi"),
                starts_from="renja-renstra",
                outputs=(
                    Output(
                        "newDocument",
                        "Renja/Renstra SKPD Dinas Koperasi dan UMKM Prov. Kalbar",
                        "renja-renstra-final",
                    ),
                ),
            ),
        ),
        Step(
            "10",
            Work(
                _form("kirim"),
                starts_from="renja-renstra-final",
                outputs=(
                    Output("record", "Arsip"),
                    Output("newDocument", "Surat pengantar ke Bappeda", "surat-pengantar"),
                ),
            ),
        ),
        Arrival(
            "r_bappeda",
            "Menunggu instansi terkait (Bappeda): tanda terima Renja/Renstra SKPD",
            "Bappeda",
            "tanda-terima-bappeda",
            "10",
            "Langkah 10 mengirimkan ke Bappeda, tetapi penerimaannya tidak tertulis.",
            Work(
                _form("tanda-terima"),
                outputs=(Output("newDocument", "Tanda terima Bappeda", "tanda-terima"),),
            ),
        ),
        End("end_1", "Selesai", "anggota_tim"),
    ),
    flows=(
        Flow("start_1", "step_1"),
        Flow("step_1", "step_2"),
        Flow("step_2", "step_3"),
        Flow("step_3", "p_bidang"),
        Flow("p_bidang", "step_4"),
        Flow("step_4", "step_5"),
        Flow("step_5", "step_6"),
        *decide(
            "step_6", "gw_6", "putusan_6", ("teruskan", "step_7", "Teruskan"), ("5", _DRAFTING)
        ),
        *decide(
            "step_7",
            "gw_7",
            "putusan_7",
            ("teruskan", "step_8", "Diparaf, teruskan"),
            ("5", _DRAFTING),
            ("6", _CORRECTION),
        ),
        *decide(
            "step_8",
            "gw_8",
            "putusan_8",
            ("setujui", "step_9", "Disetujui, kirim ke Bappeda"),
            ("5", _DRAFTING),
            ("7", _PARAF),
        ),
        Flow("step_9", "step_10"),
        Flow("step_10", "r_bappeda"),
        Flow("r_bappeda", "end_1"),
    ),
)
