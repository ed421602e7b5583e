"""The shape of three SOPs of Tanjung Jabung Barat that begin with an assignment of the Sekretaris.

Twelve rows, the last of which is the end. Several rows have two performers: of 4 the Bidang carry
the text and the Staf recapitulates; 8 is the Sekretaris's check, and the signature of the Kepala
Dinas is part of it. The documents have no columns for requirements and outputs: what a step makes
is proposed. Row 10 sends the report, whose receipt is awaited as part of it; its time is adjusted.
"""

from __future__ import annotations

from service.catalogue.flow import (
    Act,
    Arrival,
    Choice,
    Description,
    EndRow,
    Flow,
    Output,
    PerUnit,
    Proposed,
    Start,
    Step,
    Work,
    decide,
)

_TYPING = "pengetikan draft"


def describe(key: str, *, naskah: str, agency: str, sending: str) -> Description:
    """Return the flow of one of them.

    `naskah` is the name of the document that comes of it, `agency` what to call the one that gets
    it, `sending` the form of row 10.
    """
    return Description(
        key=key,
        documents=(
            ("bahan-bidang", "Data dari Bidang"),
            ("bahan", "Rekap data Bidang"),
            ("naskah", naskah),
            ("tanda-terima", "Tanda terima"),
        ),
        nodes=(
            Start("start_1", "Mulai", "sekretaris"),
            Step("1", Work("perintah", outputs=(Output("record", "Penugasan Kasubbag"),))),
            Step("2", Work("perintah", outputs=(Output("record", "Penugasan staf"),))),
            Step(
                "3",
                Work("permintaan-bahan", outputs=(Output("record", "Permintaan data"),)),
            ),
            Step(
                "4",
                Work(
                    "kalbar-bahan-bidang",
                    outputs=(Output("newVersion", "Data dari Bidang", "bahan-bidang"),),
                ),
                per_unit=PerUnit("bidang", "unit", "Daftar Bidang", "step_3", "p_rekap"),
            ),
            Proposed(
                "p_rekap",
                "Mengumpulkan dan merekap data Bidang, menyampaikan rekap ke Kasubbag",
                "anggota_tim",
                "4",
                "Langkah 4 juga menyebut data dikumpulkan dan direkap, dan langkah 5 rekap "
                "disampaikan ke Kasubbag: pekerjaan Staf Perencanaan, bukan Bidang.",
                Work(
                    "kalbar-bahan",
                    starts_from="bahan-bidang",
                    outputs=(Output("newDocument", "Rekap data Bidang", "bahan"),),
                ),
            ),
            Step(
                "5",
                Work(
                    "analisis",
                    starts_from="bahan",
                    outputs=(Output("record", "Hasil analisis dan penugasan staf"),),
                ),
            ),
            Step(
                "6",
                Work(
                    "konsep",
                    starts_from="bahan",
                    outputs=(Output("newVersion", f"Draft {naskah}", "naskah"),),
                ),
            ),
            Step(
                "7",
                Work(
                    "koreksi",
                    starts_from="naskah",
                    outputs=(Output("record", "Draft yang sudah diperiksa Kasubbag", "naskah"),),
                    decides="putusan_7",
                ),
            ),
            Choice("gw_7", "Layak diteruskan?", "ketua_tim"),
            Step(
                "8",
                Work(
                    "koreksi",
                    starts_from="naskah",
                    outputs=(Output("record", "Draft yang sudah diteliti Sekretaris", "naskah"),),
                    decides="putusan_8",
                ),
            ),
            Choice("gw_8", "Telah diteliti dan disahkan?", "sekretaris"),
            Proposed(
                "p_tanda_tangan",
                f"Menandatangani {naskah}",
                "kepala_dinas",
                "8",
                "Langkah 8 memuat putusan Sekretaris dan tanda tangan Kepala Dinas; tanda tangan "
                "itu tidak mempunyai langkah sendiri.",
                Work(
                    "tanda-tangan",
                    starts_from="naskah",
                    outputs=(Output("act", f"{naskah} yang ditandatangani", "naskah"),),
                    acts=(Act("sign", "naskah"),),
                    decides="putusan_tanda_tangan",
                ),
            ),
            Choice("gw_tanda_tangan", "Ditandatangani?", "kepala_dinas"),
            Step(
                "9",
                Work(
                    "penggandaan",
                    starts_from="naskah",
                    outputs=(Output("record", "Laporan yang digandakan", "naskah"),),
                ),
            ),
            Step(
                "10",
                Work(
                    sending,
                    starts_from="naskah",
                    outputs=(Output("record", "Pengiriman laporan", "naskah"),),
                ),
            ),
            Arrival(
                "r_tanda_terima",
                f"Menunggu instansi terkait ({agency}): tanda terima laporan",
                agency,
                "tanda-terima",
                "10",
                "Langkah 10 mengirim laporan ke instansi terkait, yang mempunyai kolom pelaksana, "
                "tetapi penerimaannya tidak tertulis.",
                Work(
                    "tanda-terima",
                    outputs=(Output("newDocument", "Tanda terima", "tanda-terima"),),
                ),
            ),
            Step(
                "11",
                Work(
                    "arsip",
                    starts_from="naskah",
                    outputs=(Output("record", "Arsip laporan", "naskah"),),
                ),
            ),
            EndRow("end_1", "12"),
        ),
        flows=(
            Flow("start_1", "step_1"),
            Flow("step_1", "step_2"),
            Flow("step_2", "step_3"),
            Flow("step_3", "step_4"),
            Flow("step_4", "p_rekap"),
            Flow("p_rekap", "step_5"),
            Flow("step_5", "step_6"),
            Flow("step_6", "step_7"),
            *decide(
                "step_7",
                "gw_7",
                "putusan_7",
                ("teruskan", "step_8", "Teruskan ke Sekretaris"),
                ("6", _TYPING),
            ),
            *decide(
                "step_8",
                "gw_8",
                "putusan_8",
                ("sahkan", "p_tanda_tangan", "Disahkan, teruskan ke Kepala Dinas"),
                ("6", _TYPING),
                ("7", "pemeriksaan Kasubbag"),
            ),
            *decide(
                "p_tanda_tangan",
                "gw_tanda_tangan",
                "putusan_tanda_tangan",
                ("tandatangani", "step_9", "Ditandatangani"),
                ("6", _TYPING),
                ("8", "penelitian Sekretaris"),
            ),
            Flow("step_9", "step_10"),
            Flow("step_10", "r_tanda_terima"),
            Flow("r_tanda_terima", "step_11"),
            Flow("step_11", "end_1"),
        ),
    )
