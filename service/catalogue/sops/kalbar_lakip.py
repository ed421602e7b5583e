"""The flow of kalbar-lakip: ten numbered steps, and what they imply.

Proposed are the Bidang that hand in their material (part of 3; which of them, the disposisi says)
and the receipt of Biro Organisasi (part of 10).
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
_CHECK = "pemeriksaan Ketua Tim"
_PARAF = "paraf Sekretaris"
_SIGNED = "LAKIP yang sudah ditandatangani Kadis"

DESCRIPTION = Description(
    key="kalbar-lakip",
    documents=(
        ("sk-tim", "SK Tim Penyusunan LAKIP"),
        ("bahan-bidang", "Bahan dari Bidang"),
        ("bahan", "Bahan Penyusunan LAKIP"),
        ("lakip", "LAKIP Dinas Koperasi UKM"),
        ("tanda-terima", "Tanda terima Biro Organisasi"),
    ),
    nodes=(
        Start("start_1", "Mulai", "ketua_tim"),
        Step(
            "1",
            Work(
                "kalbar-sk-tim",
                outputs=(Output("newDocument", "SK Tim Penyusunan LAKIP", "sk-tim"),),
                forms_team=True,
            ),
        ),
        # The disposisi is what the Kadis writes in the form: no paper beside it.
        Step("2", Work("disposisi-bidang", outputs=(Output("record", "Disposisi"),))),
        Proposed(
            "p_bidang",
            "Menyerahkan bahan/dokumen Penyusunan LAKIP",
            "bidang",
            "3",
            "Langkah 3 mengumpulkan bahan dari setiap bidang, tetapi penyerahannya oleh Bidang "
            "tidak mempunyai langkah dan kolom pelaksana.",
            Work(
                "kalbar-bahan-bidang",
                outputs=(Output("newVersion", "Bahan dari Bidang", "bahan-bidang"),),
            ),
            time_iso="P1W",
            per_unit=PerUnit("bidang", "unit", "Daftar Bidang", "step_2", "step_3"),
        ),
        Step(
            "3",
            Work(
                "kalbar-bahan",
                starts_from="bahan-bidang",
                outputs=(Output("newDocument", "Bahan Penyusunan LAKIP", "bahan"),),
            ),
        ),
        Step(
            "4",
            Work(
                "lakip-rapat-konsep",
                starts_from="bahan",
                outputs=(Output("newVersion", "Konsep LAKIP", "lakip"),),
            ),
        ),
        Step(
            "5",
            Work(
                "koreksi",
                starts_from="lakip",
                outputs=(
                    Output("record", "Konsep LAKIP yang sudah diperiksa Ketua Tim", "lakip"),
                ),
                decides="putusan_5",
            ),
        ),
        Choice("gw_5", "Konsep layak diteruskan?", "ketua_tim"),
        Step(
            "6",
            Work(
                "kalbar-paraf",
                starts_from="lakip",
                outputs=(Output("act", "Konsep LAKIP yang sudah diparaf Sekretaris", "lakip"),),
                acts=(Act("paraf", "lakip"),),
                decides="putusan_6",
            ),
        ),
        Choice("gw_6", "Konsep diparaf?", "sekretaris"),
        Step(
            "7",
            Work(
                "tanda-tangan",
                starts_from="lakip",
                outputs=(Output("act", _SIGNED, "lakip"),),
                acts=(Act("sign", "lakip"),),
                decides="putusan_7",
            ),
        ),
        Choice("gw_7", "Ditandatangani?", "kepala_dinas"),
        Step(
            "8",
            Work("perintah", starts_from="lakip", outputs=(Output("record", _SIGNED, "lakip"),)),
        ),
        Step(
            "9",
            Work(
                "perintah",
                starts_from="lakip",
                outputs=(Output("record", "LAKIP Dinas Koperasi UKM", "lakip"),),
            ),
        ),
        Step(
            "10",
            Work(
                "lakip-kirim",
                starts_from="lakip",
                outputs=(Output("record", "LAKIP Dinas Koperasi UKM dan Arsip", "lakip"),),
            ),
        ),
        Arrival(
            "r_terima",
            "Menunggu instansi terkait (Biro Organisasi): tanda terima LAKIP",
            "Biro Organisasi",
            "tanda-terima",
            "10",
            "Langkah 10 mengirimkan ke Biro Organisasi, tetapi penerimaannya tidak tertulis.",
            Work(
                "tanda-terima",
                outputs=(Output("newDocument", "Tanda terima", "tanda-terima"),),
            ),
        ),
        End("end_1", "Selesai", "anggota_tim"),
    ),
    flows=(
        Flow("start_1", "step_1"),
        Flow("step_1", "step_2"),
        Flow("step_2", "p_bidang"),
        Flow("p_bidang", "step_3"),
        Flow("step_3", "step_4"),
        Flow("step_4", "step_5"),
        *decide(
            "step_5", "gw_5", "putusan_5", ("teruskan", "step_6", "Teruskan"), ("4", _DRAFTING)
        ),
        *decide(
            "step_6",
            "gw_6",
            "putusan_6",
            ("teruskan", "step_7", "Diparaf, teruskan"),
            ("4", _DRAFTING),
            ("5", _CHECK),
        ),
        *decide(
            "step_7",
            "gw_7",
            "putusan_7",
            ("setujui", "step_8", "Ditandatangani, kirim ke Biro Organisasi"),
            ("4", _DRAFTING),
            ("6", _PARAF),
        ),
        Flow("step_8", "step_9"),
        Flow("step_9", "step_10"),
        Flow("step_10", "r_terima"),
        Flow("r_terima", "end_1"),
    ),
)
