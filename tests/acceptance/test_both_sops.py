"""Both SOPs of the catalogue in a browser, from the start of a process to the auditor's replay."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.acceptance.pages import pairs
from tests.acceptance.walk import (
    ANGGOTA,
    ANGGOTA_LAIN,
    AUDITOR,
    BIDANG,
    KADIS,
    KETUA,
    SEKRETARIS,
    TEAM,
    Walk,
)

if TYPE_CHECKING:
    from tests.acceptance.pages import Next

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_rka_and_dpa_from_start_to_end(office, paper):
    walk = Walk(office, paper)
    begun = walk.start(KETUA, "RKA dan DPA", "RKA dan DPA 2027")
    assert begun.steps == ["Langkah 1: Menyusun SK Tim Penyusunan RKA dan DPA SKPD"]

    walk.complete(KETUA, "Menyusun SK Tim", TEAM)
    walk.complete(KETUA, "Mengadakan rapat persiapan")
    asked = walk.complete(
        ANGGOTA, "Menyiapkan Nota Dinas", {"Bidang yang diminta menyerahkan bahan": BIDANG}
    )
    assert [unit for unit in BIDANG if unit in asked.words] == BIDANG

    walk.supply(*BIDANG[:2])
    late = BIDANG[2]
    process = walk.look_as(ANGGOTA)
    assert "2 dari 3 bidang sudah mengirim" in process.words
    process.waive(late, "Bahan belum ada sampai batas waktu; disusulkan tersendiri.")

    walk.complete(ANGGOTA, "Mengumpulkan data")
    draft_rka(walk)
    returned = walk.send_back(
        SEKRETARIS,
        "Memberikan paraf",
        "Kode rekening belanja modal keliru.",
        to="rapat penyusunan",
    )
    assert returned.steps == ["Langkah 5: Mengadakan Rapat penyusunan Draft RKA dan DPA SKPD"]
    assert "Dikembalikan kepada Anda untuk diperbaiki" in returned.messages[0]

    draft_rka(walk)
    walk.give_paraf(SEKRETARIS, "Memberikan paraf", "RKA SKPD")
    walk.approve(KADIS, "Menandatangani DPA/RKA", "RKA SKPD")
    assistance(walk, "Perlu perbaikan")
    walk.complete(SEKRETARIS, "diasistensi")
    walk.complete(ANGGOTA_LAIN, "Merevisi RKA")
    review(walk, "RKA SKPD")
    assistance(walk, "Diterima")
    send(walk)

    walk.complete(SEKRETARIS, "APBD ditetapkan")
    walk.complete(ANGGOTA, "Menyusun rancangan DPA")
    review(walk, "DPA SKPD")
    assistance(walk, "Diterima")
    finished = send(walk)
    assert finished.heading == "Seluruh proses selesai"

    expect_replay_of(
        walk,
        # Up to the draft, its return and second try, twice with TAPD, then the round of the DPA.
        path="""start_1 step_1 step_2 step_3 p_bidang step_4
        step_5 step_6 step_7 gw_7 step_8 gw_8
        step_5 step_6 step_7 gw_7 step_8 gw_8 step_9 gw_9
        p_kirim r_asistensi gw_asistensi step_10 step_11 step_12 gw_12 step_13 gw_13 step_14 gw_14
        p_kirim r_asistensi gw_asistensi step_15 step_16 gw_16
        r_apbd p_dpa step_12 gw_12 step_13 gw_13 step_14 gw_14
        p_kirim r_asistensi gw_asistensi step_15 step_16 gw_16 end_1""",
        steps="""start_1 step_1 step_2 step_3 p_bidang p_bidang p_bidang step_4
        step_5 step_6 step_7 step_8
        step_5 step_6 step_7 step_8 step_9
        p_kirim r_asistensi step_10 step_11 step_12 step_13 step_14
        p_kirim r_asistensi step_15 step_16
        r_apbd p_dpa step_12 step_13 step_14
        p_kirim r_asistensi step_15 step_16""",
        told=[
            f"({late})",
            "Bahan belum ada sampai batas waktu; disusulkan tersendiri.",
            "Kode rekening belanja modal keliru.",
            "Hasil asistensi Tim TAPD: Perlu perbaikan",
            "Hasil asistensi Tim TAPD: Diterima",
        ],
    )


def draft_rka(walk: Walk) -> None:
    walk.complete(ANGGOTA, "Mengadakan Rapat penyusunan Draft")
    walk.complete(ANGGOTA, "Menyerahkan Draft RKA")
    walk.complete(KETUA, "Mengoreksi Draft RKA")


def review(walk: Walk, document: str) -> None:
    walk.complete(KETUA, "Mengoreksi RKA dan DPA")
    walk.give_paraf(SEKRETARIS, "Memberikan paraf dan diteruskan", document)
    walk.approve(KADIS, "Menandatangani RKA dan DPA", document)


def assistance(walk: Walk, result: str) -> None:
    walk.complete(ANGGOTA, "Mengirimkan draft RKA/DPA")
    task = walk.office(SEKRETARIS).open_task("hasil asistensi", walk.number)
    expect(task.form).to_contain_text("Anda mencatat atas nama TAPD")
    task.tick_all().fill(walk.paper, {"Hasil asistensi Tim TAPD": result}).complete()


def send(walk: Walk) -> Next:
    walk.complete(KETUA, "Menugaskan Anggota Tim")
    return walk.complete(ANGGOTA, "Mengirimkan RKA dan DPA")


def test_renja_and_renstra_from_start_to_end(office, paper):
    walk = Walk(office, paper)
    walk.start(KETUA, "Renja/Renstra", "Renja 2027")

    walk.complete(KETUA, "Menyusun SK Tim", TEAM)
    walk.complete(KETUA, "Melakukan rapat persiapan")
    walk.complete(
        ANGGOTA, "Menyiapkan Nota Dinas", {"Bidang yang diminta menyerahkan bahan": BIDANG}
    )
    walk.supply(*BIDANG)
    walk.complete(ANGGOTA_LAIN, "Menghimpun bahan")
    draft_renja(walk)
    returned = walk.send_back(
        KADIS, "Mengoreksi dan menandatangani", "Indikator sasaran 2 tertukar.", to="Konsep/Draft"
    )
    assert returned.steps[0].startswith("Langkah 5: Melaksanakan Rapat Penyusunan")
    draft_renja(walk)
    walk.approve(KADIS, "Mengoreksi dan menandatangani", "Konsep Renja/Renstra SKPD")
    walk.complete(KETUA, "Membuat finalisasi")
    walk.complete(ANGGOTA, "Mendokumentasikan dan mengirimkan")
    finished = walk.complete("Petugas Bappeda", "tanda terima")
    assert finished.heading == "Seluruh proses selesai"

    expect_replay_of(
        walk,
        path="""start_1 step_1 step_2 step_3 p_bidang step_4
        step_5 step_6 gw_6 step_7 gw_7 step_8 gw_8
        step_5 step_6 gw_6 step_7 gw_7 step_8 gw_8
        step_9 step_10 r_bappeda end_1""",
        steps="""start_1 step_1 step_2 step_3 p_bidang p_bidang p_bidang step_4
        step_5 step_6 step_7 step_8
        step_5 step_6 step_7 step_8
        step_9 step_10 r_bappeda""",
        told=["Indikator sasaran 2 tertukar."],
    )


def draft_renja(walk: Walk) -> None:
    walk.complete(ANGGOTA, "Melaksanakan Rapat Penyusunan")
    walk.complete(KETUA, "Mengoreksi Konsep")
    walk.give_paraf(SEKRETARIS, "Memeriksa dan meneliti", "Konsep Renja/Renstra SKPD")


def expect_replay_of(walk: Walk, *, path: str, steps: str, told: list[str]) -> None:
    """Expect that the auditor sees this path and no other, in the replay and in the list.

    `path` names every node in the order of the tokens, so that each neighbouring pair is a flow;
    `steps` names the node of every act; `told` are words that people read of some act.
    """
    nodes = path.split()
    flows = [f"f_{source}_{target}" for source, target in pairs(nodes)]
    auditor = walk.office(AUDITOR)
    replay = auditor.open_process(walk.number).open_replay()
    happened = replay.frames()
    frames = [frame for frame in happened if frame["trace"]]
    taken = [thing for frame in frames for thing in frame["trace"] if thing["kind"] == "flow"]

    assert [frame["element"] or nodes[0] for frame in frames] == steps.split()
    assert [thing["element"] for thing in taken] == flows

    accounts = " ".join(replay.follow_to_end())
    assert [words for words in told if words not in accounts] == []
    assert replay.drawn("replay-taken") == set(flows)
    assert replay.drawn("replay-done") == set(nodes)
    assert replay.drawn("replay-waiting") == set()

    history = auditor.open_process(walk.number).open_history()
    assert len(history.rows) == len(happened)
    assert history.last_hash.startswith(history.hashes[-1])
    checked = history.checked()
    assert "Rantai riwayat utuh" in checked
    assert "Dijalankan ulang: sama persis" in checked
    assert "0 perbedaan" in checked
    assert auditor.troubles == []
