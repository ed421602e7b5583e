"""The forms of the catalogue: what a step's texts name, as typed fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from service.diagrams import FormOutline, examine
from service.diagrams.model import Activity, ExclusiveGateway, Node, ReceiveTask
from service.diagrams.table.papers import FOR_OTHERS
from service.diagrams.table.proposals import PLAIN
from service.engine.api import CompleteTask
from service.forms.reader import read_form
from tests.catalogue.drawn import process
from tests.catalogue.places import DIAGRAMS, FORMS, KEYS
from tests.golden.sop_walks import SopWalk

if TYPE_CHECKING:
    from service.forms.model import Form

FILES = sorted(FORMS.glob("*.form"))


def form(key: str) -> Form:
    return read_form((FORMS / f"{key}.form").read_bytes())


def tasks(key: str) -> list[Node]:
    return [node for node in process(key).scope.nodes if isinstance(node, Activity)]


def files(read: Form) -> set[str | None]:
    return {field.document for field in read.fields if field.is_file}


#: Forms of steps that are nothing but a signature: what is done there needs no answer.
_WORDS_ONLY = {"tanda-tangan"}

#: Days that Alur cannot know: of a paper, or of what happened outside.
OF_PAPERS = {
    "tanggal_agenda",
    "tanggal_hasil_asistensi",
    "tanggal_nota_dinas",
    "tanggal_pengantar",
    "tanggal_penugasan",
    "tanggal_perda_apbd",
    "tanggal_permintaan_dpa",
    "tanggal_sk",
    "tanggal_surat_keluar",
    "tanggal_tanda_terima",
    "tanggal_undangan",
}
OF_EVENTS = {
    "tanggal_kirim",
    "tanggal_kirim_asistensi",
    "tanggal_kirim_final",
    "tanggal_rapat",
    "tanggal_rapat_draft",
}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_form_asks_for_more_than_free_text(path):
    read = read_form(path.read_bytes())

    assert path.stem in _WORDS_ONLY or [it for it in read.fields if it.type != "textarea"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_form_asks_for_a_day_that_alur_records_itself(path):
    days = [field.key for field in read_form(path.read_bytes()).fields if field.type == "datetime"]

    # When a step was done, its completion says; a limit is what people set.
    asked = {key for key in days if not key.startswith("batas_")}
    assert asked <= OF_PAPERS | OF_EVENTS


@pytest.mark.parametrize("key", KEYS)
def test_the_arrival_of_what_an_agency_sends_is_asked_by_the_page_alone(key):
    asked = [
        field.key
        for node in tasks(key)
        if isinstance(node, ReceiveTask)
        for field in form(node.extension.form or "").fields
        if field.type == "datetime" and not field.key.startswith("batas_")
    ]

    # The page of a receive task asks "Diterima pada", by which the clock goes.
    assert set(asked) <= OF_PAPERS - {"tanggal_tanda_terima"}


@pytest.mark.parametrize("key", KEYS)
def test_no_step_of_an_act_asks_when_it_was_done_or_on_how_many_pages(key):
    asked = [
        field.key
        for node in tasks(key)
        if node.extension.acts
        for field in form(node.extension.form or "").fields
        if field.type == "number"
        or (field.type == "datetime" and not field.key.startswith("batas_"))
    ]

    assert asked == []


@pytest.mark.parametrize("key", KEYS)
def test_a_number_a_day_or_a_reference_is_asked_at_one_step_only(key):
    """Of a limit that people set each may set their own."""
    steps = [
        field.key
        for node in tasks(key)
        for field in form(node.extension.form or "").fields
        if field.type in {"textfield", "datetime"} and not field.key.startswith("batas_")
    ]

    assert sorted(steps) == sorted(set(steps))


@pytest.mark.parametrize("key", KEYS)
def test_how_many_bidang_delivered_is_counted_and_not_asked(key):
    asked = [
        field.label
        for node in tasks(key)
        for field in form(node.extension.form or "").fields
        if field.type == "number" and "bidang" in field.label.lower()
    ]

    assert asked == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_field_has_a_label_and_every_text_a_limit(path):
    for field in read_form(path.read_bytes()).fields:
        assert field.label
        if field.type in {"textfield", "textarea"}:
            assert field.limits.max_length


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_field_says_a_bound_that_only_keeps_slips_out(path):
    """Copies and people are counted; no SOP sets how many there may be."""
    bounded = [
        field.key
        for field in read_form(path.read_bytes()).fields
        if (field.limits.minimum, field.limits.maximum) != (None, None)
        and not field.limits.against_slips
    ]

    assert bounded == []


@pytest.mark.parametrize("key", KEYS)
def test_a_hint_speaks_of_a_format_only_where_the_sop_makes_one(key):
    identity = process(key).identity
    assert identity is not None
    made = {document.key for document in identity.documents}

    speaking = [
        (node.id, field.key)
        for node in tasks(key)
        for field in form(node.extension.form or "").fields
        if "format" in field.description.lower()
    ]

    assert speaking == [] or "format" in made


@pytest.mark.parametrize("key", KEYS)
def test_a_file_is_asked_for_each_document_that_a_step_makes_and_for_no_other(key):
    for node in tasks(key):
        made = {
            output.document
            for output in node.extension.outputs
            if output.kind in {"new_document", "new_version"}
        }
        assert files(form(node.extension.form or "")) == made, node.id


@pytest.mark.parametrize("key", KEYS)
def test_who_sends_what_an_agency_answers_can_bring_the_proof_and_nobody_else(key):
    """What the file says beside it, that time stands still while waiting, is true nowhere else."""
    scope = process(key).scope

    def leads_to(node: Node) -> list[Node]:
        found = [scope.node(flow.target) for flow in scope.outgoing(node.id)]
        behind = [leads_to(it) for it in found if isinstance(it, ExclusiveGateway)]
        return [it for it in found if it is not None] + [it for some in behind for it in some]

    sending = {
        node.id for node in tasks(key) if any(isinstance(it, ReceiveTask) for it in leads_to(node))
    }
    proofs = [
        (node.id, field.document)
        for node in tasks(key)
        for field in form(node.extension.form or "").fields
        if field.proves_sending
    ]

    assert {node for node, _ in proofs} == sending
    assert len(proofs) == len(sending)
    assert all(document for _, document in proofs)


@pytest.mark.parametrize("key", KEYS)
def test_every_form_is_used_by_a_task(key):
    used = {node.extension.form for other in KEYS for node in tasks(other)}

    # What is offered to rows that are typed stands in no diagram of the catalogue.
    offered = {*PLAIN.values(), *FOR_OTHERS.values()}
    assert {path.stem for path in FILES} == used | offered


@pytest.mark.parametrize("key", KEYS)
def test_conditions_read_only_what_the_process_sets_from_its_start(key):
    start = process(key).scope.node("start_1")
    assert start is not None
    known = {assignment.variable for assignment in start.extension.assignments}

    for node in tasks(key):
        assert form(node.extension.form or "").names <= known, node.id


def test_whether_it_is_a_renja_or_a_renstra_is_asked_once_however_often_the_draft_comes_back():
    walk = SopWalk("bpmn/kalbar-renja-renstra.bpmn").walk()

    rounds = [
        recorded.command.values["jenis_dokumen"]
        for recorded in walk
        if isinstance(recorded.command, CompleteTask)
        and "jenis_dokumen" in recorded.command.values
    ]
    assert rounds[0] in {"renja", "renstra"}
    assert rounds[1:] == [None] * 3


@pytest.mark.parametrize("key", KEYS)
def test_the_gate_accepts_diagram_and_forms_together(key):
    outlines = {
        path.stem: FormOutline(
            value_keys=frozenset(
                field.key
                for field in read.fields
                if not field.goes_to_side_table and not field.is_file
            ),
            text_keys=frozenset(field.key for field in read.fields if field.goes_to_side_table),
            choices={
                field.key: tuple(option.value for option in field.options) or None
                for field in read.fields
                if field.type in {"radio", "select", "checklist"}
            },
            documents={field.key: field.document for field in read.fields if field.is_file},
            list_keys=frozenset(field.key for field in read.fields if field.type == "checklist"),
        )
        for path in FILES
        for read in [read_form(path.read_bytes())]
    }

    verdict = examine((DIAGRAMS / f"{key}.bpmn").read_bytes(), forms=outlines)

    assert verdict.publishable, verdict.findings


def test_the_team_and_the_bidang_are_chosen_from_the_lists_of_the_office():
    team, note = form("kalbar-sk-tim"), form("kalbar-nota-dinas")
    leader, members, units = (
        team.field("ketua_tim"),
        team.field("anggota_tim"),
        note.field("bidang"),
    )

    assert leader is not None
    assert members is not None
    assert units is not None
    assert (leader.type, leader.options_source) == ("select", "alur_pegawai")
    assert (members.type, members.options_source) == ("checklist", "alur_pegawai")
    assert (units.type, units.options_source) == ("checklist", "alur_bidang")
    assert all(field.required for field in (leader, members, units))


#: Where the office keeps what a SOP is about: the fields of its references begin so.
KEPT_IN = {
    "balangan-lakip": "esakip_",
    "bandarlampung-data-kinerja": "esakip_",
    "cirebon-lakip": "srikandi_",
    "kalbar-evaluasi-penyerapan-anggaran": "sipd_",
    "kalbar-lakip": "esakip_",
    "kalbar-lkpj": "srikandi_",
    "kalbar-lppd": "srikandi_",
    "kalbar-renja-renstra": "sipd_",
    "kalbar-rka-dpa": "sipd_",
    "tanjabbar-anggaran": "sipd_",
    "tanjabbar-data-kinerja": "srikandi_",
    "tanjabbar-iku": "srikandi_",
    "tanjabbar-lakip": "esakip_",
    "tanjabbar-renstra-renja": "sipd_",
}


@pytest.mark.parametrize("key", KEYS)
def test_a_sop_refers_to_where_the_office_keeps_it_and_asks_for_no_figure(key):
    fields = [field for node in tasks(key) for field in form(node.extension.form or "").fields]
    references = [field for field in fields if field.key.startswith(KEPT_IN[key])]

    assert references
    assert [field.key for field in references if field.required] == []
    assert not [field.key for field in fields if "pagu" in field.key or "rupiah" in field.key]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_form_demands_little_of_who_has_only_a_telephone(path):
    fields = read_form(path.read_bytes()).fields

    assert len([field for field in fields if field.required]) <= 6
