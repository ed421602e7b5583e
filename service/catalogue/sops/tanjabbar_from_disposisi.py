"""The shape of two SOPs of Tanjung Jabung Barat that begin with a disposisi of the Kepala Dinas.

Ten rows: the Analis collects from the Bidang and drafts, the Kasubbag examines and decides whether
row 6 is needed (“apabila masih perlu”), then paraf of the Kasubbag, paraf of the Sekretaris and
signature of the Kepala Dinas. Proposed are the request to the Bidang and what each hands in, both
part of 3, for the Bidang have a column and no row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from collections.abc import Mapping

_REPAIR = "perbaikan naskah"


def describe(
    key: str,
    *,
    naskah: str,
    collecting: str,
    outputs: Mapping[int, str],
    last: Work,
    documents: tuple[tuple[str, str], ...] = (),
) -> Description:
    """Return the flow of one of them.

    `naskah` is the name of the document that comes of it, `collecting` what the Bidang supply
    for, `outputs` the output of each row but the last, as the document writes it; `last` is the
    work of row 10, `documents` what that makes.
    """
    return Description(
        key=key,
        documents=(
            ("bahan-bidang", "Bahan dari Bidang"),
            ("naskah", naskah),
            *documents,
        ),
        nodes=(
            Start("start_1", "Mulai", "kepala_dinas"),
            Step("1", Work("disposisi", outputs=(Output("record", outputs[1]),))),
            Step("2", Work("perintah", outputs=(Output("record", outputs[2]),))),
            Proposed(
                "p_permintaan",
                f"Meminta bahan {collecting} kepada bidang-bidang",
                "anggota_tim",
                "3",
                "Langkah 3 mengumpulkan bahan dengan bidang-bidang; permintaannya kepada Bidang "
                "tidak mempunyai langkah.",
                Work("permintaan-bahan"),
            ),
            Proposed(
                "p_bidang",
                f"Menyerahkan bahan {collecting}",
                "bidang",
                "3",
                "Bidang-bidang mempunyai kolom pelaksana dan diminta bahan pada langkah 3, tetapi "
                "penyerahannya tidak mempunyai langkah.",
                Work(
                    "kalbar-bahan-bidang",
                    outputs=(Output("newVersion", "Bahan dari Bidang", "bahan-bidang"),),
                ),
                time_iso="P1D",
                per_unit=PerUnit("bidang", "unit", "Daftar Bidang", "p_permintaan", "step_3"),
            ),
            Step(
                "3",
                Work(
                    "konsep",
                    starts_from="bahan-bidang",
                    outputs=(Output("newVersion", outputs[3], "naskah"),),
                ),
            ),
            Step(
                "4",
                Work(
                    "penerimaan-bahan",
                    starts_from="naskah",
                    outputs=(Output("record", outputs[4], "naskah"),),
                ),
            ),
            Step(
                "5",
                Work(
                    "telaah",
                    starts_from="naskah",
                    outputs=(Output("record", outputs[5], "naskah"),),
                    decides="putusan_5",
                ),
            ),
            Choice("gw_5", "Masih perlu perbaikan?", "ketua_tim"),
            Step(
                "6",
                Work(
                    "perbaikan-naskah",
                    starts_from="naskah",
                    outputs=(Output("newVersion", outputs[6], "naskah"),),
                ),
            ),
            Step(
                "7",
                Work(
                    "paraf",
                    starts_from="naskah",
                    outputs=(Output("act", outputs[7], "naskah"),),
                    acts=(Act("paraf", "naskah"),),
                    decides="putusan_7",
                ),
            ),
            Choice("gw_7", "Diparaf Kasubbag?", "ketua_tim"),
            Step(
                "8",
                Work(
                    "paraf",
                    starts_from="naskah",
                    outputs=(Output("act", outputs[8], "naskah"),),
                    acts=(Act("paraf", "naskah"),),
                    decides="putusan_8",
                ),
            ),
            Choice("gw_8", "Diparaf Sekretaris?", "sekretaris"),
            Step(
                "9",
                Work(
                    "tanda-tangan",
                    starts_from="naskah",
                    outputs=(Output("act", outputs[9], "naskah"),),
                    acts=(Act("sign", "naskah"),),
                    decides="putusan_9",
                ),
            ),
            Choice("gw_9", "Ditandatangani?", "kepala_dinas"),
            Step("10", last),
            End("end_1", "Selesai", "anggota_tim"),
        ),
        flows=(
            Flow("start_1", "step_1"),
            Flow("step_1", "step_2"),
            Flow("step_2", "p_permintaan"),
            Flow("p_permintaan", "p_bidang"),
            Flow("p_bidang", "step_3"),
            Flow("step_3", "step_4"),
            Flow("step_4", "step_5"),
            Flow("step_5", "gw_5"),
            Flow("gw_5", "step_6", "Perlu perbaikan", 'putusan_5 = "perbaikan"', "perbaikan"),
            Flow("gw_5", "step_7", "Tidak perlu", 'putusan_5 = "lanjut"', "lanjut"),
            Flow("step_6", "step_7"),
            *decide(
                "step_7",
                "gw_7",
                "putusan_7",
                ("teruskan", "step_8", "Diparaf, lapor ke Sekretaris"),
                ("6", _REPAIR),
            ),
            *decide(
                "step_8",
                "gw_8",
                "putusan_8",
                ("teruskan", "step_9", "Diparaf, lapor ke Kepala Dinas"),
                ("6", _REPAIR),
                ("7", "paraf Kasubbag"),
            ),
            *decide(
                "step_9",
                "gw_9",
                "putusan_9",
                ("tandatangani", "step_10", "Ditandatangani"),
                ("6", _REPAIR),
                ("8", "paraf Sekretaris"),
            ),
            Flow("step_10", "end_1"),
        ),
    )
