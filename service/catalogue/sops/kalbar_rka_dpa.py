"""The flow of kalbar-rka-dpa: RKA before the APBD is set, DPA after it, one set of steps.

The document numbers 16 steps in a row. What it implies is proposed: each Bidang hands in its
material (part of 4), the draft goes to BKAD (part of 10), TAPD answers (part of 10) as often as it
asks for changes, and once the accepted RKA is sent (16) the APBD is awaited, a DPA drafted (part
of 11) and steps 12 to 16 run again on it. `dokumen` says which of the two a round is about,
`putaran` how often TAPD has answered about it.
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
    OutputKind,
    Proposed,
    Start,
    Step,
    When,
)
from service.catalogue.sops.bidang import hand_in

_RKA = 'dokumen = "rka"'
_DPA = 'dokumen = "dpa"'


def _form(name: str) -> str:
    return f"kalbar-rka-dpa-{name}"


def _both(kind: OutputKind, name: str) -> tuple[Output, ...]:
    """Return the same output on whichever document the round is about."""
    return (Output(kind, name, "rka", _RKA), Output(kind, name, "dpa", _DPA))


_DRAFTING = Back("5", "rapat penyusunan draf")
_CORRECTION = "koreksi Ketua Tim"
_PARAF = "paraf Sekretaris"
_REVISION = Back("11", "revisi")

DESCRIPTION = Description(
    key="kalbar-rka-dpa",
    documents=(
        ("sk-tim", "SK Tim Penyusunan RKA dan DPA SKPD"),
        ("hasil-rapat", "Surat/hasil rapat persiapan"),
        ("nota-dinas", "Nota Dinas permintaan data"),
        ("bahan-bidang", "Bahan dari Bidang"),
        ("bahan", "Bahan RKA dan DPA SKPD"),
        ("rka", "RKA SKPD"),
        ("dpa", "DPA SKPD"),
        ("surat-pengantar", "Surat pengantar ke BKAD"),
        ("hasil-asistensi", "Hasil Asistensi Tim TAPD"),
        ("permintaan-dpa", "Permintaan rancangan DPA dari BKAD"),
        ("tanda-terima", "Tanda terima BKAD"),
    ),
    nodes=(
        Start("ketua_tim", assign=(("dokumen", '"rka"'), ("putaran", "0"))),
        Step(
            "1",
            form="kalbar-sk-tim",
            outputs=(Output("newDocument", "SK Tim Penyusunan RKA dan DPA SKPD", "sk-tim"),),
            forms_team=True,
        ),
        Step(
            "2",
            form="kalbar-rapat-persiapan",
            outputs=(Output("newDocument", "Surat", "hasil-rapat"),),
        ),
        Step(
            "3",
            form="kalbar-nota-dinas",
            outputs=(Output("newDocument", "Nota Dinas", "nota-dinas"),),
        ),
        hand_in(
            "Menyerahkan bahan RKA dan DPA SKPD sesuai Nota Dinas",
            part_of="4",
            reason="Langkah 3 dan 4 meminta data dari setiap bidang, tetapi penyerahannya oleh "
            "Bidang tidak mempunyai langkah dan kolom pelaksana.",
            asked_by="step_3",
            starts_from="nota-dinas",
            time_iso="P2W",
        ),
        Step(
            "4",
            form="kalbar-bahan",
            starts_from="bahan-bidang",
            outputs=(Output("newDocument", "Bahan RKA dan DPA SKPD", "bahan"),),
        ),
        Step(
            "5",
            form=_form("rapat-draft"),
            starts_from="bahan",
            outputs=(Output("newVersion", "Konsep RKA dan DPA SKPD", "rka"),),
        ),
        Step(
            "6",
            form="penyerahan",
            starts_from="bahan",
            outputs=(Output("record", "Draft RKA dan DPA SKPD", "rka"),),
        ),
        Step(
            "7",
            form=_form("koreksi"),
            starts_from="rka",
            outputs=(Output("record", "Draft RKA dan DPA SKPD yang sudah diperiksa", "rka"),),
            decides="putusan_7",
        ),
        Choice("gw_7", "Draf layak diteruskan?", (Onward("teruskan", "Teruskan"), _DRAFTING)),
        Step(
            "8",
            form="paraf",
            starts_from="rka",
            outputs=(
                Output("act", "Draft RKA dan DPA SKPD yang sudah diparaf Sekretaris", "rka"),
            ),
            acts=(Act("paraf", "rka"),),
            decides="putusan_8",
        ),
        Choice(
            "gw_8",
            "Draf diparaf?",
            (Onward("teruskan", "Diparaf, teruskan"), _DRAFTING, Back("7", _CORRECTION)),
        ),
        Step(
            "9",
            form=_form("persetujuan"),
            starts_from="rka",
            outputs=(
                Output("act", "Draft RKA dan DPA SKPD yang sudah ditandatangani Kadis", "rka"),
            ),
            acts=(Act("sign", "rka"),),
            decides="putusan_9",
        ),
        Choice(
            "gw_9",
            "Draf disetujui?",
            (Onward("setujui", "Disetujui, kirim ke BKAD"), _DRAFTING, Back("8", _PARAF)),
        ),
        Proposed(
            "p_kirim",
            "Mengirimkan draft RKA/DPA SKPD ke BKAD untuk asistensi Tim TAPD",
            role="anggota_tim",
            part_of="10",
            reason="Langkah 9 dan 14 memerintahkan pengiriman ke BKAD dan langkah 10 mulai dengan "
            "asistensi, tetapi pengirimannya tidak mempunyai langkah.",
            form=_form("kirim-asistensi"),
            outputs=(Output("newVersion", "Surat pengantar ke BKAD", "surat-pengantar"),),
        ),
        Arrival(
            "r_asistensi",
            "hasil asistensi",
            agency="TAPD",
            message="hasil-asistensi",
            part_of="10",
            reason="Asistensi dilakukan Tim TAPD di luar dinas; “5 Jam” pada langkah 10 hanya "
            "waktu kerja Sekretaris, bukan lama menunggu.",
            form=_form("hasil-asistensi"),
            outputs=(Output("newVersion", "Hasil Asistensi Tim TAPD", "hasil-asistensi"),),
            assign=(("putaran", "putaran + 1"),),
            decides="putusan_asistensi",
        ),
        Choice(
            "gw_asistensi",
            "Hasil asistensi?",
            (Onward("perbaikan", "Perbaikan"), Onward("diterima", "Diterima", to="step_15")),
        ),
        Step(
            "10", form=_form("penugasan-revisi"), outputs=_both("record", "Draft RKA dan DPA SKPD")
        ),
        Step("11", form=_form("revisi"), outputs=_both("newVersion", "Draft RKA dan DPA SKPD")),
        Step(
            "12",
            form=_form("koreksi"),
            outputs=_both("record", "Draft RKA dan DPA SKPD yang sudah diperiksa"),
            decides="putusan_12",
        ),
        Choice("gw_12", "Revisi layak diteruskan?", (Onward("teruskan", "Teruskan"), _REVISION)),
        Step(
            "13",
            form="paraf",
            outputs=_both("act", "RKA dan DPA SKPD yang telah diparaf sekretaris"),
            acts=(Act("paraf", "rka", _RKA), Act("paraf", "dpa", _DPA)),
            decides="putusan_13",
        ),
        Choice(
            "gw_13",
            "Diparaf?",
            (Onward("teruskan", "Diparaf, teruskan"), _REVISION, Back("12", _CORRECTION)),
        ),
        Step(
            "14",
            form=_form("persetujuan"),
            outputs=_both("act", "RKA dan DPA SKPD yang telah ditandatangani Kadis"),
            acts=(Act("sign", "rka", _RKA), Act("sign", "dpa", _DPA)),
            decides="putusan_14",
        ),
        Choice(
            "gw_14",
            "Disetujui?",
            (
                Onward("setujui", "Disetujui, kirim lagi ke BKAD", to="p_kirim"),
                _REVISION,
                Back("13", _PARAF),
            ),
        ),
        Step(
            "15",
            form=_form("penugasan-kirim"),
            outputs=(Output("record", "RKA dan DPA SKPD Dinas Koperasi dan UMKM Prov. Kalbar"),),
        ),
        Step(
            "16",
            form=_form("kirim-final"),
            outputs=(
                Output(
                    "record", "RKA dan DPA SKPD Dinas Koperasi dan UMKM Prov. Kalbar dan Arsip"
                ),
                Output("newVersion", "Tanda terima BKAD", "tanda-terima"),
            ),
        ),
        Choice(
            "gw_16",
            "Dokumen yang dikirim?",
            (When(_RKA, "RKA: lanjut ke DPA", to="r_apbd"), When(_DPA, "DPA: selesai")),
        ),
        End("anggota_tim"),
        Arrival(
            "r_apbd",
            "APBD ditetapkan, permintaan rancangan DPA",
            agency="BKAD",
            message="permintaan-dpa",
            part_of="11",
            reason="RKA disusun sebelum dan DPA sesudah APBD ditetapkan; dokumen menyatukan "
            "keduanya tanpa langkah di antaranya.",
            form=_form("permintaan-dpa"),
            outputs=(
                Output("newDocument", "Permintaan rancangan DPA dari BKAD", "permintaan-dpa"),
            ),
        ),
        Proposed(
            "p_dpa",
            "Menyusun rancangan DPA SKPD",
            role="anggota_tim",
            part_of="11",
            reason="Langkah 12 sampai 16 menyebut RKA dan DPA, tetapi penyusunan rancangan DPA "
            "tidak mempunyai langkah.",
            form=_form("rancangan-dpa"),
            starts_from="permintaan-dpa",
            outputs=(Output("newVersion", "Rancangan DPA SKPD", "dpa"),),
            assign=(("dokumen", '"dpa"'), ("putaran", "0")),
            then="step_12",
            time_iso="P1W",
        ),
    ),
    kinds=("murni", "perubahan"),
)
