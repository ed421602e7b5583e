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

if TYPE_CHECKING:
    from collections.abc import Mapping

_REPAIR = Back("6", "perbaikan naskah")


def describe(
    key: str,
    *,
    naskah: str,
    collecting: str,
    outputs: Mapping[int, str],
    last: Step,
    documents: tuple[tuple[str, str], ...] = (),
) -> Description:
    """Return the flow of one of them.

    `naskah` is the name of the document that comes of it, `collecting` what the Bidang supply
    for, `outputs` the output of each row but the last, as the document writes it; `last` is
    row 10, `documents` what that makes.
    """
    return Description(
        key=key,
        documents=(
            ("bahan-bidang", "Bahan dari Bidang"),
            ("naskah", naskah),
            *documents,
        ),
        nodes=(
            Start("kepala_dinas"),
            Step("1", form="disposisi", outputs=(Output("record", outputs[1]),)),
            Step("2", form="perintah", outputs=(Output("record", outputs[2]),)),
            Proposed(
                "p_permintaan",
                f"Meminta bahan {collecting} kepada bidang-bidang",
                role="anggota_tim",
                part_of="3",
                reason="Langkah 3 mengumpulkan bahan dengan bidang-bidang; permintaannya kepada "
                "Bidang tidak mempunyai langkah.",
                form="permintaan-bahan",
            ),
            hand_in(
                f"Menyerahkan bahan {collecting}",
                part_of="3",
                reason="Bidang-bidang mempunyai kolom pelaksana dan diminta bahan pada langkah "
                "3, tetapi penyerahannya tidak mempunyai langkah.",
                asked_by="p_permintaan",
                time_iso="P1D",
            ),
            Step(
                "3",
                form="konsep",
                starts_from="bahan-bidang",
                outputs=(Output("newVersion", outputs[3], "naskah"),),
            ),
            Step(
                "4",
                form="penerimaan-bahan",
                starts_from="naskah",
                outputs=(Output("record", outputs[4], "naskah"),),
            ),
            Step(
                "5",
                form="telaah",
                starts_from="naskah",
                outputs=(Output("record", outputs[5], "naskah"),),
                decides="putusan_5",
            ),
            Choice(
                "gw_5",
                "Masih perlu perbaikan?",
                (
                    Onward("perbaikan", "Perlu perbaikan"),
                    Onward("lanjut", "Tidak perlu", to="step_7"),
                ),
            ),
            Step(
                "6",
                form="perbaikan-naskah",
                starts_from="naskah",
                outputs=(Output("newVersion", outputs[6], "naskah"),),
            ),
            Step(
                "7",
                form="paraf",
                starts_from="naskah",
                outputs=(Output("act", outputs[7], "naskah"),),
                acts=(Act("paraf", "naskah"),),
                decides="putusan_7",
            ),
            Choice(
                "gw_7",
                "Diparaf Kasubbag?",
                (Onward("teruskan", "Diparaf, lapor ke Sekretaris"), _REPAIR),
            ),
            Step(
                "8",
                form="paraf",
                starts_from="naskah",
                outputs=(Output("act", outputs[8], "naskah"),),
                acts=(Act("paraf", "naskah"),),
                decides="putusan_8",
            ),
            Choice(
                "gw_8",
                "Diparaf Sekretaris?",
                (
                    Onward("teruskan", "Diparaf, lapor ke Kepala Dinas"),
                    _REPAIR,
                    Back("7", "paraf Kasubbag"),
                ),
            ),
            Step(
                "9",
                form="tanda-tangan",
                starts_from="naskah",
                outputs=(Output("act", outputs[9], "naskah"),),
                acts=(Act("sign", "naskah"),),
                decides="putusan_9",
            ),
            Choice(
                "gw_9",
                "Ditandatangani?",
                (Onward("tandatangani", "Ditandatangani"), _REPAIR, Back("8", "paraf Sekretaris")),
            ),
            last,
            End("anggota_tim"),
        ),
    )
