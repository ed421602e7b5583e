"""The flow of kalbar-lakip: ten numbered steps, and what they imply.

Proposed are the Bidang that hand in their material (part of 3; which of them, the disposisi says)
and the receipt of Biro Organisasi (part of 10).
"""

from __future__ import annotations

from service.catalogue.flow import (
    Act,
    Arrival,
    Back,
    Choice,
    Description,
    End,
    Onward,
    Output,
    Start,
    Step,
)
from service.catalogue.sops.bidang import hand_in

_DRAFTING = Back("4", "rapat penyusunan konsep")
_SIGNED = "LAKIP yang sudah ditandatangani Kadis"

DESCRIPTION = Description(
    key="kalbar-lakip",
    documents=(
        ("sk-tim", "SK Tim Penyusunan LAKIP"),
        ("bahan-bidang", "Bahan dari Bidang"),
        ("bahan", "Bahan Penyusunan LAKIP"),
        ("lakip", "LAKIP Dinas Koperasi UKM"),
        ("bukti-pengiriman", "Bukti pengiriman ke Biro Organisasi"),
        ("tanda-terima", "Tanda terima Biro Organisasi"),
    ),
    nodes=(
        Start("ketua_tim"),
        Step(
            "1",
            form="kalbar-sk-tim",
            outputs=(Output("newDocument", "SK Tim Penyusunan LAKIP", "sk-tim"),),
            forms_team=True,
        ),
        # The disposisi is what the Kadis writes in the form: no paper beside it.
        Step("2", form="disposisi-bidang", outputs=(Output("record", "Disposisi"),)),
        hand_in(
            "Menyerahkan bahan/dokumen Penyusunan LAKIP",
            part_of="3",
            reason="Langkah 3 mengumpulkan bahan dari setiap bidang, tetapi penyerahannya oleh "
            "Bidang tidak mempunyai langkah dan kolom pelaksana.",
            asked_by="step_2",
            time_iso="P1W",
        ),
        Step(
            "3",
            form="kalbar-bahan",
            starts_from="bahan-bidang",
            outputs=(Output("newDocument", "Bahan Penyusunan LAKIP", "bahan"),),
        ),
        Step(
            "4",
            form="lakip-rapat-konsep",
            starts_from="bahan",
            outputs=(Output("newVersion", "Konsep LAKIP", "lakip"),),
        ),
        Step(
            "5",
            form="koreksi",
            starts_from="lakip",
            outputs=(Output("record", "Konsep LAKIP yang sudah diperiksa Ketua Tim", "lakip"),),
            decides="putusan_5",
        ),
        Choice("gw_5", "Konsep layak diteruskan?", (Onward("teruskan", "Teruskan"), _DRAFTING)),
        Step(
            "6",
            form="paraf",
            starts_from="lakip",
            outputs=(Output("act", "Konsep LAKIP yang sudah diparaf Sekretaris", "lakip"),),
            acts=(Act("paraf", "lakip"),),
            decides="putusan_6",
        ),
        Choice(
            "gw_6",
            "Konsep diparaf?",
            (
                Onward("teruskan", "Diparaf, teruskan"),
                _DRAFTING,
                Back("5", "pemeriksaan Ketua Tim"),
            ),
        ),
        Step(
            "7",
            form="tanda-tangan-perintah",
            starts_from="lakip",
            outputs=(Output("act", _SIGNED, "lakip"),),
            acts=(Act("sign", "lakip"),),
            decides="putusan_7",
        ),
        Choice(
            "gw_7",
            "Ditandatangani?",
            (
                Onward("setujui", "Ditandatangani, kirim ke Biro Organisasi"),
                _DRAFTING,
                Back("6", "paraf Sekretaris"),
            ),
        ),
        Step(
            "8",
            form="perintah",
            starts_from="lakip",
            outputs=(Output("record", _SIGNED, "lakip"),),
        ),
        Step(
            "9",
            form="perintah",
            starts_from="lakip",
            outputs=(Output("record", "LAKIP Dinas Koperasi UKM", "lakip"),),
        ),
        Step(
            "10",
            form="lakip-kirim",
            starts_from="lakip",
            outputs=(
                Output("record", "LAKIP Dinas Koperasi UKM dan Arsip", "lakip"),
                # Not in the document: by it the office's clock stands still until the receipt.
                Output("newDocument", "Bukti pengiriman ke Biro Organisasi", "bukti-pengiriman"),
            ),
        ),
        Arrival(
            "r_terima",
            "tanda terima LAKIP",
            agency="Biro Organisasi",
            message="tanda-terima",
            part_of="10",
            reason="Langkah 10 mengirimkan ke Biro Organisasi, tetapi penerimaannya tidak "
            "tertulis.",
            form="tanda-terima",
            outputs=(Output("newDocument", "Tanda terima", "tanda-terima"),),
        ),
        End("anggota_tim"),
    ),
)
