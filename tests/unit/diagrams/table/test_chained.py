"""Pasted rows as steps of a drawing: what they carry, where they stand, and what is said."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from service.diagrams import read_diagram
from service.diagrams.blank import blank_diagram
from service.diagrams.extensions import NAMESPACE, DocumentDeclaration
from service.diagrams.table import chained, read_table, with_proposed_forms, write_table
from tests import sops
from tests.acceptance import laporan
from tests.unit.diagrams.table.test_pasting import MARKED, table_in

BLANK = blank_diagram("laporan", "Laporan")
ALUR = f"{{{NAMESPACE}}}"


def chain(text, raw=BLANK, after="langkah_1"):
    return chained(text, read_diagram(raw).processes[0], after=after)


def rows(*lines):
    return "\n".join("\t".join(line) for line in lines)


def extensions(row):
    return etree.fromstring(row.extensions)


#: The ways, the list of Bidang and who collects theirs are drawn; rows are counted there.
DRAWN = {"decision", "unit", "collector"}


def told(element):
    """Return what an element says in our namespace, but for what is drawn."""
    found = []
    for each in element.iter(f"{ALUR}*"):
        name, text = etree.QName(each).localname, (each.text or "").strip()
        said = {key: value for key, value in each.items() if value and key != "number"}
        if name not in DRAWN and (said or text):
            found.append((name, said, text))
    return found


@pytest.mark.parametrize("text", [MARKED, laporan.ROWS])
def test_a_step_carries_what_the_table_would_write(text):
    table = with_proposed_forms(table_in(text))
    root = etree.fromstring(write_table(table))
    by_id = {each.get("id"): each for each in root.iter(etree.Element)}
    written = [by_id[row.key] for row in table.rows if row.kind not in {"start", "end"}]

    found = chain(text)

    for row, element in zip(found.rows, written, strict=True):
        assert row.element == etree.QName(element).localname
        assert row.name == element.get("name")
        assert told(extensions(row)) == told(element)


def test_each_step_stands_in_the_lane_of_its_role_and_bidang_do_theirs_at_the_same_time():
    found = chain(laporan.ROWS)

    assert [row.lane for row in found.rows] == [
        "lane_kepala_dinas",
        "lane_ketua_tim",
        "lane_bidang",
        "lane_anggota_tim",
        "lane_ketua_tim",
        "lane_sekretaris",
        "lane_kepala_dinas",
        "lane_anggota_tim",
    ]
    assert [row.each_unit for row in found.rows].index(True) == 2
    assert found.returns == ((4, 3),)
    assert found.documents == (DocumentDeclaration("naskah", "Laporan"),)
    assert found.problems == ()


def test_documents_that_the_process_has_are_not_declared_again():
    table = read_table(read_diagram(write_table(with_proposed_forms(table_in(laporan.ROWS)))))
    raw = write_table(table)
    last = table.rows[-2].key

    found = chain(
        rows(
            ("Kegiatan", "Pelaksana", "Berkas"),
            ("Memperbaiki", "Staf", "versi baru: laporan; dokumen baru: Nota"),
        ),
        raw,
        last,
    )

    assert found.documents == (DocumentDeclaration("nota", "Nota"),)
    outputs = extensions(found.rows[0]).findall(f"{ALUR}output")
    assert [each.get("document") for each in outputs] == ["naskah", "nota"]


def test_a_row_of_an_outside_agency_waits_for_it():
    (row,) = chain(rows(("Kegiatan", "Pelaksana"), ("Menerima hasil reviu", "BKAD"))).rows

    assert (row.element, row.lane) == ("receiveTask", "lane_instansi")
    assert extensions(row).find(f"{ALUR}agency").get("key") == "BKAD"


@pytest.mark.parametrize(
    ("numbers", "kept"), [(("5a", "6"), ["5a", "6"]), (("1", "2"), [None, None])]
)
def test_a_printed_number_stays_unless_the_drawing_has_one_of_them(numbers, kept):
    lines = [(number, "Menelaah", "Staf") for number in numbers]

    found = chain(rows(("No", "Kegiatan", "Pelaksana"), *lines))

    assert [extensions(row).find(f"{ALUR}step").get("number") for row in found.rows] == kept


# ---------------------------------------------------------------- text without titles


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("1\tMencatat surat\tSekretaris\t1 jam\n\n2.\tMengarsipkan\tStaf\t2 hari", 2),
        ("Mencatat surat\tSekretaris\t1 jam", 1),
        ("Kegiatan\nMencatat surat", 1),
    ],
)
def test_columns_without_titles_are_kegiatan_pelaksana_and_waktu(text, names):
    found = chain(text)

    assert len(found.rows) == names
    assert found.rows[0].name.startswith("Mencatat surat")
    step = extensions(found.rows[0]).find(f"{ALUR}step")
    timed = "\t" in text
    assert step.get("timeIso") == ("PT1H" if timed else None)
    assert found.rows[0].lane == ("lane_sekretaris" if timed else None)
    assert found.problems == ()


def test_lines_without_columns_become_steps_and_the_doubt_is_told():
    found = chain("Mencatat surat, lalu meneruskan.\nMengarsipkan surat.")

    assert len(found.rows) == 2
    assert codes(found) == [("columns-missing", None)]


@pytest.mark.parametrize(
    "titles",
    [
        ("Activity", "Actor", "Time"),
        ("No", "Step", "Performer", "Duration"),
        ("Step", "Activity", "Responsible", "Time", "Output"),
    ],
)
def test_titles_in_english_are_titles_and_no_step(titles):
    cells = {"No": "1", "Performer": "Staf", "Actor": "Staf", "Responsible": "Staf"}
    named = {"Time": "2 jam", "Duration": "2 jam", "Output": "Agenda"}
    line = {**dict.fromkeys(titles, "Mencatat surat"), **cells, **named}
    if {"Step", "Activity"} <= set(titles):
        line["Step"] = "1"

    found = chain(rows(titles, tuple(line[title] for title in titles)))

    assert [row.name for row in found.rows] == ["Mencatat surat"]
    assert found.rows[0].lane == "lane_anggota_tim"
    assert extensions(found.rows[0]).find(f"{ALUR}step").get("timeIso") == "PT2H"
    assert found.problems == ()


def test_titles_that_nobody_knows_are_read_as_a_step_and_the_doubt_is_told():
    found = chain(rows(("Apa", "Siapa", "Berapa lama"), ("Mencatat", "Staf", "2 jam")))

    assert len(found.rows) == 2
    assert ("titles-unknown", 1) in codes(found)


# ---------------------------------------------------------------- what cannot be drawn is said


def codes(found):
    return [(problem.code, problem.row) for problem in found.problems]


def test_a_title_means_the_lane_that_is_called_so_and_its_role():
    raw = BLANK.replace(b'name="Ketua Tim"', b'name="Notulis"')

    found = chain(rows(("Kegiatan", "Pelaksana"), ("Mencatat", "notulis")), raw)

    assert [row.lane for row in found.rows] == ["lane_ketua_tim"]
    assert codes(found) == []


@pytest.mark.parametrize(
    ("name", "title"), [("Ketua Tim", "Kasubbag Program"), ("Notulis", "Notulis Rapat")]
)
def test_a_lane_without_a_role_is_found_by_its_own_title_and_by_words_of_it(name, title):
    raw = BLANK.replace(b'name="Ketua Tim" alur:role="ketua_tim"', f'name="{name}"'.encode())
    assert raw != BLANK

    found = chain(rows(("Kegiatan", "Pelaksana"), ("Mencatat", title)), raw)

    assert [row.lane for row in found.rows] == ["lane_ketua_tim"]
    assert codes(found) == [("lane-assumed", None)]


def test_a_title_that_was_taken_for_a_lane_is_told_with_its_rows_and_kept_as_written():
    lines = [("Mencatat", "Kasubbag Umum"), ("Menelaah", "Sekdis"), ("Menata", "Kasubbag Umum")]

    found = chain(rows(("Kegiatan", "Pelaksana"), *lines))

    steps = [extensions(row).find(f"{ALUR}step") for row in found.rows]
    assert [step.get("column") for step in steps] == ["Kasubbag Umum", "Sekdis", "Kasubbag Umum"]
    assert [step.get("confidence") for step in steps] == ["low", None, "low"]
    (problem,) = found.problems
    assert (problem.code, dict(problem.params)) == (
        "lane-assumed",
        {"name": "Kasubbag Umum", "lane": "Ketua Tim", "rows": "1, 3"},
    )


def test_who_has_no_lane_is_named_once_and_stays_in_the_lane_before():
    found = chain(
        rows(("Kegiatan", "Pelaksana"), ("Mencatat", "Juru Bayar"), ("Membayar", "Juru Bayar"))
    )

    assert [row.lane for row in found.rows] == [None, None]
    columns = [extensions(row).find(f"{ALUR}step").get("column") for row in found.rows]
    assert columns == ["Juru Bayar", "Juru Bayar"]
    (problem,) = found.problems
    assert (problem.code, dict(problem.params)) == (
        "lane-not-drawn",
        {"name": "Juru Bayar", "rows": "1, 2"},
    )


def test_a_drawing_without_lanes_asks_for_none():
    raw = re.sub(rb"<bpmn:laneSet.*</bpmn:laneSet>", b"", sops.diagram(), flags=re.DOTALL)

    assert codes(chain("Mencatat\tSekretaris", raw, "task")) == []


@pytest.mark.parametrize(
    ("way", "drawn"),
    [
        ("jika tidak, kembali ke langkah 7", True),
        ("lanjut ke langkah 9", True),
        ("jika ya, lanjut ke langkah 10. jika tidak, kembali ke langkah 7", False),
        ("lanjut ke langkah 10", False),
        ("kembali ke langkah 10", False),
    ],
)
def test_a_way_that_is_not_drawn_is_said_at_its_row(way, drawn):
    lines = [
        ("7", "Menyusun", "Staf", ""),
        ("8", "Memeriksa", "Ketua Tim", way),
        ("9", "Menyerahkan", "Staf", ""),
        ("10", "Mengarsipkan", "Staf", ""),
    ]

    found = chain(rows(("No", "Kegiatan", "Pelaksana", "Percabangan"), *lines))

    assert codes(found) == ([] if drawn else [("ways-not-drawn", 2)])
    assert found.returns == (((1, 0),) if "7" in way and drawn else ())


@pytest.mark.parametrize(
    ("way", "kept"),
    [("kembali ke langkah 7", "Memeriksa"), ("lanjut ke langkah 10", None)],
)
def test_a_kegiatan_says_a_way_no_more_once_it_is_drawn(way, kept):
    written = f"Memeriksa; jika tidak, {way}"
    lines = [("7", "Menyusun", "Staf"), ("8", written, "Staf"), ("10", "Mengirim", "Staf")]
    late = ("11", "Mengarsipkan", "Staf")

    found = chain(rows(("No", "Kegiatan", "Pelaksana"), *lines[:2], late, lines[2]))

    assert found.rows[1].name == (kept or written)


def test_the_words_of_a_way_back_are_those_that_were_typed():
    lines = [
        ("7", "Menyusun", "Staf", ""),
        ("8", "Memeriksa", "Ketua Tim", "jika tidak sesuai, kembali ke langkah 7"),
        ("9", "Memaraf", "Ketua Tim", "jika tidak, kembali ke langkah 8"),
    ]

    found = chain(rows(("No", "Kegiatan", "Pelaksana", "Percabangan"), *lines))

    assert found.returns == ((1, 0), (2, 1))
    assert found.asked == {(1, 0): ("Sesuai?", "Ya", "Tidak")}


def test_the_last_step_cannot_send_back_where_nothing_follows():
    lines = [
        ("7", "Menyusun", "Staf", ""),
        ("8", "Memeriksa", "Ketua Tim", "jika tidak, kembali ke langkah 7"),
    ]
    text = rows(("No", "Kegiatan", "Pelaksana", "Percabangan"), *lines)
    raw = sops.diagram().replace(b'sourceRef="task"', b'sourceRef="start"')

    assert chain(text).returns == ((1, 0),)
    assert codes(chain(text, raw, "task"))[-1] == ("ways-not-drawn", 2)


def test_rows_that_are_clear_are_drawn_beside_those_that_are_not():
    found = chain(
        rows(
            ("No", "Kegiatan", "Pelaksana", "Waktu", "Berkas"),
            ("", "Mulai", "", "", ""),
            ("7", "Menyusun", "Staf", "secepatnya", "fotokopi"),
            ("8", "", "Staf", "", ""),
            ("9", "Memeriksa", "", "", ""),
            ("", "Selesai", "", "", ""),
        )
    )

    assert [row.name for row in found.rows] == ["Menyusun", "Memeriksa"]
    assert codes(found) == [("paper-unread", 2), ("time-unread", 2), ("activity-missing", 3)]


@pytest.mark.parametrize("text", ["", "Mulai\nSelesai", "No\tKegiatan\tPelaksana\n", "\n\t\n"])
def test_where_there_is_no_step_nothing_is_drawn_and_it_is_said(text):
    found = chain(text)

    assert found.rows == ()
    assert codes(found) == [("no-rows", None)]


def test_more_rows_than_an_sop_has_are_refused():
    assert codes(chain("Mencatat\n" * 501)) == [("too-many-rows", None)]
    assert codes(chain("Mencatat" * 25_001)) == [("too-long", None)]
