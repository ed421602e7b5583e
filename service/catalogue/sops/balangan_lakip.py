"""The flow of balangan-lakip: eleven numbered steps, and what they imply.

Proposed are the Bidang that fill in the format (part of 4) and the signature on the covering
letter (part of 10), which the document has made and numbered but signed by nobody. The letter “A”
at the head of its second page joins two pages and is no node.
"""

from __future__ import annotations

from service.catalogue.flow import (
    Act,
    Back,
    Choice,
    Description,
    End,
    Onward,
    Output,
    Proposed,
    Start,
    Step,
)
from service.catalogue.sops.bidang import hand_in

_MAKING = Back("6", "pembuatan LAKIP")

DESCRIPTION = Description(
    key="balangan-lakip",
    documents=(
        ("format", "Format penyusunan LAKIP"),
        ("bahan-bidang", "Isian format dari Bidang"),
        ("naskah", "Dokumen LAKIP"),
        ("surat-pengantar", "Surat Pengantar"),
    ),
    nodes=(
        Start("sekretaris"),
        Step("1", form="disposisi", outputs=(Output("record", "Disposisi Surat"),)),
        Step(
            "2",
            form="format-pengumpulan",
            outputs=(Output("newDocument", "Format penyusunan LAKIP", "format"),),
        ),
        Step(
            "3",
            form="permintaan-bahan",
            starts_from="format",
            outputs=(Output("record", "Format penyusunan LAKIP", "format"),),
        ),
        hand_in(
            "Mengisi dan menyerahkan format data dan informasi kinerja",
            part_of="4",
            reason="Langkah 3 dan 4 meminta isian dari masing-masing bidang, dan Kabid mempunyai "
            "kolom, tetapi pengisiannya tidak mempunyai langkah.",
            asked_by="step_3",
            output="Isian format dari Bidang",
            starts_from="format",
        ),
        Step(
            "4",
            form="penerimaan-bahan",
            starts_from="bahan-bidang",
            outputs=(Output("record", "Format penyusunan LAKIP", "bahan-bidang"),),
        ),
        Step(
            "5",
            form="analisis",
            starts_from="bahan-bidang",
            outputs=(Output("record", "Format penyusunan LAKIP", "bahan-bidang"),),
        ),
        Step("6", form="konsep", outputs=(Output("newVersion", "Draft LAKIP", "naskah"),)),
        Step(
            "7",
            form="koreksi",
            starts_from="naskah",
            outputs=(Output("record", "Dokumen LAKIP", "naskah"),),
            decides="putusan_7",
        ),
        Choice("gw_7", "Layak diteruskan?", (Onward("teruskan", "Teruskan"), _MAKING)),
        Step(
            "8",
            form="penyerahan",
            starts_from="naskah",
            outputs=(Output("record", "Dokumen LAKIP", "naskah"),),
        ),
        Step(
            "9",
            form="tanda-tangan",
            starts_from="naskah",
            outputs=(Output("act", "Dokumen LAKIP", "naskah"),),
            acts=(Act("sign", "naskah"),),
            decides="putusan_9",
        ),
        Choice(
            "gw_9",
            "Ditandatangani?",
            (Onward("tandatangani", "Ditandatangani"), _MAKING, Back("7", "koreksi Sekretaris")),
        ),
        Step(
            "10",
            form="surat-pengantar-bernomor",
            outputs=(Output("newVersion", "Konsep Surat Pengantar", "surat-pengantar"),),
        ),
        Proposed(
            "p_tanda_tangan",
            "Menandatangani surat pengantar",
            role="kepala_dinas",
            part_of="10",
            reason="Langkah 10 membuat dan menomori surat pengantar lalu menyerahkannya untuk "
            "dikirim; penanda tangannya tidak tertulis.",
            form="tanda-tangan",
            starts_from="surat-pengantar",
            outputs=(Output("act", "Surat Pengantar yang ditandatangani", "surat-pengantar"),),
            acts=(Act("sign", "surat-pengantar"),),
            decides="putusan_tanda_tangan",
        ),
        Choice(
            "gw_tanda_tangan",
            "Surat ditandatangani?",
            (Onward("tandatangani", "Ditandatangani"), Back("10", "pembuatan surat pengantar")),
        ),
        Step(
            "11",
            form="balangan-lakip-kirim",
            starts_from="naskah",
            outputs=(Output("record", "Dokumen LAKIP", "naskah"),),
        ),
        End("anggota_tim"),
    ),
)
