"""The flow of bandarlampung-data-kinerja: six numbered steps, and the Bidang that they ask.

The chain is paraf of the Kasubbag (4), paraf of the Sekretaris (5), signature of the Kadis (6),
all on one version of the draft. Step 4 drafts and gives its paraf at once, so a new draft after a
return voids what both had given. Nothing is written of sending or keeping it afterwards.
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
    Start,
    Step,
)
from service.catalogue.sops.bidang import hand_in

_DRAFTING = Back("4", "penyusunan dan paraf Kasubbag")

DESCRIPTION = Description(
    key="bandarlampung-data-kinerja",
    documents=(
        ("surat-kadis", "Surat Kepala Dinas tentang penyusunan data kinerja"),
        ("bahan-bidang", "Data dari Bidang"),
        ("bahan", "Bahan penyusunan data kinerja"),
        ("data-kinerja", "Data kinerja"),
    ),
    nodes=(
        Start("sekretaris"),
        Step(
            "1",
            form="surat-dan-disposisi",
            outputs=(
                Output(
                    "newDocument", "surat kepala dinas ttg Penyusunan data Kinerja", "surat-kadis"
                ),
                Output("record", "disposisi"),
            ),
        ),
        Step(
            "2",
            form="petunjuk-bidang",
            starts_from="surat-kadis",
            outputs=(
                Output("record", "surat kepala dinas ttg penyusunan data kinerja", "surat-kadis"),
            ),
        ),
        hand_in(
            "Menyerahkan data kinerja Bidang",
            part_of="3",
            reason="Langkah 3 berkoordinasi dengan bidang-bidang, tetapi penyerahannya oleh "
            "Bidang tidak mempunyai langkah dan kolom pelaksana.",
            asked_by="step_2",
            output="Data dari Bidang",
            starts_from="surat-kadis",
            time_iso="P5D",
        ),
        Step(
            "3",
            form="kalbar-bahan",
            starts_from="surat-kadis",
            outputs=(Output("newVersion", "Bahan data kinerja", "bahan"),),
        ),
        Step(
            "4",
            form="data-kinerja-draft",
            starts_from="bahan",
            outputs=(Output("newVersion", "Draft data kinerja", "data-kinerja"),),
            acts=(Act("paraf", "data-kinerja"),),
            decides="putusan_4",
        ),
        Choice(
            "gw_4",
            "Bahan cukup, draft diparaf?",
            (Onward("teruskan", "Diparaf, teruskan"), Back("3", "inventarisasi bahan")),
        ),
        Step(
            "5",
            form="paraf",
            starts_from="bahan",
            outputs=(Output("act", "Draft Data kinerja", "data-kinerja"),),
            acts=(Act("paraf", "data-kinerja"),),
            decides="putusan_5",
        ),
        Choice("gw_5", "Draft diparaf?", (Onward("teruskan", "Diparaf, teruskan"), _DRAFTING)),
        Step(
            "6",
            form="tanda-tangan",
            starts_from="data-kinerja",
            outputs=(Output("act", "Data kinerja", "data-kinerja"),),
            acts=(Act("sign", "data-kinerja"),),
            decides="putusan_6",
        ),
        Choice(
            "gw_6",
            "Ditandatangani?",
            (Onward("setujui", "Ditandatangani"), _DRAFTING, Back("5", "paraf Sekretaris")),
        ),
        End("kepala_dinas"),
    ),
)
