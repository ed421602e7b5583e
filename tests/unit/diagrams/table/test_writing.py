"""A table written into the diagram from which it was read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import etree

from service.diagrams.reader import read_diagram
from service.diagrams.table import (
    Branch,
    SubRow,
    TableRefused,
    read_table,
    read_waktu,
    write_table,
)
from tests.catalogue.geometry import picture_of
from tests.unit.diagrams.table.edits import (
    CATALOGUE,
    SHAPES,
    base_of,
    changed,
    middle,
    new_row,
    require_places_kept,
    require_sound,
    table_of,
)
from tests.unit.diagrams.table.test_pasting import table_in
from tests.unit.diagrams.written import (
    boundary,
    chain,
    diagram,
    end,
    flow,
    node,
    small,
    start,
    subprocess,
    task,
    timer,
)


@pytest.mark.parametrize("stem", CATALOGUE)
def test_a_table_that_nobody_changed_gives_back_the_same_file(stem):
    assert write_table(table_of(stem), base_of(stem)) == base_of(stem)


@pytest.mark.parametrize("stem", CATALOGUE)
def test_a_change_taken_back_gives_back_the_same_model_and_picture(stem):
    base, table = base_of(stem), table_of(stem)
    row = middle(table)
    edited = write_table(
        table.with_row(replace(row, time=read_waktu("9 jam"), activity="Lain", remarks="Baru")),
        base,
    )

    again = write_table(table, edited)

    assert etree.tostring(etree.fromstring(again), method="c14n") == etree.tostring(
        etree.fromstring(base), method="c14n"
    )
    assert replace(read_diagram(again), sha256="") == replace(read_diagram(base), sha256="")


@pytest.mark.parametrize("stem", CATALOGUE)
def test_a_changed_cell_changes_its_element_alone(stem):
    base, row = base_of(stem), middle(table_of(stem))
    table = table_of(stem).with_row(
        replace(
            row,
            time=read_waktu("1 jam 30 menit"),
            output="Berita acara",
            requirements=("Undangan", "Daftar hadir"),
            remarks="Dapat daring",
        )
    )

    raw = write_table(table, base)

    assert changed(base, raw) == {row.key}
    require_sound(raw, table)
    require_places_kept(base, raw)


@pytest.mark.parametrize("stem", SHAPES)
def test_a_row_in_the_middle_stands_between_its_neighbours(stem):
    base, row = base_of(stem), middle(table_of(stem))
    after = table_of(stem).following(row.key)
    table = table_of(stem).inserted(
        new_row(requirements=("Bahan",), output="Telaah"), after=row.key
    )

    raw = write_table(table, base)

    require_sound(raw, table)
    require_places_kept(base, raw)
    scope = read_diagram(raw).processes[0].scope
    assert [flow.source for flow in scope.incoming("step_baru")] == [row.key]
    assert [flow.target for flow in scope.outgoing("step_baru")] == [after.key]


@pytest.mark.parametrize("stem", SHAPES)
def test_a_removed_row_leaves_the_others_joined(stem):
    base, row = base_of(stem), middle(table_of(stem))
    table = table_of(stem).without(row.key)

    raw = write_table(table, base)

    require_sound(raw, table)
    require_places_kept(base, raw)
    assert f'="{row.key}"' not in raw.decode()


@pytest.mark.parametrize("stem", SHAPES)
def test_a_moved_row_keeps_its_place_and_its_element(stem):
    base, row = base_of(stem), middle(table_of(stem))
    # The first row of work: what was to follow it follows the moved row now.
    table = table_of(stem).moved(row.key, after=table_of(stem).rows[1].key)

    raw = write_table(table, base)

    require_sound(raw, table)
    require_places_kept(base, raw)


@pytest.mark.parametrize("stem", SHAPES)
@pytest.mark.parametrize("lane", ["lane_kepala_dinas", "lane_sekretaris", "lane_bidang"])
def test_a_row_of_another_pelaksana_moves_to_its_lane_alone(stem, lane):
    base = base_of(stem)
    row = next(row for row in table_of(stem).rows if row.decides and row.lane != lane)
    table = table_of(stem).with_row(replace(row, lane=lane))

    raw = write_table(table, base)

    require_sound(raw, table)
    require_places_kept(base, raw, but={row.key, row.gateway})


def test_a_row_of_another_pelaksana_stands_below_the_row_before_it_though_a_review_sends_back():
    drawn = write_table(
        table_in(
            "No\tKegiatan\tPelaksana\n"
            "1\tMenyiapkan bahan\tKetua Tim\n"
            "2\tMenelaah data\tSekretaris\n"
            "3\tMelengkapi data\tAnggota Tim\n"
            "4\tMenyampaikan data\tKetua Tim\n"
            "5\tMemeriksa laporan (jika tidak, kembali ke langkah 2)\tSekretaris\n"
            "6\tMenandatangani\tKepala Dinas\n"
        )
    )
    table = read_table(read_diagram(drawn))
    row = table.rows[table.place("step_2")]
    table = table.without("step_3").with_row(replace(row, lane="lane_anggota_tim"))

    raw = write_table(table, drawn)

    require_sound(raw, table)
    require_places_kept(drawn, raw, but={"step_2"})
    shapes = picture_of(etree.fromstring(raw)).shapes
    assert shapes["step_2"].left == shapes["step_1"].left


@pytest.mark.parametrize("stem", SHAPES)
def test_a_branch_back_parts_at_a_new_gateway(stem):
    base, row = base_of(stem), middle(table_of(stem))
    earlier = table_of(stem).rows[1]
    table = table_of(stem).with_row(
        replace(
            row,
            question="Lengkap?",
            branches=(
                Branch("forward", "Lengkap", None),
                Branch("return", f"Kembalikan ke {earlier.number}", earlier.key),
            ),
        )
    )

    raw = write_table(table, base)

    require_sound(raw, table)
    require_places_kept(base, raw)
    back = next(
        flow
        for flow in read_diagram(raw).processes[0].scope.incoming(earlier.key)
        if flow.purpose == "return"
    )
    assert back.condition == f'putusan_{row.key.removeprefix("step_")} = "{back.outcome}"'


def test_one_more_way_back_joins_those_of_the_gateway():
    base, row = base_of("kalbar-lakip"), table_of("kalbar-lakip").row("step_5")
    table = table_of("kalbar-lakip").with_row(
        replace(row, branches=(*row.branches, Branch("return", "Kembalikan ke 3", "step_3")))
    )

    raw = write_table(table, base)

    require_sound(raw, table)
    require_places_kept(base, raw)
    added = changed(base, raw)
    assert added == {"f_gw_5_step_3"}


def test_a_row_that_no_longer_decides_loses_its_gateway():
    base, row = base_of("kalbar-lakip"), table_of("kalbar-lakip").row("step_5")
    table = table_of("kalbar-lakip").with_row(replace(row, branches=(), question=""))

    raw = write_table(table, base)

    require_sound(raw, table)
    require_places_kept(base, raw)
    assert b"putusan_5" not in raw
    assert b"gw_5" not in raw.replace(b"f_gw_5_step_6", b"")


def test_the_target_of_a_way_back_can_be_another_row():
    base, row = base_of("kalbar-lakip"), table_of("kalbar-lakip").row("step_5")
    forward, back = row.branches
    table = table_of("kalbar-lakip").with_row(
        replace(row, branches=(forward, replace(back, to="step_3", words="Kembalikan ke 3")))
    )

    raw = write_table(table, base)

    require_sound(raw, table)
    assert changed(base, raw) == {back.flow}


@pytest.mark.parametrize("stem", SHAPES)
def test_a_row_can_be_made_one_for_every_bidang_and_back(stem):
    base, row = base_of(stem), middle(table_of(stem))
    per_unit = table_of(stem).with_row(replace(row, kind="per_unit", lane="lane_bidang"))

    raw = write_table(per_unit, base)

    require_sound(raw, per_unit)
    require_places_kept(base, raw, but={row.key})
    again = write_table(table_of(stem), raw)
    require_sound(again, table_of(stem))
    assert b"each_unit_" not in again


def test_a_row_can_become_waiting_for_an_agency():
    base, row = base_of("kalbar-lakip"), table_of("kalbar-lakip").row("step_9")
    table = table_of("kalbar-lakip").with_row(
        replace(row, kind="agency", lane="lane_instansi", agency="Biro Organisasi")
    )

    raw = write_table(table, base)

    require_sound(raw, table)
    require_places_kept(base, raw, but={"step_9"})


def test_sub_steps_and_a_waktu_that_is_disesuaikan_are_written():
    base, row = base_of("cirebon-lakip"), table_of("cirebon-lakip").row("step_3")
    parts = (*row.sub_rows, SubRow("3.4", "Menyepakati jadwal", read_waktu("1 jam")))
    table = table_of("cirebon-lakip").with_row(
        replace(row, sub_rows=parts, time=read_waktu("Disesuaikan"))
    )

    raw = write_table(table, base)

    require_sound(raw, table)
    assert changed(base, raw) == {"step_3"}


def test_title_and_identity_are_written_where_they_stand():
    base, table = base_of("kalbar-lakip"), table_of("kalbar-lakip")
    identity = replace(table.identity, number="065/12", warnings=("Satu", "Dua"))
    table = replace(table, title="Penyusunan LKjIP", identity=identity)

    raw = write_table(table, base)

    require_sound(raw, table)
    assert changed(base, raw) == {"pool_1"}


def test_what_others_put_into_the_file_stays():
    note = b'<other:note xmlns:other="urn:other">ingat</other:note>'
    base = base_of("kalbar-lakip").replace(
        b"<bpmn:incoming>f_start_1_step_1",
        b"<!-- milik kami --><bpmn:incoming>f_start_1_step_1",
        1,
    )
    base = base.replace(b'<alur:form key="kalbar-sk-tim"/>', note, 1)
    assert note in base
    table = read_table(read_diagram(base))
    row = table.row("step_1")
    assert row is not None

    raw = write_table(table.with_row(replace(row, output="SK Tim")), base)

    assert note in raw
    assert b"<!-- milik kami -->" in raw


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda row: replace(row, lane="lane_nobody"), "lane-missing"),
        (lambda row: replace(row, activity=" "), "activity-missing"),
        (lambda row: replace(row, remarks="bel\x07"), "unwritable"),
        (lambda row: replace(row, branches=(Branch("forward", "", "nobody"),)), "branch-nowhere"),
        (lambda row: replace(row, branches=(Branch("return", "Ulang", None),)), "no-way-on"),
        (
            lambda row: replace(
                row, branches=(Branch("forward", "a", None), Branch("data", "b", None, "x"))
            ),
            "mixed-branches",
        ),
    ],
)
def test_what_cannot_be_a_diagram_is_refused_at_its_row(change, code):
    table, row = table_of("kalbar-lakip"), table_of("kalbar-lakip").row("step_3")

    with pytest.raises(TableRefused) as refused:
        write_table(table.with_row(change(row)), base_of("kalbar-lakip"))

    first = refused.value.problems[0]
    assert (first.code, first.row) == (code, table.place("step_3") + 1)


def test_a_row_with_an_event_drawn_on_it_stays():
    base = small(boundary("b", "t", timer("P1D")), flow("f_b", "b", "e2"), node("endEvent", "e2"))
    table = read_table(read_diagram(base))

    with pytest.raises(TableRefused) as refused:
        write_table(table.without("t"), base)

    assert [problem.code for problem in refused.value.problems] == ["holds-drawn"]


def test_what_is_drawn_cannot_be_removed_in_the_table():
    base = diagram(
        start(),
        subprocess("sub", start("s2"), end("e2"), chain("s2", "e2")),
        end(),
        chain("s", "sub", "e"),
    )

    with pytest.raises(TableRefused) as refused:
        write_table(read_table(read_diagram(base)).without("sub"), base)

    assert [problem.code for problem in refused.value.problems] == ["drawn-removed"]


def test_a_row_before_something_drawn_leads_there_and_leaves_it_as_it_is():
    base = diagram(
        start(),
        task("a"),
        subprocess("sub", start("s2"), task("inner"), end("e2"), chain("s2", "inner", "e2")),
        end(),
        chain("s", "a", "sub", "e"),
    )
    table = read_table(read_diagram(base))

    raw = write_table(table.inserted(new_row(lane="L"), after="a"), base)

    assert changed(base, raw) >= {"step_baru"}
    assert not changed(base, raw) & {"sub", "inner", "s2", "e2", "a", "e", "s"}
    scope = read_diagram(raw).processes[0].scope
    assert [flow.source for flow in scope.incoming("sub")] == ["step_baru"]


def test_what_a_half_drawn_diagram_lacks_does_not_stop_the_edit_of_another_row():
    base = diagram(
        start(), task("a"), node("userTask", "loose"), end(), chain("s", "a", "e"), drawn=""
    )
    table = read_table(read_diagram(base))
    row = table.row("a")
    assert row is not None

    raw = write_table(table.with_row(replace(row, activity="Mencatat")), base)

    assert changed(base, raw) == {"a"}
