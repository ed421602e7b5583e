"""The shape of three SOPs of Tanjung Jabung Barat that begin with an assignment of the Sekretaris.

Twelve rows, the last of which is the end. Several rows have two performers: of 4 the Bidang carry
the text and the Staf recapitulates; 8 is the Sekretaris's check, and the signature of the Kepala
Dinas is part of it. The documents have no columns for requirements and outputs: what a step makes
is proposed. Row 10 sends the report, whose receipt is awaited as part of it; its time is adjusted.
With the proof that it went out the office's clock stands still until then.
"""

from __future__ import annotations

from service.catalogue.flow import (
    Act,
    Arrival,
    Back,
    Choice,
    Description,
    EndRow,
    Onward,
    Output,
    PerUnit,
    Proposed,
    Start,
    Step,
)

_TYPING = Back("6", "pengetikan draft")


def describe(
    key: str, *, naskah: str, agency: str, sending: str, kinds: tuple[str, ...] = ()
) -> Description:
    """Return the flow of one of them.

    `naskah` is the name of the document that comes of it, `agency` what to call the one that gets
    it, `sending` the form of row 10, `kinds` those of its processes.
    """
    return Description(
        key=key,
        documents=(
            ("bahan-bidang", "Data dari Bidang"),
            ("bahan", "Rekap data Bidang"),
            ("naskah", naskah),
            ("bukti-pengiriman", "Bukti pengiriman"),
            ("tanda-terima", "Tanda terima"),
        ),
        nodes=(
            Start("sekretaris"),
            Step("1", form="perintah", outputs=(Output("record", "Penugasan Kasubbag"),)),
            Step("2", form="perintah", outputs=(Output("record", "Penugasan staf"),)),
            Step("3", form="permintaan-bahan", outputs=(Output("record", "Permintaan data"),)),
            Step(
                "4",
                form="kalbar-bahan-bidang",
                outputs=(Output("newVersion", "Data dari Bidang", "bahan-bidang"),),
                per_unit=PerUnit("step_3", "p_rekap"),
            ),
            Proposed(
                "p_rekap",
                "Mengumpulkan dan merekap data Bidang, menyampaikan rekap ke Kasubbag",
                role="anggota_tim",
                part_of="4",
                reason="Langkah 4 juga menyebut data dikumpulkan dan direkap, dan langkah 5 rekap "
                "disampaikan ke Kasubbag: pekerjaan Staf Perencanaan, bukan Bidang.",
                form="kalbar-bahan",
                starts_from="bahan-bidang",
                outputs=(Output("newDocument", "Rekap data Bidang", "bahan"),),
            ),
            Step(
                "5",
                form="analisis",
                starts_from="bahan",
                outputs=(Output("record", "Hasil analisis dan penugasan staf"),),
            ),
            Step(
                "6",
                form="konsep",
                starts_from="bahan",
                outputs=(Output("newVersion", f"Draft {naskah}", "naskah"),),
            ),
            Step(
                "7",
                form="koreksi",
                starts_from="naskah",
                outputs=(Output("record", "Draft yang sudah diperiksa Kasubbag", "naskah"),),
                decides="putusan_7",
            ),
            Choice(
                "gw_7",
                "Layak diteruskan?",
                (Onward("teruskan", "Teruskan ke Sekretaris"), _TYPING),
            ),
            Step(
                "8",
                form="koreksi",
                starts_from="naskah",
                outputs=(Output("record", "Draft yang sudah diteliti Sekretaris", "naskah"),),
                decides="putusan_8",
            ),
            Choice(
                "gw_8",
                "Telah diteliti dan disahkan?",
                (
                    Onward("sahkan", "Disahkan, teruskan ke Kepala Dinas"),
                    _TYPING,
                    Back("7", "pemeriksaan Kasubbag"),
                ),
            ),
            Proposed(
                "p_tanda_tangan",
                f"Menandatangani {naskah}",
                role="kepala_dinas",
                part_of="8",
                reason="Langkah 8 memuat putusan Sekretaris dan tanda tangan Kepala Dinas; tanda "
                "tangan itu tidak mempunyai langkah sendiri.",
                form="tanda-tangan",
                starts_from="naskah",
                outputs=(Output("act", f"{naskah} yang ditandatangani", "naskah"),),
                acts=(Act("sign", "naskah"),),
                decides="putusan_tanda_tangan",
            ),
            Choice(
                "gw_tanda_tangan",
                "Ditandatangani?",
                (
                    Onward("tandatangani", "Ditandatangani"),
                    _TYPING,
                    Back("8", "penelitian Sekretaris"),
                ),
            ),
            Step(
                "9",
                form="penggandaan",
                starts_from="naskah",
                outputs=(Output("record", "Laporan yang digandakan", "naskah"),),
            ),
            Step(
                "10",
                form=sending,
                starts_from="naskah",
                outputs=(
                    Output("record", "Pengiriman laporan", "naskah"),
                    Output("newDocument", "Bukti pengiriman", "bukti-pengiriman"),
                ),
            ),
            Arrival(
                "r_tanda_terima",
                "tanda terima laporan",
                agency=agency,
                message="tanda-terima",
                part_of="10",
                reason="Langkah 10 mengirim laporan ke instansi terkait, yang mempunyai kolom "
                "pelaksana, tetapi penerimaannya tidak tertulis.",
                form="tanda-terima",
                outputs=(Output("newDocument", "Tanda terima", "tanda-terima"),),
            ),
            Step(
                "11",
                form="arsip",
                starts_from="naskah",
                outputs=(Output("record", "Arsip laporan", "naskah"),),
            ),
            EndRow("12"),
        ),
        kinds=kinds,
    )
