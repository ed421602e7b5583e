"""Ways that a sentence names, in the words that offices write."""

from __future__ import annotations

import pytest

from service.diagrams.branch_words import before_branches, names_a_way, read_branches
from service.diagrams.table import read_pasted


@pytest.mark.parametrize(
    ("text", "condition", "to", "back"),
    [
        ("Jika tidak ke langkah 3", "tidak", "3", False),
        ("jika ya, ke tahap 7", "ya", "7", False),
        ("jika tidak, ulangi langkah 3", "tidak", "3", True),
        ("Apabila belum lengkap maka diulangi dari langkah 2", "belum lengkap", "2", True),
        ("jika tidak, proses berakhir", "tidak", "end", False),
        ("Bila ditolak maka selesai.", "ditolak", "end", False),
        ("kembali ke langkah no. 3", "", "3", True),
        ("dikembalikan ke langkah (2)", "", "2", True),
        ("kembali ke langkah sebelumnya", "", "previous", True),
        ("tidak sesuai → 22", "tidak sesuai", "22", False),
        ("Jika ditolak -> selesai", "ditolak", "end", False),
        ("ada koreksi => langkah 3", "ada koreksi", "3", False),
    ],
)
def test_a_way_is_read(text, condition, to, back):
    (said,) = read_branches(text)

    assert (said.condition, said.to, said.back) == (condition, to, back)
    assert names_a_way(text)


@pytest.mark.parametrize(
    "text",
    [
        "dilanjutkan 2 hari kemudian",
        "dikirim ke kegiatan 3 kali",
        "Jika surat ke kantor, arsip",
        "Jika tahap 2 selesai, buat laporan",
        "jika terlambat, selesai dalam 2 hari",
        "Menyelesaikan laporan sampai selesai",
        "waktu diubah dari 1 hari → 2 hari",
        "semester 1 → 2",
    ],
)
def test_what_only_sounds_like_a_way_is_none(text):
    assert read_branches(text) == ()


def test_two_ways_of_one_sentence_are_read_in_their_order():
    said = read_branches("Jika ya ke langkah 7, jika tidak ke langkah 3; jika ditolak, selesai")

    assert [one.to for one in said] == ["7", "3", "end"]


def test_the_kegiatan_is_what_stands_before_the_ways():
    assert before_branches("Memeriksa berkas. Jika ditolak, selesai") == "Memeriksa berkas"


def test_a_pasted_row_leads_where_its_keterangan_says():
    found = read_pasted(
        "No\tKegiatan\tPelaksana\tKeterangan\n"
        "1\tMenerima surat\tSekretaris\t\n"
        "2\tMemeriksa surat\tKetua Tim\tJika tidak lengkap, kembali ke langkah sebelumnya\n"
        "3\tMenyetujui surat\tKepala Dinas\tJika ditolak, proses selesai\n"
        "4\tMengirim surat\tSekretaris\t"
    )

    assert found.problems == ()
    _, first, checking, agreeing, _, end = found.rows
    assert [(it.way, it.to) for it in checking.branches] == [
        ("forward", None),
        ("return", first.key),
    ]
    assert ("forward", end.key) in [(it.way, it.to) for it in agreeing.branches]
