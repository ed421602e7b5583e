"""The flow of balangan-lakip: eleven numbered steps, and what they imply.

Proposed are the Bidang that fill in the format (part of 4) and the signature on the covering
letter (part of 10), which the document has made and numbered but signed by nobody. The letter “A”
at the head of its second page joins two pages and is no node.
"""

from __future__ import annotations

from service.catalogue.flow import (
    Act,
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

_MAKING = ("6", "pembuatan LAKIP")

DESCRIPTION = Description(
    key="balangan-lakip",
    documents=(
        ("format", "Format penyusunan LAKIP"),
        ("bahan-bidang", "Isian format dari Bidang"),
        ("naskah", "Dokumen LAKIP"),
        ("surat-pengantar", "Surat Pengantar"),
    ),
    nodes=(
        Start("start_1", "Mulai", "sekretaris"),
        Step("1", Work("disposisi", outputs=(Output("record", "Disposisi Surat"),))),
        Step(
            "2",
            Work(
                "format-pengumpulan",
                outputs=(Output("newDocument", "Format penyusunan LAKIP", "format"),),
            ),
        ),
        Step(
            "3",
            Work(
                "permintaan-bahan",
                starts_from="format",
                outputs=(Output("record", "Format penyusunan LAKIP", "format"),),
            ),
        ),
        Proposed(
            "p_bidang",
            "Mengisi dan menyerahkan format data dan informasi kinerja",
            "bidang",
            "4",
            "Langkah 3 dan 4 meminta isian dari masing-masing bidang, dan Kabid mempunyai kolom, "
            "tetapi pengisiannya tidak mempunyai langkah.",
            Work(
                "kalbar-bahan-bidang",
                starts_from="format",
                outputs=(Output("newVersion", "Isian format dari Bidang", "bahan-bidang"),),
            ),
            per_unit=PerUnit("bidang", "unit", "Daftar Bidang", "step_3", "step_4"),
        ),
        Step(
            "4",
            Work(
                "penerimaan-bahan",
                starts_from="bahan-bidang",
                outputs=(Output("record", "Format penyusunan LAKIP", "bahan-bidang"),),
            ),
        ),
        Step(
            "5",
            Work(
                "analisis",
                starts_from="bahan-bidang",
                outputs=(Output("record", "Format penyusunan LAKIP", "bahan-bidang"),),
            ),
        ),
        Step(
            "6",
            Work(
                "konsep",
                outputs=(Output("newVersion", "Draft LAKIP", "naskah"),),
            ),
        ),
        Step(
            "7",
            Work(
                "koreksi",
                starts_from="naskah",
                outputs=(Output("record", "Dokumen LAKIP", "naskah"),),
                decides="putusan_7",
            ),
        ),
        Choice("gw_7", "Layak diteruskan?", "sekretaris"),
        Step(
            "8",
            Work(
                "penyerahan",
                starts_from="naskah",
                outputs=(Output("record", "Dokumen LAKIP", "naskah"),),
            ),
        ),
        Step(
            "9",
            Work(
                "tanda-tangan",
                starts_from="naskah",
                outputs=(Output("act", "Dokumen LAKIP", "naskah"),),
                acts=(Act("sign", "naskah"),),
                decides="putusan_9",
            ),
        ),
        Choice("gw_9", "Ditandatangani?", "kepala_dinas"),
        Step(
            "10",
            Work(
                "surat-pengantar-bernomor",
                outputs=(Output("newVersion", "Konsep Surat Pengantar", "surat-pengantar"),),
            ),
        ),
        Proposed(
            "p_tanda_tangan",
            "Menandatangani surat pengantar",
            "kepala_dinas",
            "10",
            "Langkah 10 membuat dan menomori surat pengantar lalu menyerahkannya untuk dikirim; "
            "penanda tangannya tidak tertulis.",
            Work(
                "tanda-tangan",
                starts_from="surat-pengantar",
                outputs=(Output("act", "Surat Pengantar yang ditandatangani", "surat-pengantar"),),
                acts=(Act("sign", "surat-pengantar"),),
                decides="putusan_tanda_tangan",
            ),
        ),
        Choice("gw_tanda_tangan", "Surat ditandatangani?", "kepala_dinas"),
        Step(
            "11",
            Work(
                "balangan-lakip-kirim",
                starts_from="naskah",
                outputs=(Output("record", "Dokumen LAKIP", "naskah"),),
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
        Flow("step_6", "step_7"),
        *decide("step_7", "gw_7", "putusan_7", ("teruskan", "step_8", "Teruskan"), _MAKING),
        Flow("step_8", "step_9"),
        *decide(
            "step_9",
            "gw_9",
            "putusan_9",
            ("tandatangani", "step_10", "Ditandatangani"),
            _MAKING,
            ("7", "koreksi Sekretaris"),
        ),
        Flow("step_10", "p_tanda_tangan"),
        *decide(
            "p_tanda_tangan",
            "gw_tanda_tangan",
            "putusan_tanda_tangan",
            ("tandatangani", "step_11", "Ditandatangani"),
            ("10", "pembuatan surat pengantar"),
        ),
        Flow("step_11", "end_1"),
    ),
)
