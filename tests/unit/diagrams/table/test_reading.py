"""A diagram as a table."""

from __future__ import annotations

import pytest

from service.diagrams.reader import read_diagram
from service.diagrams.table import Branch, NoTable, read_table, read_waktu, unshown_in
from tests.catalogue.places import DIAGRAMS
from tests.unit.diagrams.written import (
    chain,
    diagram,
    document,
    end,
    flow,
    message,
    node,
    process,
    start,
    subprocess,
    task,
)

CATALOGUE = sorted(DIAGRAMS.glob("*.bpmn"))


def table_of(stem):
    return read_table(read_diagram((DIAGRAMS / f"{stem}.bpmn").read_bytes()))


@pytest.mark.parametrize("path", CATALOGUE, ids=lambda path: path.stem)
def test_every_node_of_the_catalogue_is_a_row_or_the_question_of_one(path):
    drawing = read_diagram(path.read_bytes())

    table = read_table(drawing)

    shown = {row.key for row in table.rows} | {row.gateway for row in table.rows if row.gateway}
    assert shown == {each.id for each in drawing.processes[0].scope.nodes}
    assert "drawn" not in {row.kind for row in table.rows}


@pytest.mark.parametrize("path", CATALOGUE, ids=lambda path: path.stem)
def test_rows_stand_as_the_document_numbers_them(path):
    drawing = read_diagram(path.read_bytes())
    seqs = {
        each.id: each.extension.step.seq
        for each in drawing.processes[0].scope.nodes
        if each.extension.step is not None
    }

    rows = read_table(drawing).rows

    numbered = [seqs[row.key] for row in rows if row.key in seqs]
    assert numbered == sorted(numbered)
    assert rows[0].kind == "start"


def test_a_row_has_what_the_document_says():
    row = table_of("kalbar-rka-dpa").row("step_8")

    assert (row.kind, row.number, row.lane) == ("work", "8", "lane_sekretaris")
    assert row.activity.startswith("Memberikan paraf pada konsep")
    assert row.requirements == ("Konsep RKA dan DPA SKPD yang sudah diperiksa",)
    assert (row.time.text, row.time.iso) == ("1 Jam", "PT1H")
    assert row.output == "Draft RKA dan DPA SKPD yang sudah diparaf Sekretaris"
    assert row.form == "paraf"


def test_a_row_says_where_it_goes_on_and_what_it_is_sent_back_to():
    row = table_of("kalbar-rka-dpa").row("step_8")

    assert row.decides
    assert row.question == "Draf diparaf?"
    assert row.branches == (
        Branch("forward", "Diparaf, teruskan", None),
        Branch("return", "Kembalikan ke 5: rapat penyusunan draf", "step_5"),
        Branch("return", "Kembalikan ke 7: koreksi Ketua Tim", "step_7"),
    )


def test_ways_that_the_data_choose_keep_their_condition():
    row = table_of("kalbar-rka-dpa").row("step_16")

    assert not row.decides
    assert row.branches == (
        Branch("data", "RKA: lanjut ke DPA", "r_apbd", 'dokumen = "rka"'),
        Branch("data", "DPA: selesai", None, 'dokumen = "dpa"'),
    )


def test_bidang_side_by_side_and_an_outside_agency_are_kinds_of_row():
    table = table_of("kalbar-rka-dpa")

    assert table.row("p_bidang").kind == "per_unit"
    assert (table.row("r_asistensi").kind, table.row("r_asistensi").agency) == ("agency", "TAPD")
    assert table.row("p_bidang").part_of == "4"


def test_what_a_table_cannot_express_is_shown_as_drawn():
    raw = diagram(
        start(),
        subprocess("sub", start("s2"), end("e2"), chain("s2", "e2")),
        node("parallelGateway", "fork"),
        task("a"),
        task("b"),
        node("parallelGateway", "join"),
        end(),
        chain("s", "sub", "fork", "a", "join", "e"),
        flow("f1", "fork", "b"),
        flow("f2", "b", "join"),
    )

    table = read_table(read_diagram(raw))

    drawn = {row.key: row.element for row in table.rows if row.kind == "drawn"}
    assert drawn == {"sub": "subProcess", "fork": "parallelGateway", "join": "parallelGateway"}


