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
    Choice,
    Description,
    End,
    Flow,
    Output,
    OutputKind,
    PerUnit,
    Proposed,
    Start,
    Step,
    Work,
    decide,
)

_RKA = 'dokumen = "rka"'
_DPA = 'dokumen = "dpa"'


def _form(name: str) -> str:
    return f"kalbar-rka-dpa-{name}"


def _both(kind: OutputKind, name: str) -> tuple[Output, ...]:
    """Return the same output on whichever document the round is about."""
    return (Output(kind, name, "rka", _RKA), Output(kind, name, "dpa", _DPA))


_DRAFTING = "rapat penyusunan draf"
_CORRECTION = "koreksi Ketua Tim"
_PARAF = "paraf Sekretaris"
_REVISION = "revisi"

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
        Start(
            "start_1",
            "Mulai",
            "ketua_tim",
            assign=(("dokumen", '"rka"'), ("putaran", "0")),
        ),
        Step(
            "1",
            Work(
                "kalbar-sk-tim",
                outputs=(Output("newDocument", "SK Tim Penyusunan RKA dan DPA SKPD", "sk-tim"),),
                forms_team=True,
            ),
        ),
        Step(
            "2",
            Work(
                "kalbar-rapat-persiapan",
                outputs=(Output("newDocument", "Surat", "hasil-rapat"),),
            ),
        ),
        Step(
            "3",
            Work(
                "kalbar-nota-dinas",
                outputs=(Output("newDocument", "Nota Dinas", "nota-dinas"),),
            ),
        ),
        Proposed(
            "p_bidang",
            "Menyerahkan bahan RKA dan DPA SKPD sesuai Nota Dinas",
            "bidang",
            "4",
            "Langkah 3 dan 4 meminta data dari setiap bidang, tetapi penyerahannya oleh Bidang "
            "tidak mempunyai langkah dan kolom pelaksana.",
            Work(
                "kalbar-bahan-bidang",
                starts_from="nota-dinas",
                outputs=(Output("newVersion", "Bahan dari Bidang", "bahan-bidang"),),
            ),
            time_iso="P2W",
            per_unit=PerUnit("bidang", "unit", "Daftar Bidang", "step_3", "step_4"),
        ),
        Step(
            "4",
            Work(
                "kalbar-bahan",
                starts_from="bahan-bidang",
                outputs=(Output("newDocument", "Bahan RKA dan DPA SKPD", "bahan"),),
            ),
        ),
        Step(
            "5",
            Work(
                _form("rapat-draft"),
                starts_from="bahan",
                outputs=(Output("newVersion", "Konsep RKA dan DPA SKPD", "rka"),),
            ),
        ),
        Step(
            "6",
            Work(
                _form("penyerahan-draft"),
                starts_from="bahan",
                outputs=(Output("record", "Draft RKA dan DPA SKPD", "rka"),),
            ),
        ),
        Step(
            "7",
            Work(
                _form("koreksi"),
                starts_from="rka",
                outputs=(Output("record", "Draft RKA dan DPA SKPD yang sudah diperiksa", "rka"),),
                decides="putusan_7",
            ),
        ),
        Choice("gw_7", "Draf layak diteruskan?", "ketua_tim"),
        Step(
            "8",
            Work(
                "kalbar-paraf",
                starts_from="rka",
                outputs=(
                    Output("act", "Draft RKA dan DPA SKPD yang sudah diparaf Sekretaris", "rka"),
                ),
                acts=(Act("paraf", "rka"),),
                decides="putusan_8",
            ),
        ),
        Choice("gw_8", "Draf diparaf?", "sekretaris"),
        Step(
            "9",
            Work(
                _form("persetujuan"),
                starts_from="rka",
                outputs=(
                    Output("act", "Draft RKA dan DPA SKPD yang sudah ditandatangani Kadis", "rka"),
                ),
                acts=(Act("sign", "rka"),),
                decides="putusan_9",
            ),
        ),
        Choice("gw_9", "Draf disetujui?", "kepala_dinas"),
        Proposed(
            "p_kirim",
            "Mengirimkan draft RKA/DPA SKPD ke BKAD untuk asistensi Tim TAPD",
            "anggota_tim",
            "10",
            "Langkah 9 dan 14 memerintahkan pengiriman ke BKAD dan langkah 10 mulai dengan "
            "asistensi, tetapi pengirimannya tidak mempunyai langkah.",
            Work(
                _form("kirim-asistensi"),
                outputs=(Output("newVersion", "Surat pengantar ke BKAD", "surat-pengantar"),),
            ),
        ),
        Arrival(
            "r_asistensi",
            "Menunggu instansi terkait (TAPD): hasil asistensi",
            "TAPD",
            "hasil-asistensi",
            "10",
            "Asistensi dilakukan Tim TAPD di luar dinas; “5 Jam” pada langkah 10 hanya waktu "
            "kerja Sekretaris, bukan lama menunggu.",
            Work(
                _form("hasil-asistensi"),
                outputs=(Output("newVersion", "Hasil Asistensi Tim TAPD", "hasil-asistensi"),),
                assign=(("putaran", "putaran + 1"),),
                decides="putusan_asistensi",
            ),
        ),
        Choice("gw_asistensi", "Hasil asistensi?", "instansi", agency="TAPD"),
        Step(
            "10",
            Work(
                _form("penugasan-revisi"),
                outputs=_both("record", "Draft RKA dan DPA SKPD"),
            ),
        ),
        Step(
            "11",
            Work(
                _form("revisi"),
                outputs=_both("newVersion", "Draft RKA dan DPA SKPD"),
            ),
        ),
        Step(
            "12",
            Work(
                _form("koreksi"),
                outputs=_both("record", "Draft RKA dan DPA SKPD yang sudah diperiksa"),
                decides="putusan_12",
            ),
        ),
        Choice("gw_12", "Revisi layak diteruskan?", "ketua_tim"),
        Step(
            "13",
            Work(
                "kalbar-paraf",
                outputs=_both("act", "RKA dan DPA SKPD yang telah diparaf sekretaris"),
                acts=(Act("paraf", "rka", _RKA), Act("paraf", "dpa", _DPA)),
                decides="putusan_13",
            ),
        ),
        Choice("gw_13", "Diparaf?", "sekretaris"),
        Step(
            "14",
            Work(
                _form("persetujuan"),
                outputs=_both("act", "RKA dan DPA SKPD yang telah ditandatangani Kadis"),
                acts=(
                    Act("sign", "rka", _RKA),
                    Act("sign", "dpa", _DPA),
                ),
                decides="putusan_14",
            ),
        ),
        Choice("gw_14", "Disetujui?", "kepala_dinas"),
        Step(
            "15",
            Work(
                _form("penugasan-kirim"),
                outputs=(
                    Output("record", "RKA dan DPA SKPD Dinas Koperasi dan UMKM Prov. Kalbar"),
                ),
            ),
        ),
        Step(
            "16",
            Work(
                _form("kirim-final"),
                outputs=(
                    Output(
                        "record",
                        "RKA dan DPA SKPD Dinas Koperasi dan UMKM Prov. Kalbar dan Arsip",
                    ),
                    Output("newVersion", "Tanda terima BKAD", "tanda-terima"),
                ),
            ),
        ),
        Choice("gw_16", "Dokumen yang dikirim?", "anggota_tim"),
        End("end_1", "Selesai", "anggota_tim"),
        Arrival(
            "r_apbd",
            "Menunggu instansi terkait (BKAD): APBD ditetapkan, permintaan rancangan DPA",
            "BKAD",
            "permintaan-dpa",
            "11",
            "RKA disusun sebelum dan DPA sesudah APBD ditetapkan; dokumen menyatukan keduanya "
            "tanpa langkah di antaranya.",
            Work(
                _form("permintaan-dpa"),
                outputs=(
                    Output("newDocument", "Permintaan rancangan DPA dari BKAD", "permintaan-dpa"),
                ),
            ),
        ),
        Proposed(
            "p_dpa",
            "Menyusun rancangan DPA SKPD",
            "anggota_tim",
            "11",
            "Langkah 12 sampai 16 menyebut RKA dan DPA, tetapi penyusunan rancangan DPA tidak "
            "mempunyai langkah.",
            Work(
                _form("rancangan-dpa"),
                starts_from="permintaan-dpa",
                outputs=(Output("newVersion", "Rancangan DPA SKPD", "dpa"),),
                assign=(("dokumen", '"dpa"'), ("putaran", "0")),
            ),
            time_iso="P1W",
        ),
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
        *decide(
            "step_7", "gw_7", "putusan_7", ("teruskan", "step_8", "Teruskan"), ("5", _DRAFTING)
        ),
        *decide(
            "step_8",
            "gw_8",
            "putusan_8",
            ("teruskan", "step_9", "Diparaf, teruskan"),
            ("5", _DRAFTING),
            ("7", _CORRECTION),
        ),
        *decide(
            "step_9",
            "gw_9",
            "putusan_9",
            ("setujui", "p_kirim", "Disetujui, kirim ke BKAD"),
            ("5", _DRAFTING),
            ("8", _PARAF),
        ),
        Flow("p_kirim", "r_asistensi"),
        Flow("r_asistensi", "gw_asistensi"),
        Flow(
            "gw_asistensi",
            "step_10",
            "Perbaikan",
            'putusan_asistensi = "perbaikan"',
            "perbaikan",
        ),
        Flow("gw_asistensi", "step_15", "Diterima", 'putusan_asistensi = "diterima"', "diterima"),
        Flow("step_10", "step_11"),
        Flow("step_11", "step_12"),
        *decide(
            "step_12",
            "gw_12",
            "putusan_12",
            ("teruskan", "step_13", "Teruskan"),
            ("11", _REVISION),
        ),
        *decide(
            "step_13",
            "gw_13",
            "putusan_13",
            ("teruskan", "step_14", "Diparaf, teruskan"),
            ("11", _REVISION),
            ("12", _CORRECTION),
        ),
        *decide(
            "step_14",
            "gw_14",
            "putusan_14",
            ("setujui", "p_kirim", "Disetujui, kirim lagi ke BKAD"),
            ("11", _REVISION),
            ("13", _PARAF),
        ),
        Flow("step_15", "step_16"),
        Flow("step_16", "gw_16"),
        Flow("gw_16", "r_apbd", "RKA: lanjut ke DPA", _RKA),
        Flow("gw_16", "end_1", "DPA: selesai", _DPA),
        Flow("r_apbd", "p_dpa"),
        Flow("p_dpa", "step_12"),
    ),
)
