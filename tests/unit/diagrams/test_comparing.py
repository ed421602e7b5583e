"""Two versions of a diagram beside each other."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from typing import Any

import pytest

from service.diagrams import KEPT, read_diagram
from service.diagrams.comparing import compare
from service.diagrams.extensions import (
    Act,
    Assignment,
    Decision,
    DocumentDeclaration,
    NodeExtension,
    OpenPoint,
    Output,
    ProposedNode,
    Requirement,
    SopIdentity,
    SopStep,
    SubStep,
)
from service.diagrams.model import (
    Bounds,
    CallActivity,
    DataObject,
    ExclusiveGateway,
    ManualTask,
    MultiInstance,
    Node,
    ReceiveTask,
    SequenceFlow,
    StandardLoop,
    SubProcess,
    TimerEvent,
    UserTask,
)
from service.diagrams.table import read_pasted, write_table
from service.sentences.telling import tell, told_whole
from tests.catalogue.places import DIAGRAMS
from tests.unit.diagrams.written import HEAD, boundary, chain, end, start, task, timer

FILES = sorted(DIAGRAMS.glob("*.bpmn"))
#: twelve rows, gateways, a multi-instance and proposed nodes
FILE = DIAGRAMS / "kalbar-lkpj.bpmn"


#: A code or a field of a sentence that nothing filled.
UNFILLED = re.compile(r"compare\.[a-z]|\{[a-z]+\}")


def read(path=FILE):
    return read_diagram(path.read_bytes(), KEPT)


def process_of(diagram):
    return next(process for process in diagram.processes if process.executable)


def compared(old, new):
    return compare(old, new, (process_of(old).id, process_of(new).id))


def told(old, new, lang="id"):
    return [told_whole(change.said, lang) for change in compared(old, new).changes]


def with_process(diagram, **changes):
    mine = process_of(diagram)
    others = tuple(replace(one, **changes) if one is mine else one for one in diagram.processes)
    return replace(diagram, processes=others)


def with_scope(diagram, **changes):
    return with_process(diagram, scope=replace(process_of(diagram).scope, **changes))


def with_identity(diagram, **changes):
    return with_process(diagram, identity=replace(process_of(diagram).identity, **changes))


def with_nodes(diagram, change):
    nodes = process_of(diagram).scope.nodes
    return with_scope(diagram, nodes=tuple(change(node) for node in nodes))


def with_node(diagram, node_id, **changes):
    return with_nodes(
        diagram, lambda node: replace(node, **changes) if node.id == node_id else node
    )


def with_extension(diagram, node_id, **changes):
    node = process_of(diagram).scope.node(node_id)
    return with_node(diagram, node_id, extension=replace(node.extension, **changes))


def with_step(diagram, node_id, **changes):
    step = process_of(diagram).scope.node(node_id).extension.step
    return with_extension(diagram, node_id, step=replace(step, **changes))


def with_flow(diagram, flow_id, **changes):
    flows = process_of(diagram).scope.flows
    return with_scope(
        diagram,
        flows=tuple(replace(flow, **changes) if flow.id == flow_id else flow for flow in flows),
    )


def with_lane(diagram, lane_id, **changes):
    lanes = process_of(diagram).lanes
    return with_process(
        diagram,
        lanes=tuple(replace(lane, **changes) if lane.id == lane_id else lane for lane in lanes),
    )


def mirrored(changes):
    """What the comparison the other way round has to say: came is went, old is new."""
    turned = {"added": "removed", "removed": "added"}
    return {
        (one.part, turned.get(one.kind, one.kind), tell(one.topic), one.elements[::-1])
        for one in changes
    }


def plainly(changes):
    return {(one.part, one.kind, tell(one.topic), one.elements) for one in changes}


# ---------------------------------------------------------------- nothing planted


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_sop_beside_itself_has_no_difference(path):
    found = compared(read(path), read(path))

    assert found.changes == ()
    assert not found.gone
    assert not found.come


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_two_sops_compare_the_same_both_ways_in_both_languages(path):
    old, new = read(path), read()

    there, back = compared(old, new), compared(new, old)

    assert mirrored(there.changes) == plainly(back.changes)
    assert (there.gone, there.come) == (back.come, back.gone)
    for lang in ("id", "en"):
        for words in (told(old, new, lang), told(new, old, lang)):
            assert not [line for line in words if UNFILLED.search(line)]


# ---------------------------------------------------------------- one thing planted


def _step_lane(diagram):
    return with_node(diagram, "step_8", lane="lane_ketua_tim")


def _renamed(node_id, name):
    return lambda diagram: with_node(diagram, node_id, name=name)


def _of_step(**changes):
    return lambda diagram: with_step(diagram, "step_7", **changes)


def _of_work(**changes):
    return lambda diagram: with_extension(diagram, "step_7", **changes)


def _plus(name, item):
    """Return what adds an item to a list of step 7."""

    def plant(diagram):
        old = getattr(process_of(diagram).scope.node("step_7").extension, name)
        return with_extension(diagram, "step_7", **{name: (*old, item)})

    return plant


def _of_identity(**changes):
    return lambda diagram: with_identity(diagram, **changes)


def _one_more(name, item):
    def plant(diagram):
        old = getattr(process_of(diagram).identity, name)
        return with_identity(diagram, **{name: (*old, item)})

    return plant


def _of_flow(flow_id, **changes):
    return lambda diagram: with_flow(diagram, flow_id, **changes)


def _of_lane(**changes):
    return lambda diagram: with_lane(diagram, "lane_sekretaris", **changes)


def _moved(diagram):
    shapes = dict(diagram.interchange.shapes)
    box = shapes["step_5"]
    shapes["step_5"] = Bounds(box.x + 40, box.y, box.width + 10, box.height)
    return replace(diagram, interchange=replace(diagram.interchange, shapes=shapes))


def _line_redrawn(diagram):
    edges = dict(diagram.interchange.edges)
    points = edges["f_step_1_step_2"]
    edges["f_step_1_step_2"] = (points[0], (1, 1), *points[1:])
    return replace(diagram, interchange=replace(diagram.interchange, edges=edges))


def _kind(node_id, kind):
    def change(node):
        if node.id != node_id:
            return node
        kept = {f.name: getattr(node, f.name) for f in fields(kind) if hasattr(node, f.name)}
        return kind(**kept)

    return lambda diagram: with_nodes(diagram, change)


def _without_step(diagram):
    """Take step 6 out: the flow into it now leads past it."""
    scope = process_of(diagram).scope
    (before,), (after,) = scope.incoming("step_6"), scope.outgoing("step_6")
    flows = tuple(
        replace(flow, target=after.target) if flow == before else flow
        for flow in scope.flows
        if flow != after
    )
    nodes = tuple(node for node in scope.nodes if node.id != "step_6")
    return with_scope(diagram, nodes=nodes, flows=flows)


def _with_branch(diagram):
    """Put a branch behind step 2 that can go back to step 1."""
    scope = process_of(diagram).scope
    flow = scope.outgoing("step_2")[0]
    gateway = ExclusiveGateway("gw_new", "Lengkap?", "lane_ketua_tim", NodeExtension())
    flows = [replace(one, target="gw_new") if one == flow else one for one in scope.flows]
    flows += [
        SequenceFlow("f_yes", "gw_new", flow.target, "Ya", "lengkap = true"),
        SequenceFlow("f_no", "gw_new", "step_1", "Tidak", None),
    ]
    return with_scope(diagram, nodes=(*scope.nodes, gateway), flows=tuple(flows))


def _with_shortcut(diagram):
    flow = SequenceFlow("f_short", "step_1", "step_4", "", "mendesak = true")
    return with_scope(diagram, flows=(*process_of(diagram).scope.flows, flow))


def _data(diagram):
    objects = process_of(diagram).scope.data_objects
    return with_scope(diagram, data_objects=(*objects, DataObject("d_x", "tahap", False)))


def _renumbered(diagram):
    """Every row from 7 on counts one more, and nothing else is another."""

    def change(node):
        step = node.extension.step
        if step is None or step.seq < 7:
            return node
        more = replace(step, seq=step.seq + 1, number=f"{step.seq + 1}")
        return replace(node, extension=replace(node.extension, step=more))

    return with_nodes(diagram, change)


NOTA = Requirement("Nota Dinas", None)
ROW = "Mengoreksi Draft LKPJ kemudian meneruskan kepada Sekretaris"

#: What is planted, and the one sentence that says so; None: only that it is one.
PLANTED = {
    "time": (_of_step(time_text="1 Minggu"), "Waktu langkah 7: 2 Hari → 1 Minggu"),
    "time as counted": (_of_step(time_iso="P3D"), "Waktu langkah 7: 2 Hari → 3 Hari"),
    "time as agreed": (_of_step(time_adjusted=True), "Waktu langkah 7: 2 Hari → Disesuaikan"),
    "performer": (
        _step_lane,
        "Langkah 8 sekarang dilakukan Ketua Tim (dulu Sekretaris)",
    ),
    "activity": (
        _of_step(activity="Memeriksa konsep"),
        f"Kegiatan langkah 7: {ROW} → Memeriksa konsep",
    ),
    "requirements of the document": (_of_step(requirements="Nota"), None),
    "output of the document": (_of_step(output="Nota"), None),
    "remarks": (_of_step(remarks="Segera"), "Keterangan langkah 7: \N{EN DASH} → Segera"),
    "column": (_of_step(column="Kabid"), None),
    "confidence": (_of_step(confidence="low"), None),
    "reason": (_of_step(reason="tertulis"), None),
    "printed number": (_of_step(number="7."), "Nomor tercetak langkah 7: 7 → 7."),
    "sub-step": (
        _of_step(sub_steps=(SubStep("7.1", "1 Jam", "PT1H", "Membaca"),)),
        "Sublangkah langkah 7: + 7.1 Membaca 1 Jam",
    ),
    "renumbering": (_renumbered, "Nomor langkah berubah: 7\N{EN DASH}10 → 8\N{EN DASH}11"),
    "requirement": (_plus("requirements", NOTA), "Kelengkapan langkah 7: + Nota Dinas"),
    "output": (
        _plus("outputs", Output("record", None, "Notula", None)),
        "Output langkah 7: + Notula: catatan tanpa berkas",
    ),
    "act": (
        _plus("acts", Act("paraf", "nota", None)),
        "Paraf dan tanda tangan langkah 7: + nota: paraf",
    ),
    "assignment": (
        _plus("assignments", Assignment("putaran", "1")),
        "Pengisian data langkah 7: + putaran = 1",
    ),
    "payload": (
        _plus("payload", Assignment("nomor", "1")),
        "Data yang dikirim langkah 7: + nomor = 1",
    ),
    "form": (_of_work(form="lain"), "Formulir langkah 7: koreksi → lain"),
    "decision": (_of_work(decision=Decision("lain")), None),
    "agency": (_of_work(agency="TAPD"), "Langkah 7 sekarang dilakukan TAPD (dulu Ketua Tim)"),
    "unit": (_of_work(unit="bidang"), "Unit pelaksana langkah 7: \N{EN DASH} → bidang"),
    "collector": (
        _of_work(collector="step_9"),
        "Langkah pengumpul langkah 7: \N{EN DASH} → langkah 9",
    ),
    "effect": (_of_work(effect="form_team"), "Akibat langkah 7: \N{EN DASH} → membentuk tim"),
    "proposed": (_of_work(proposed=ProposedNode("6", "x")), "Usulan langkah 7: tidak → ya"),
    "loop": (
        lambda d: with_node(d, "step_7", loop=StandardLoop("a", 3, test_before=True)),
        "Pengulangan langkah 7: \N{EN DASH} → berulang",
    ),
    "kind of task": (_kind("step_1", ManualTask), "Jenis langkah 1: tugas → tugas manual"),
    "kind of step": (_kind("step_1", CallActivity), "Jenis langkah 1: tugas → pemanggilan SOP"),
    "name": (_renamed("step_7", "Koreksi"), f"Nama langkah 7: {ROW} → Koreksi"),
    "name of a branch": (_renamed("gw_7", "Layak?"), None),
    "default": (lambda d: with_node(d, "gw_7", default="f_gw_7_step_5"), None),
    "global task": (
        lambda d: with_node(d, "step_7", global_task="catat"),
        "Tugas global langkah 7: \N{EN DASH} → catat",
    ),
    "trigger": (
        lambda d: with_node(d, "start_1", event=TimerEvent("cycle", "P1D")),
        "Pemicu mulai “Mulai”: tanpa pemicu → berulang 1 Hari",
    ),
    "step removed": (
        _without_step,
        (
            "Langkah 6 dihapus, semula sesudah langkah 5: "
            "Menyerahkan Draft LKPJ kepada Ketua Tim. Pelaksana: Anggota Tim"
        ),
    ),
    "branch added": (
        _with_branch,
        (
            "Percabangan keputusan “Lengkap?” ditambahkan sesudah langkah 2, dengan cabang "
            "Ya → langkah 3; Tidak → langkah 1"
        ),
    ),
    "flow added": (
        _with_shortcut,
        "Alur dari langkah 1 ke langkah 4 ditambahkan, dengan syarat mendesak = true",
    ),
    "flow re-routed": (
        _of_flow("f_step_1_step_2", target="step_4"),
        "Alur dari langkah 1 sekarang ke langkah 4 (dulu ke langkah 2)",
    ),
    "flow from elsewhere": (
        _of_flow("f_step_1_step_2", source="start_1"),
        "Alur ke langkah 2 sekarang dari mulai “Mulai” (dulu dari langkah 1)",
    ),
    "condition": (
        _of_flow("f_step_1_step_2", condition="a = 1"),
        "Syarat alur dari langkah 1 ke langkah 2: \N{EN DASH} → a = 1",
    ),
    "label": (
        _of_flow("f_step_1_step_2", name="Lanjut"),
        "Nama alur “Lanjut” dari langkah 1 ke langkah 2: \N{EN DASH} → Lanjut",
    ),
    "direction": (_of_flow("f_step_1_step_2", purpose="return"), None),
    "outcome": (_of_flow("f_step_1_step_2", outcome="ya"), None),
    "lane renamed": (
        _of_lane(name="Sekretaris Dinas"),
        "Nama kolom pelaksana Sekretaris Dinas: Sekretaris → Sekretaris Dinas",
    ),
    "role": (
        lambda d: with_lane(
            d,
            "lane_sekretaris",
            binding=replace(process_of(d).lane("lane_sekretaris").binding, role="ketua_tim"),
        ),
        "Peran kolom pelaksana Sekretaris: sekretaris → ketua tim",
    ),
    "data": (_data, "Data proses tahap ditambahkan"),
    "number of the SOP": (_of_identity(number="9/2026"), None),
    "legal basis": (_one_more("legal_basis", "Perda 1/2026"), "Dasar hukum: + Perda 1/2026"),
    "open point": (
        _one_more("open_points", OpenPoint("Nomor?", "")),
        "Hal perlu konfirmasi: + Nomor?",
    ),
    "document": (
        _one_more("documents", DocumentDeclaration("nota", "Nota Dinas")),
        "Dokumen: + Nota Dinas (nota)",
    ),
    "kinds": (_of_identity(kinds=("murni",)), "Jenis proses: tidak dibedakan → murni"),
    "no identity": (
        lambda d: with_process(d, identity=None),
        "Bagian identitas SOP dihapus",
    ),
    "name of the process": (lambda d: with_process(d, name="Lain"), None),
    "place": (
        _moved,
        "Hanya letak atau ukuran: 1 elemen dipindah dan 0 garis digambar ulang",
    ),
    "line": (
        _line_redrawn,
        "Hanya letak atau ukuran: 0 elemen dipindah dan 1 garis digambar ulang",
    ),
}


@pytest.mark.parametrize("kind", PLANTED)
def test_one_planted_change_is_one_sentence(kind):
    plant, expected = PLANTED[kind]
    old = read()
    new = plant(old)

    there, back = compared(old, new), compared(new, old)

    said = [told_whole(change.said) for change in there.changes]
    assert len(said) == 1, said
    assert expected in (None, said[0])
    assert mirrored(there.changes) == plainly(back.changes)
    for change in (*there.changes, *back.changes):
        english = told_whole(change.said, "en")
        assert english
        assert "compare." not in english


@pytest.mark.parametrize(
    ("of", "name"),
    [
        *((SopIdentity, field.name) for field in fields(SopIdentity)),
        *((SopStep, field.name) for field in fields(SopStep)),
        *((NodeExtension, field.name) for field in fields(NodeExtension)),
    ],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
def test_no_field_of_the_model_can_change_unseen(of, name):
    """A field that the model gets one day fails here until a difference of it is told."""
    values = {"bool": True, "int": 99}
    made: dict[str, Any] = {
        "kinds": ("murni", "lainnya"),
        "open_points": (OpenPoint("a", "b"),),
        "documents": (DocumentDeclaration("a", "b"),),
        "sub_steps": (SubStep("1", "", None, "a"),),
        "confidence": "low",
        "step": None,
        "proposed": ProposedNode("1", "a"),
        "requirements": (NOTA,),
        "outputs": (),
        "acts": (Act("sign", "a", None),),
        "assignments": (Assignment("a", "1"),),
        "payload": (Assignment("a", "1"),),
        "decision": Decision("a"),
        "effect": "form_team",
        "collector": "step_9",
    }
    old = read()
    kept = process_of(old).identity if of is SopIdentity else None
    annotation = of.__annotations__[name]
    value = made.get(name, values.get(annotation, "lain"))
    if of is SopStep and name == "requirements":
        value = "lain"
    if annotation.startswith("tuple[str"):
        value = ("lain",)
    if name == "kinds":
        value = made["kinds"]
    if kept is not None:
        new = with_identity(old, **{name: value})
    elif of is SopStep:
        new = with_step(old, "step_7", **{name: value})
    else:
        new = with_extension(old, "step_7", **{name: value})

    assert compared(old, new).without_layout


def test_what_comes_to_begin_the_process_is_told():
    old = _kind("step_1", ReceiveTask)(read())
    new = with_node(old, "step_1", instantiate=True)

    [change] = compared(old, new).changes

    assert told_whole(change.said) == "Memulai proses langkah 1: tidak → ya"


def test_every_property_of_a_multi_instance_is_named():
    old = read()
    node = next(
        one
        for one in process_of(old).scope.all_nodes()
        if isinstance(getattr(one, "loop", None), MultiInstance)
    )

    for field in fields(MultiInstance):
        value = not node.loop.parallel if field.name == "parallel" else "lain"
        new = with_node(old, node.id, loop=replace(node.loop, **{field.name: value}))
        assert len(compared(old, new).changes) == 1, field.name


# ---------------------------------------------------------------- renumbered rows


def _inserted(diagram, *, shift_ids):
    """Insert a row behind row 5; those behind it count one more, with ids that follow or stay."""

    def renamed(node_id):
        head, _, number = node_id.rpartition("_")
        if shift_ids and head in ("step", "gw") and number.isdecimal() and int(number) > 5:
            return f"{head}_{int(number) + 1}"
        return node_id

    def change(node):
        step = node.extension.step
        extension = node.extension
        if step is not None and step.seq > 5:
            more = replace(step, seq=step.seq + 1, number=f"{step.seq + 1}")
            extension = replace(extension, step=more)
        kept = {"default": renamed(node.default)} if getattr(node, "default", None) else {}
        if extension.collector:
            extension = replace(extension, collector=renamed(extension.collector))
        return replace(node, id=renamed(node.id), extension=extension, **kept)

    scope = process_of(diagram).scope
    five = scope.node("step_5")
    step = replace(five.extension.step, seq=6, number="6", activity="Membaca ulang konsep")
    new_id = "step_6" if shift_ids else "step_baru"
    row = UserTask(new_id, "Membaca ulang konsep", five.lane, replace(five.extension, step=step))
    flows = []
    for flow in scope.flows:
        ends = {"source": renamed(flow.source), "target": renamed(flow.target)}
        if flow.source == "step_5":
            flows.append(SequenceFlow("f_new", new_id, ends["target"], "", None))
            ends["target"] = new_id
        flows.append(replace(flow, **ends))
    nodes = (*(change(node) for node in scope.nodes), row)
    return with_scope(diagram, nodes=nodes, flows=tuple(flows))


@pytest.mark.parametrize("shift_ids", [False, True], ids=["ids stay", "ids follow the numbers"])
def test_an_inserted_row_is_a_row_and_a_renumbering_said_once(shift_ids):
    old = read()

    changes = compared(old, _inserted(old, shift_ids=shift_ids)).changes

    said = [told_whole(one.said) for one in changes if one.part not in ("technical", "layout")]
    assert said == [
        "Nomor langkah berubah: 6\N{EN DASH}10 → 7\N{EN DASH}11",
        "Langkah 6 baru sesudah langkah 5: Membaca ulang konsep. Pelaksana: Anggota Tim",
    ]


def test_keys_that_a_table_numbered_anew_are_no_change():
    rows = [
        "Menerima surat\tSekretaris\t",
        "Memeriksa surat\tKetua Tim\tJika tidak, kembali ke langkah 1",
        "Menyetujui surat\tKepala Dinas\t",
    ]
    more = [
        rows[0],
        "Mencatat surat\tSekretaris\t",
        rows[1],
        rows[2],
    ]

    def drawn(lines):
        numbered = "\n".join(f"{number}\t{line}" for number, line in enumerate(lines, 1))
        table = read_pasted(f"No\tKegiatan\tPelaksana\tKeterangan\n{numbered}").table
        assert table is not None
        return read_diagram(write_table(table), KEPT)

    said = told(drawn(rows), drawn(more))

    assert any("Langkah 2 baru" in line for line in said)
    assert [line for line in said if "putusan_" in line or "kembalikan_" in line] == []


def test_rows_in_another_order_keep_their_numbers_and_say_so():
    old = read()
    new = with_step(with_step(old, "step_3", seq=4), "step_4", seq=3)

    assert told(old, new) == [
        "Urutan langkah berubah menjadi 1, 2, 4, 3, 5, 6, 7, 8, 9, 10",
    ]


def test_a_diagram_drawn_anew_with_other_ids_is_known_again():
    """Who opens a file in another modeller may get it back with ids of its own."""
    old = read()
    ids = {node.id: f"X_{number}" for number, node in enumerate(process_of(old).scope.all_nodes())}

    def change(node):
        kept: dict[str, Any] = (
            {"default": f"f_{node.default}"} if getattr(node, "default", None) else {}
        )
        extension = node.extension
        if extension.collector:
            extension = replace(extension, collector=ids[extension.collector])
        if isinstance(node, SubProcess):
            inner = replace(
                node.scope,
                nodes=tuple(change(one) for one in node.scope.nodes),
                flows=tuple(turned(flow) for flow in node.scope.flows),
            )
            kept["scope"] = inner
        return replace(node, id=ids[node.id], extension=extension, **kept)

    def turned(flow):
        return replace(flow, id=f"f_{flow.id}", source=ids[flow.source], target=ids[flow.target])

    scope = process_of(old).scope
    new = with_scope(
        old,
        nodes=tuple(change(node) for node in scope.nodes),
        flows=tuple(turned(flow) for flow in scope.flows),
    )

    found = compared(old, new)

    assert {one.part for one in found.changes} == {"technical"}, told(old, new)
    assert len(found.changes) == 1


# ---------------------------------------------------------------- events at a step, written


def written(*parts):
    process = f'<bpmn:process id="P" isExecutable="true">{"".join(parts)}</bpmn:process>'
    xml = f"{HEAD}>{process}</bpmn:definitions>"
    return read_diagram(xml.encode(), KEPT)


def test_a_time_limit_at_a_step_is_named_by_the_step():
    def drawn(limit):
        return written(
            start(),
            task("t"),
            boundary("b", "t", timer(limit)),
            end(),
            end("late"),
            chain("s", "t", "e"),
            chain("b", "late"),
        )

    assert told(drawn("P1D"), drawn("P2D")) == [
        "Pemicu batas waktu pada langkah 1: sesudah 1 Hari → sesudah 2 Hari"
    ]
    assert isinstance(process_of(drawn("P1D")).scope.node("t"), Node)


STAYS = "masih berbunyi “kembali ke langkah 8”, padahal nomor langkah yang disebutnya berubah"


def _says(node_id, remarks):
    def change(node):
        step = node.extension.step
        if step is None or node.id != node_id:
            return node
        return replace(
            node, extension=replace(node.extension, step=replace(step, remarks=remarks))
        )

    return change


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("kembali ke langkah 9", []),
        (
            "kembali ke langkah 8",
            [f"Keterangan langkah 5 {STAYS}"],
        ),
        (
            "kembali ke langkah 7",
            ["Keterangan langkah 5: kembali ke langkah 8 → kembali ke langkah 7"],
        ),
    ],
)
def test_a_text_that_only_follows_the_numbers_of_its_rows_is_no_difference(now, said):
    diagram = read()
    before = with_nodes(diagram, _says("step_5", "kembali ke langkah 8"))
    after = with_nodes(_renumbered(diagram), _says("step_5", now))

    assert told(before, after) == ["Nomor langkah berubah: 7\N{EN DASH}10 → 8\N{EN DASH}11", *said]
