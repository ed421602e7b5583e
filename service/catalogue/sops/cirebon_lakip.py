"""The flow of cirebon-lakip: nine numbered steps, most with numbered parts, ending at a paraf.

Two of them hold the work of others: in 3 the Pelaksana drafts the letter that 4 examines, in 7
drafts what 8 and 9 examine, and 7 itself ends with a paraf. Proposed are only these; approval,
signature and sending by the Kepala Dinas, which the document speaks of but has no row for, are
open points (its last page may be missing). Row 7 speaks of a letter of the Sekretaris and 8 and 9
of one of the Kepala Dinas: two documents.
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

_DRAFTING = ("7", "penyusunan konsep", "p_susun")

DESCRIPTION = Description(
    key="cirebon-lakip",
    documents=(
        ("surat-penugasan", "Surat Penugasan"),
        ("pembagian-tugas", "Draft Pembagian Tugas"),
        ("surat-permintaan", "Konsep surat dan verbal permintaan bahan masukan LAKIP"),
        ("bahan-bidang", "Bahan masukan LAKIP"),
        ("naskah", "Konsep LAKIP"),
        ("nota-dinas", "Konsep Nota Dinas dan Verbal Sekdis"),
        ("surat-sekdis", "Konsep Surat dan Verbal Sekdis kepada Kepala Dinas"),
        ("surat-bupati", "Konsep Surat dan Verbal Kepala Dinas kepada Bupati"),
    ),
    nodes=(
        Start("start_1", "Mulai", "kepala_dinas"),
        Step("1", Work("perintah", outputs=(Output("record", "Perintah Kepala Dinas"),))),
        Step(
            "2",
            Work(
                "surat-penugasan",
                outputs=(Output("newDocument", "Surat Penugasan", "surat-penugasan"),),
            ),
        ),
        Step(
            "3",
            Work(
                "pembagian-tugas",
                outputs=(Output("newDocument", "Draft Pembagian Tugas", "pembagian-tugas"),),
            ),
        ),
        Proposed(
            "p_konsep",
            "Membuat konsep surat dan verbal, hal permintaan bahan masukan LAKIP",
            "anggota_tim",
            "3",
            "Langkah 3.3 menugaskan Pelaksana membuat konsep yang dikoreksi pada langkah 4, "
            "tetapi pembuatannya tidak mempunyai langkah.",
            Work(
                "cirebon-lakip-konsep-surat",
                outputs=(Output("newVersion", "Konsep surat dan verbal", "surat-permintaan"),),
            ),
        ),
        Step(
            "4",
            Work(
                "paraf",
                starts_from="surat-permintaan",
                outputs=(
                    Output(
                        "act",
                        "Draft Hasil koreksi yang dilaporkan ke Sekdis",
                        "surat-permintaan",
                    ),
                ),
                acts=(Act("paraf", "surat-permintaan"),),
                decides="putusan_4",
            ),
        ),
        Choice("gw_4", "Konsep surat diparaf?", "ketua_tim"),
        Step(
            "5",
            Work(
                "kalbar-bahan-bidang",
                starts_from="surat-permintaan",
                outputs=(Output("newVersion", "Bahan masukan LAKIP", "bahan-bidang"),),
            ),
            per_unit=PerUnit("bidang", "unit", "Daftar unit", "p_konsep", "step_6"),
        ),
        Step(
            "6",
            Work(
                "penerimaan-bahan",
                outputs=(
                    Output(
                        "record",
                        "Bahan LaAKIP (data, Statistik dan bahan terkait pencapaian kinerja "
                        "selama tahun sebelumnya)",
                        "bahan-bidang",
                    ),
                ),
            ),
        ),
        Step(
            "7",
            Work(
                "perintah",
                starts_from="bahan-bidang",
                outputs=(Output("record", "Penugasan Pelaksana"),),
            ),
        ),
        Proposed(
            "p_susun",
            "Menyiapkan, mengkompilasi dan menyusun konsep LAKIP, nota dinas dan surat",
            "anggota_tim",
            "7",
            "Langkah 7 menugaskan Pelaksana menyusun konsep, tetapi kolom Pelaksana tidak "
            "mempunyai langkah.",
            Work(
                "cirebon-lakip-konsep",
                starts_from="bahan-bidang",
                outputs=(
                    Output("newVersion", "Draft LAKIP", "naskah"),
                    Output("newVersion", "Konsep Nota Dinas dan Verbal Sekdis", "nota-dinas"),
                    Output("newVersion", "Konsep Surat dan Verbal Sekdis", "surat-sekdis"),
                ),
            ),
            time_iso="P1W",
        ),
        Proposed(
            "p_paraf",
            "Meneliti, mengoreksi dan memaraf konsep LAKIP, nota dinas dan surat",
            "ketua_tim",
            "7",
            "Langkah 7 juga menyebut meneliti, mengoreksi dan memaraf, yang baru dapat dilakukan "
            "setelah Pelaksana menyusun konsepnya.",
            Work(
                "paraf",
                starts_from="naskah",
                outputs=(Output("act", "Draft LAKIP yang diparaf", "naskah"),),
                acts=(
                    Act("paraf", "naskah"),
                    Act("paraf", "nota-dinas"),
                    Act("paraf", "surat-sekdis"),
                ),
                decides="putusan_paraf",
            ),
        ),
        Choice("gw_paraf", "Konsep diparaf?", "ketua_tim"),
        Step(
            "8",
            Work(
                "cirebon-lakip-konsep-bupati",
                starts_from="naskah",
                outputs=(Output("newVersion", "Surat, nota dinas", "surat-bupati"),),
                decides="putusan_8",
            ),
        ),
        Choice("gw_8", "Layak diteruskan?", "ketua_tim"),
        Step(
            "9",
            # Its kelengkapan is a draft that the Kepala Dinas approved, which no step here makes:
            # whoever gives the paraf says so, the process does not.
            Work(
                "paraf",
                outputs=(Output("act", "LAKIP", "naskah"),),
                acts=(
                    Act("paraf", "naskah"),
                    Act("paraf", "nota-dinas"),
                    Act("paraf", "surat-bupati"),
                ),
                decides="putusan_9",
            ),
        ),
        Choice("gw_9", "Diparaf Sekretaris?", "sekretaris"),
        End("end_1", "Selesai", "sekretaris"),
    ),
    flows=(
        Flow("start_1", "step_1"),
        Flow("step_1", "step_2"),
        Flow("step_2", "step_3"),
        Flow("step_3", "p_konsep"),
        Flow("p_konsep", "step_4"),
        *decide(
            "step_4",
            "gw_4",
            "putusan_4",
            ("teruskan", "step_5", "Diparaf, minta bahan"),
            ("3", "penyusunan konsep surat", "p_konsep"),
        ),
        Flow("step_5", "step_6"),
        Flow("step_6", "step_7"),
        Flow("step_7", "p_susun"),
        Flow("p_susun", "p_paraf"),
        *decide(
            "p_paraf",
            "gw_paraf",
            "putusan_paraf",
            ("teruskan", "step_8", "Diparaf, teruskan"),
            _DRAFTING,
        ),
        *decide(
            "step_8",
            "gw_8",
            "putusan_8",
            ("teruskan", "step_9", "Teruskan ke Sekretaris"),
            _DRAFTING,
        ),
        *decide(
            "step_9",
            "gw_9",
            "putusan_9",
            ("teruskan", "end_1", "Diparaf"),
            _DRAFTING,
            ("8", "koreksi Kelompok Substansi"),
        ),
    ),
)
