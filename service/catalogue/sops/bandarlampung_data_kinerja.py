"""The flow of bandarlampung-data-kinerja: six numbered steps, and the Bidang that they ask.

The chain is paraf of the Kasubbag (4), paraf of the Sekretaris (5), signature of the Kadis (6),
all on one version of the draft. Step 4 drafts and gives its paraf at once, so a new draft after a
return voids what both had given. Nothing is written of sending or keeping it afterwards.
"""

from __future__ import annotations

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

_MATERIAL = "inventarisasi bahan"
_DRAFTING = "penyusunan dan paraf Kasubbag"
_PARAF = "paraf Sekretaris"

DESCRIPTION = Description(
    key="bandarlampung-data-kinerja",
    documents=(
        ("surat-kadis", "Surat Kepala Dinas tentang penyusunan data kinerja"),
        ("bahan-bidang", "Data dari Bidang"),
        ("bahan", "Bahan penyusunan data kinerja"),
        ("data-kinerja", "Data kinerja"),
    ),
    nodes=(
        Start("start_1", "Mulai", "sekretaris"),
        Step(
            "1",
            Work(
                "surat-dan-disposisi",
                outputs=(
                    Output(
                        "newDocument",
                        "surat kepala dinas ttg Penyusunan data Kinerja",
                        "surat-kadis",
                    ),
                    Output("record", "disposisi"),
                ),
            ),
        ),
        Step(
            "2",
            Work(
                "disposisi-bidang",
                starts_from="surat-kadis",
                outputs=(
                    Output(
                        "record", "surat kepala dinas ttg penyusunan data kinerja", "surat-kadis"
                    ),
                ),
            ),
        ),
        Proposed(
            "p_bidang",
            "Menyerahkan data kinerja Bidang",
            "bidang",
            "3",
            "Langkah 3 berkoordinasi dengan bidang-bidang, tetapi penyerahannya oleh Bidang tidak "
            "mempunyai langkah dan kolom pelaksana.",
            Work(
                "kalbar-bahan-bidang",
                starts_from="surat-kadis",
                outputs=(Output("newVersion", "Data dari Bidang", "bahan-bidang"),),
            ),
            time_iso="P5D",
            per_unit=PerUnit("bidang", "unit", "Daftar Bidang", "step_2", "step_3"),
        ),
        Step(
            "3",
            Work(
                "kalbar-bahan",
                starts_from="surat-kadis",
                outputs=(Output("newVersion", "Bahan data kinerja", "bahan"),),
            ),
        ),
        Step(
            "4",
            Work(
                "data-kinerja-draft",
                starts_from="bahan",
                outputs=(Output("newVersion", "Draft data kinerja", "data-kinerja"),),
                acts=(Act("paraf", "data-kinerja"),),
                decides="putusan_4",
            ),
        ),
        Choice("gw_4", "Bahan cukup, draft diparaf?", "ketua_tim"),
        Step(
            "5",
            Work(
                "kalbar-paraf",
                starts_from="bahan",
                outputs=(Output("act", "Draft Data kinerja", "data-kinerja"),),
                acts=(Act("paraf", "data-kinerja"),),
                decides="putusan_5",
            ),
        ),
        Choice("gw_5", "Draft diparaf?", "sekretaris"),
        Step(
            "6",
            Work(
                "tanda-tangan",
                starts_from="data-kinerja",
                outputs=(Output("act", "Data kinerja", "data-kinerja"),),
                acts=(Act("sign", "data-kinerja"),),
                decides="putusan_6",
            ),
        ),
        Choice("gw_6", "Ditandatangani?", "kepala_dinas"),
        End("end_1", "Selesai", "kepala_dinas"),
    ),
    flows=(
        Flow("start_1", "step_1"),
        Flow("step_1", "step_2"),
        Flow("step_2", "p_bidang"),
        Flow("p_bidang", "step_3"),
        Flow("step_3", "step_4"),
        *decide(
            "step_4",
            "gw_4",
            "putusan_4",
            ("teruskan", "step_5", "Diparaf, teruskan"),
            ("3", _MATERIAL),
        ),
        *decide(
            "step_5",
            "gw_5",
            "putusan_5",
            ("teruskan", "step_6", "Diparaf, teruskan"),
            ("4", _DRAFTING),
        ),
        *decide(
            "step_6",
            "gw_6",
            "putusan_6",
            ("setujui", "end_1", "Ditandatangani"),
            ("4", _DRAFTING),
            ("5", _PARAF),
        ),
    ),
)
