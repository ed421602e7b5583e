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
    Back,
    Choice,
    Description,
    End,
    Onward,
    Output,
    PerUnit,
    Proposed,
    Start,
    Step,
)

_DRAFTING = Back("7", "penyusunan konsep", to="p_susun")

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
        Start("kepala_dinas"),
        Step("1", form="perintah", outputs=(Output("record", "Perintah Kepala Dinas"),)),
        Step(
            "2",
            form="surat-penugasan",
            outputs=(Output("newDocument", "Surat Penugasan", "surat-penugasan"),),
        ),
        Step(
            "3",
            form="pembagian-tugas",
            outputs=(Output("newDocument", "Draft Pembagian Tugas", "pembagian-tugas"),),
        ),
        Proposed(
            "p_konsep",
            "Membuat konsep surat dan verbal, hal permintaan bahan masukan LAKIP",
            role="anggota_tim",
            part_of="3",
            reason="Langkah 3.3 menugaskan Pelaksana membuat konsep yang dikoreksi pada langkah "
            "4, tetapi pembuatannya tidak mempunyai langkah.",
            form="cirebon-lakip-konsep-surat",
            outputs=(Output("newVersion", "Konsep surat dan verbal", "surat-permintaan"),),
        ),
        Step(
            "4",
            form="paraf",
            starts_from="surat-permintaan",
            outputs=(
                Output("act", "Draft Hasil koreksi yang dilaporkan ke Sekdis", "surat-permintaan"),
            ),
            acts=(Act("paraf", "surat-permintaan"),),
            decides="putusan_4",
        ),
        Choice(
            "gw_4",
            "Konsep surat diparaf?",
            (
                Onward("teruskan", "Diparaf, minta bahan"),
                Back("3", "penyusunan konsep surat", to="p_konsep"),
            ),
        ),
        Step(
            "5",
            form="kalbar-bahan-bidang",
            starts_from="surat-permintaan",
            outputs=(Output("newVersion", "Bahan masukan LAKIP", "bahan-bidang"),),
            per_unit=PerUnit("p_konsep", "step_6", "Daftar unit"),
        ),
        Step(
            "6",
            form="penerimaan-bahan",
            outputs=(
                Output(
                    "record",
                    "Bahan LaAKIP (data, Statistik dan bahan terkait pencapaian kinerja "
                    "selama tahun sebelumnya)",
                    "bahan-bidang",
                ),
            ),
        ),
        Step(
            "7",
            form="perintah",
            starts_from="bahan-bidang",
            outputs=(Output("record", "Penugasan Pelaksana"),),
        ),
        Proposed(
            "p_susun",
            "Menyiapkan, mengkompilasi dan menyusun konsep LAKIP, nota dinas dan surat",
            role="anggota_tim",
            part_of="7",
            reason="Langkah 7 menugaskan Pelaksana menyusun konsep, tetapi kolom Pelaksana tidak "
            "mempunyai langkah.",
            form="cirebon-lakip-konsep",
            starts_from="bahan-bidang",
            outputs=(
                Output("newVersion", "Draft LAKIP", "naskah"),
                Output("newVersion", "Konsep Nota Dinas dan Verbal Sekdis", "nota-dinas"),
                Output("newVersion", "Konsep Surat dan Verbal Sekdis", "surat-sekdis"),
            ),
            time_iso="P1W",
        ),
        Proposed(
            "p_paraf",
            "Meneliti, mengoreksi dan memaraf konsep LAKIP, nota dinas dan surat",
            role="ketua_tim",
            part_of="7",
            reason="Langkah 7 juga menyebut meneliti, mengoreksi dan memaraf, yang baru dapat "
            "dilakukan setelah Pelaksana menyusun konsepnya.",
            form="paraf",
            starts_from="naskah",
            outputs=(Output("act", "Draft LAKIP yang diparaf", "naskah"),),
            acts=(
                Act("paraf", "naskah"),
                Act("paraf", "nota-dinas"),
                Act("paraf", "surat-sekdis"),
            ),
            decides="putusan_paraf",
        ),
        Choice(
            "gw_paraf", "Konsep diparaf?", (Onward("teruskan", "Diparaf, teruskan"), _DRAFTING)
        ),
        Step(
            "8",
            form="cirebon-lakip-konsep-bupati",
            starts_from="naskah",
            outputs=(Output("newVersion", "Surat, nota dinas", "surat-bupati"),),
            decides="putusan_8",
        ),
        Choice(
            "gw_8", "Layak diteruskan?", (Onward("teruskan", "Teruskan ke Sekretaris"), _DRAFTING)
        ),
        Step(
            "9",
            # Its kelengkapan is a draft that the Kepala Dinas approved, which no step here makes:
            # whoever gives the paraf says so, the process does not.
            form="paraf",
            outputs=(Output("act", "LAKIP", "naskah"),),
            acts=(
                Act("paraf", "naskah"),
                Act("paraf", "nota-dinas"),
                Act("paraf", "surat-bupati"),
            ),
            decides="putusan_9",
        ),
        Choice(
            "gw_9",
            "Diparaf Sekretaris?",
            (Onward("teruskan", "Diparaf"), _DRAFTING, Back("8", "koreksi Kelompok Substansi")),
        ),
        End("sekretaris"),
    ),
)