def test_what_an_event_begins_is_drawn_and_is_never_the_next_row():
    raw = diagram(
        start(),
        task("a"),
        subprocess(
            "sub",
            start("s2", message()),
            end("e2"),
            chain("s2", "e2"),
            attributes='triggeredByEvent="true"',
        ),
        end(),
        chain("s", "a", "e"),
    )

    table = read_table(read_diagram(raw))

    rows = {row.key: row for row in table.rows}
    assert list(rows) == ["s", "a", "e", "sub"]
    assert rows["sub"].kind == "drawn"
    assert rows["a"].branches == ()
    assert table.following("a") == rows["e"]


def test_a_row_drawn_later_stands_behind_the_one_that_leads_to_it():
    raw = diagram(
        start(),
        *(node("userTask", key) for key in "ac"),
        end(),
        node("userTask", "b"),
        chain("s", "a", "b", "c", "e"),
    )

    assert [row.key for row in read_table(read_diagram(raw)).rows] == ["s", "a", "b", "c", "e"]


def test_an_end_that_a_modeller_left_among_the_rows_stands_behind_the_last():
    raw = diagram(
        start(),
        node("userTask", "a", words=('<alur:step seq="1"/>',)),
        end(),
        node("userTask", "b", words=('<alur:step seq="2"/>',)),
        node("userTask", "c", words=('<alur:step seq="3"/>',)),
        chain("s", "a", "b", "c", "e"),
    )

    assert [row.key for row in read_table(read_diagram(raw)).rows] == ["s", "a", "b", "c", "e"]


def test_a_process_that_is_not_there_has_no_table():
    with pytest.raises(NoTable):
        read_table(read_diagram(diagram(start(), end(), chain("s", "e"))), "nobody")


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2 jam", "PT2H"),
        ("15 Menit", "PT15M"),
        ("1 Hari (kerja)", "P1D"),
        ("3 hari kerja", "P3D"),
        ("2 Minggu", "P2W"),
        ("1 bulan", "P1M"),
        ("1,5 jam", "PT1H30M"),
        ("1 jam 30 menit", "PT1H30M"),
        ("1 Hari (kerja) 1 Hari (kerja)", "P2D"),
        ("½ jam", "PT30M"),
        ("setengah jam", "PT30M"),
        ("1 hr", "P1D"),
        ("2 jm", "PT2H"),
        ("30'", "PT30M"),
        ("30 \N{PRIME}", "PT30M"),
        ("1 (satu) hari kerja", "P1D"),
        ("maks. 3 hari", "P3D"),
        ("Paling lama 5 hari kerja", "P5D"),
        ("1 mgg", "P1W"),
        ("2 bln", "P2M"),
        ("1 tahun", "P1Y"),
        ("1 hari kerja.", "P1D"),
        ("± 1 Jam", "PT1H"),
        ("+/- 30 menit", "PT30M"),
        ("7 HK", "P7D"),
        (".", None),
        ("0,5 hari", None),
        ("½ hari", None),
        ("setengah hari", None),
        ("1,5 hari", None),
        ("2x24 jam", None),
        ("30''", None),
        ("5 menit/berkas", None),
        ("menit", None),
        ("1-2 hari", None),
        ("1 hari 2 jam", None),
        ("0 jam", None),
        ("", None),
        ("secepatnya", None),
    ],
)
def test_waktu_is_counted_only_where_it_can_be(text, iso):
    assert read_waktu(text).iso == iso


def test_disesuaikan_is_asked_for_when_a_process_starts():
    assert read_waktu("Disesuaikan").adjusted
    assert read_waktu("Disesuaikan").iso is None


def test_what_a_table_leaves_out_of_its_diagram_is_known():
    inner = subprocess(
        "teliti", start("s2"), task("a"), task("b"), end("e2"), *chain("s2", "a", "b", "e2")
    )
    drawing = read_diagram(
        document(
            process(start(), inner, end(), *chain("s", "teliti", "e")),
            process(
                start("s3"),
                task("c"),
                end("e3"),
                *chain("s3", "c", "e3"),
                process_id="lain",
                drawn="",
            ),
        )
    )

    told = unshown_in(drawing, read_table(drawing))

    assert [(it.kind, it.name, it.steps) for it in told] == [
        ("subprocess", "teliti", 2),
        ("process", "lain", 1),
    ]
