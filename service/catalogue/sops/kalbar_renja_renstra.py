"""The flow of kalbar-renja-renstra: ten numbered steps, and what they imply.

Proposed are the Bidang that hand in their material (part of 4) and the receipt of Bappeda (part
of 10). Step 9 finalises after the signature; so that the approved version stays as it was, what
it makes is a document of its own. `dokumen` says which of the two a process is about, once the
first meeting has said it.
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

_DRAFTING = Back("5", "rapat penyusunan konsep")


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
        Start("ketua_tim", assign=(("dokumen", "null"),)),
        Step(
            "1",
            form="kalbar-sk-tim",
            outputs=(Output("newDocument", "SK Tim Penyusunan Renja/Renstra SKPD", "sk-tim"),),
            forms_team=True,
        ),
        Step(
            "2",
            form="kalbar-rapat-persiapan",
            outputs=(Output("newDocument", "Hasil Rapat", "hasil-rapat"),),
        ),
        Step(
            "3",
            form="kalbar-nota-dinas",
            outputs=(
                Output(
                    "newDocument", "Nota Dinas permintaan bahan Renja/Renstra SKPD", "nota-dinas"
                ),
            ),
        ),
        hand_in(
            "Menyerahkan bahan penyusunan Renja/Renstra SKPD sesuai Nota Dinas",
            part_of="4",
            reason="Langkah 3 dan 4 meminta bahan dari bidang-bidang, tetapi penyerahannya oleh "
            "Bidang tidak mempunyai langkah dan kolom pelaksana.",
            asked_by="step_3",
            time_iso="P3D",
        ),
        Step(
            "4",
            form="kalbar-bahan",
            starts_from="bahan-bidang",
            outputs=(Output("newDocument", "Kumpulan bahan-bahan Renja/Renstra SKPD", "bahan"),),
        ),
        Step(
            "5",
            form=_form("rapat-draft"),
            starts_from="bahan",
            outputs=(Output("newVersion", "Konsep Renja/Renstra SKPD", "renja-renstra"),),
            # Asked while it is not known: a draft that comes back is of the same document.
            assign=(("dokumen", "if dokumen = null then jenis_dokumen else dokumen"),),
        ),
        Step(
            "6",
            form=_form("koreksi"),
            starts_from="renja-renstra",
            outputs=(
                Output(
                    "record", "Konsep Renja/Renstra SKPD yang sudah diperiksa", "renja-renstra"
                ),
            ),
            decides="putusan_6",
        ),
        Choice("gw_6", "Konsep layak diteruskan?", (Onward("teruskan", "Teruskan"), _DRAFTING)),
        Step(
            "7",
            form="paraf",
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
        Choice(
            "gw_7",
            "Konsep diparaf?",
            (Onward("teruskan", "Diparaf, teruskan"), _DRAFTING, Back("6", "koreksi Ketua Tim")),
        ),
        Step(
            "8",
            form=_form("persetujuan"),
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
        Choice(
            "gw_8",
            "Disetujui?",
            (
                Onward("setujui", "Disetujui, kirim ke Bappeda"),
                _DRAFTING,
                Back("7", "paraf Sekretaris"),
            ),
        ),
        Step(
            "9",
            form=_form("finalisasi"),
            starts_from="renja-renstra",
            outputs=(
                Output(
                    "newDocument",
                    "Renja/Renstra SKPD Dinas Koperasi dan UMKM Prov. Kalbar",
                    "renja-renstra-final",
                ),
            ),
        ),
        Step(
            "10",
            form=_form("kirim"),
            starts_from="renja-renstra-final",
            outputs=(
                Output("record", "Arsip"),
                Output("newDocument", "Surat pengantar ke Bappeda", "surat-pengantar"),
            ),
        ),
        Arrival(
            "r_bappeda",
            "tanda terima Renja/Renstra SKPD",
            agency="Bappeda",
            message="tanda-terima-bappeda",
            part_of="10",
            reason="Langkah 10 mengirimkan ke Bappeda, tetapi penerimaannya tidak tertulis.",
            form=_form("tanda-terima"),
            outputs=(Output("newDocument", "Tanda terima Bappeda", "tanda-terima"),),
        ),
        End("anggota_tim"),
    ),
    kinds=("murni", "perubahan"),
)
