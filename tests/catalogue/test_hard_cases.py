"""The hard cases of the SOPs: what their documents leave open, and how each diagram answers it."""

from __future__ import annotations

import pytest

from service.catalogue.transcription import read_transcription
from service.diagrams.model import MultiInstance, ReceiveTask, UserTask
from service.forms.reader import read_form
from tests.catalogue.places import FORMS, HERE
from tests.catalogue.walker import Walker, open_demo
from tests.catalogue.walks import deeds, expectation, process

KALBAR_REPORTS = ["kalbar-evaluasi-penyerapan-anggaran", "kalbar-lkpj", "kalbar-lppd"]
SENT_REPORTS = KALBAR_REPORTS[1:]
ASKING_THE_BIDANG = [
    *KALBAR_REPORTS,
    "bandarlampung-data-kinerja",
    "kalbar-lakip",
    "kalbar-renja-renstra",
    "kalbar-rka-dpa",
]

SIGNED_REPORT = """
ketua       step_1
ketua       step_2
anggota     step_3       bidang 1
bidang-1    p_bidang
anggota     step_4
anggota     step_5
anggota     step_6
ketua       step_7
anggota     p_pengantar
sekretaris  step_8
ketua       p_teruskan
kadis       step_9
"""


@pytest.fixture
def walked(database, session, kept):
    """Give a function that does a script and returns what the store then holds."""

    def done(key, script, *, start="ketua"):
        kept(f"walks_{key}", lambda: open_demo(session, key))
        session.close()
        return Walker(database, key).do(deeds(script), start=start)

    return done


def node(key, element):
    found = process(key).scope.node(element)
    assert found is not None, element
    return found


def extension(key, element):
    return node(key, element).extension


def lane_of(key, element):
    lane = process(key).lane(node(key, element).lane)
    return lane and lane.binding.role


def after(key, element):
    """Return the flows that leave a node, through the gateway of its decision."""
    scope = process(key).scope
    flows = scope.outgoing(element)
    if extension(key, element).decision is None:
        return flows
    return scope.outgoing(flows[0].target)


def open_points(key):
    return {
        (point.source, point.text)
        for point in read_transcription(HERE / f"{key}.toml").open_points
    }


# ------------------------------------------------ 1. paraf before signature, per version


@pytest.mark.slow
def test_1_revising_after_tapd_voids_paraf_and_signature_of_the_first_round(walked):
    upto_revision = """
ketua       step_1
ketua       step_2
anggota     step_3         bidang 1
bidang-1    p_bidang
anggota     step_4
anggota     step_5
anggota     step_6
ketua       step_7
sekretaris  step_8
kadis       step_9
anggota     p_kirim
bkad        r_asistensi    perbaikan
sekretaris  step_10
"""
    signed = walked("kalbar-rka-dpa", upto_revision)
    revised = walked("kalbar-rka-dpa", f"{upto_revision}\nanggota step_11")

    assert [(act, version, stands) for act, _, version, *_, stands in signed.acts] == [
        ("paraf", 1, True),
        ("approved_for_signature", 1, True),
    ]
    assert [(act, version, stands) for act, _, version, *_, stands in revised.acts] == [
        ("paraf", 1, False),
        ("approved_for_signature", 1, False),
    ]
    assert revised.documents["rka"] == 2


@pytest.mark.parametrize(
    ("key", "pairs"),
    [
        ("kalbar-renja-renstra", [("step_7", "step_8")]),
        ("kalbar-rka-dpa", [("step_8", "step_9"), ("step_13", "step_14")]),
        ("kalbar-lakip", [("step_6", "step_7")]),
        *((key, [("step_8", "step_9")]) for key in KALBAR_REPORTS),
    ],
)
def test_1_what_is_signed_had_paraf_in_the_step_before(key, pairs):
    for paraf, sign in pairs:
        given = {act.document for act in extension(key, paraf).acts if act.kind == "paraf"}
        signed = {act.document for act in extension(key, sign).acts if act.kind == "sign"}
        assert given == signed != set()


@pytest.mark.slow
def test_1_finalising_after_the_signature_leaves_what_was_signed_as_it_is(walked):
    key = "kalbar-renja-renstra"
    upto_final = "\n".join(
        f"{deed.who} {deed.step} {'bidang 3' if deed.asked else ''}"
        for deed in expectation(key).walks[2].script[:-2]
    )

    found = walked(key, upto_final)

    assert found.path[-1] == "step_9"
    assert found.documents["renja-renstra"] == 1
    assert found.documents["renja-renstra-final"] == 1
    assert [(act[1], act[-1]) for act in found.acts] == [("renja-renstra", True)] * 2
    assert any("tanda tangan perlu diulang" in text for _, text in open_points(key))


# ------------------------------------------------ 2. asistensi by TAPD, as often as it asks


def test_2_the_time_of_step_10_is_not_that_of_waiting_for_tapd():
    key = "kalbar-rka-dpa"
    waiting, assigning = node(key, "r_asistensi"), extension(key, "step_10")

    assert isinstance(waiting, ReceiveTask)
    assert (waiting.extension.agency, waiting.extension.step) == ("TAPD", None)
    assert waiting.extension.proposed is not None
    assert (waiting.extension.proposed.part_of, waiting.extension.proposed.time_iso) == (
        "10",
        None,
    )
    assert assigning.step is not None
    assert (assigning.step.time_iso, lane_of(key, "step_10")) == ("PT5H", "sekretaris")
    assert [item.variable for item in waiting.extension.assignments] == ["putaran"]
    assert {flow.outcome: flow.target for flow in after(key, "r_asistensi")} == {
        "perbaikan": "step_10",
        "diterima": "step_15",
    }


def test_2_the_dpa_has_its_own_trigger_and_no_round_of_the_rka():
    key = "kalbar-rka-dpa"

    assert isinstance(node(key, "r_apbd"), ReceiveTask)
    assert [flow.target for flow in after(key, "r_apbd")] == ["p_dpa"]
    assert {item.variable: item.value for item in extension(key, "p_dpa").assignments} == {
        "dokumen": '"dpa"',
        "putaran": "0",
    }


# ------------------------------------------------ 3. a hand-over is not a return


@pytest.mark.parametrize("key", KALBAR_REPORTS)
def test_3_giving_back_to_the_ketua_tim_goes_on_to_the_kadis(key):
    step, hidden = extension(key, "step_8").step, extension(key, "p_teruskan")
    [forward] = [flow for flow in after(key, "step_8") if flow.purpose == "forward"]

    assert step is not None
    assert "mengembalikan ke ketua Tim untuk diteruskan ke Kadis" in step.activity
    assert (forward.target, lane_of(key, forward.target)) == ("p_teruskan", "ketua_tim")
    assert hidden.proposed is not None
    assert hidden.proposed.part_of == "8"
    assert [flow.target for flow in after(key, "p_teruskan")] == ["step_9"]
    # Who may send back, may still: the returns are flows of their own.
    assert [flow.target for flow in after(key, "step_8") if flow.purpose == "return"] == [
        "step_5",
        "step_7",
    ]


@pytest.mark.parametrize("key", KALBAR_REPORTS)
def test_3_the_order_to_the_sekretaris_passes_through_the_ketua_tim(key):
    step, hidden = extension(key, "step_9").step, extension(key, "p_perintah")

    assert step is not None
    assert "memerintahkan Sekretaris melalui Ketua Tim" in step.activity
    assert lane_of(key, "p_perintah") == "ketua_tim"
    assert hidden.proposed is not None
    assert hidden.proposed.part_of == "9"
    assert [flow.target for flow in after(key, "p_perintah")] == ["step_10"]


@pytest.mark.slow
def test_3_the_hand_over_asks_for_no_reason_and_begins_no_round(walked):
    found = walked("kalbar-lkpj", SIGNED_REPORT)

    assert found.path[-5:] == ("step_8", "gw_8", "p_teruskan", "step_9", "gw_9")
    assert found.rounds == {}
    assert all(stands for *_, stands in found.acts)


# ------------------------------------------------ 7. contradictions are kept and listed


def test_7_step_9_of_the_lppd_says_lkpj_and_signs_the_lppd():
    key = "kalbar-lppd"
    step = extension(key, "step_9").step
    identity = process(key).identity

    assert step is not None
    assert step.activity.startswith("Menandatangani LKPJ SKPD dan Surat Pengantar")
    assert identity is not None
    names = {document.key: document.name for document in identity.documents}
    assert [names[act.document] for act in extension(key, "step_9").acts] == [
        "LPPD",
        "Surat Pengantar",
    ]
    [(source, _)] = [point for point in open_points(key) if "Menandatangani LKPJ" in point[1]]
    assert source.startswith("9 Menandatangani LKPJ SKPD")


@pytest.mark.parametrize(
    ("key", "kept", "told"),
    [
        (
            "kalbar-lakip",
            (
                "Apabila SOP LAKIP dilaksanakan maka Akuntabilitas Kinerja Dinas Koperasi UKM "
                "tidak dapat diukur"
            ),
            "kehilangan kata “tidak”",
        ),
        (
            "kalbar-evaluasi-penyerapan-anggaran",
            (
                "Apabila SOP Penyusunan Laporan Evaluasi Pengawasan dan Penyusunan Anggaran tidak "
                "dilaksanakan maka Kinerja Dinas tidak dapat diukur"
            ),
            "“Penyusunan Anggaran”",
        ),
        (
            "bandarlampung-data-kinerja",
            (
                "Bila tidak dilaksanakan maka akan menimbulkan ketidakpastian dalam bekerja "
                "sehingga dapat bekerja secara efektif dalam efisien dalam mencapai target yang "
                "telah ditetapkan"
            ),
            "kehilangan kata “tidak”",
        ),
    ],
)
def test_7_a_warning_stays_as_it_is_written_and_is_questioned(key, kept, told):
    identity = process(key).identity

    assert identity is not None
    assert kept in identity.warnings
    [point] = [point for point in identity.open_points if told in point.text]
    assert point.source in kept


# ------------------------------------------------ 9. who acts without a column


@pytest.mark.parametrize("key", ASKING_THE_BIDANG)
def test_9_the_bidang_supply_side_by_side_though_they_have_no_column(key):
    columns = {row.column for row in read_transcription(HERE / f"{key}.toml").steps}
    supplying = node(key, "p_bidang")

    assert not [column for column in columns if "bidang" in column.lower()]
    assert isinstance(supplying, UserTask)
    assert isinstance(supplying.loop, MultiInstance)
    assert (supplying.loop.parallel, lane_of(key, "p_bidang")) == (True, "bidang")
    assert supplying.extension.proposed is not None
    assert supplying.extension.collector == f"step_{supplying.extension.proposed.part_of}"


@pytest.mark.slow
@pytest.mark.parametrize("key", ["kalbar-lakip", "bandarlampung-data-kinerja"])
def test_9_one_bidang_may_be_late_but_not_all(walked, key):
    late = "\n".join(
        f"{deed.who} {deed.step} {'bidang 1 2 3' if deed.asked else ''}"
        for deed in expectation(key).walks[2].script[:2]
    )

    found = walked(
        key,
        f"""{late}
        bidang-2  p_bidang
        anggota   p_bidang  lewati 1
        anggota   p_bidang  lewati 3
        """,
    )

    assert found.waived == ("p_bidang", "p_bidang")
    assert found.documents["bahan-bidang"] == 1
    assert found.path[-1] == "p_bidang"


# ------------------------------------------------ 10. signing, then numbering


@pytest.mark.parametrize("key", KALBAR_REPORTS)
def test_10_the_surat_pengantar_is_drafted_before_it_is_signed(key):
    drafting = extension(key, "p_pengantar")
    [forward] = [flow for flow in after(key, "step_7") if flow.purpose == "forward"]

    assert drafting.proposed is not None
    assert drafting.proposed.part_of == "9"
    assert [output.document for output in drafting.outputs] == ["surat-pengantar"]
    assert (forward.target, after(key, "p_pengantar")[0].target) == ("p_pengantar", "step_8")
    for step in ("step_8", "step_9"):
        assert [act.document for act in extension(key, step).acts] == [
            "laporan",
            "surat-pengantar",
        ]
    assert any("tidak ada langkah yang menyusunnya" in text for _, text in open_points(key))


@pytest.mark.slow
@pytest.mark.parametrize("key", SENT_REPORTS)
def test_10_the_number_asked_after_signing_changes_nothing_that_was_signed(walked, key):
    found = walked(key, f"{SIGNED_REPORT}\nketua p_perintah\nanggota step_10")

    assert found.path[-1] == "step_10"
    assert (found.documents["surat-pengantar"], found.documents["surat-keluar"]) == (1, 1)
    assert [(act[0], act[1]) for act in found.acts if act[-1]] == [
        ("paraf", "laporan"),
        ("paraf", "surat-pengantar"),
        ("approved_for_signature", "laporan"),
        ("approved_for_signature", "surat-pengantar"),
    ]


@pytest.mark.parametrize("key", SENT_REPORTS)
def test_10_who_signs_by_tte_books_the_number_with_the_draft(key):
    def field(element, name):
        form = extension(key, element).form
        found = read_form((FORMS / f"{form}.form").read_bytes()).field(name)
        assert found is not None
        return found

    booked, given = field("p_pengantar", "nomor_dibooking"), field("step_10", "nomor_surat_keluar")

    assert (booked.required, given.required) == (False, True)
    assert "TTE" in (booked.description or "")
    assert any("TTE" in text for _, text in open_points(key))


# ------------------------------------------------ the chain of Bandar Lampung


def test_in_bandar_lampung_the_last_column_decides_last():
    key = "bandarlampung-data-kinerja"

    chain = [
        (lane_of(key, step), [act.kind for act in extension(key, step).acts])
        for step in ("step_4", "step_5", "step_6")
    ]

    assert chain == [
        ("ketua_tim", ["paraf"]),
        ("sekretaris", ["paraf"]),
        ("kepala_dinas", ["sign"]),
    ]


@pytest.mark.slow
def test_in_bandar_lampung_a_new_draft_needs_both_paraf_again(walked):
    key = "bandarlampung-data-kinerja"
    upto_kadis = """
sekretaris  step_1
ketua       step_2    bidang 1
bidang-1    p_bidang
anggota     step_3
ketua       step_4
sekretaris  step_5
kadis       step_6    kembalikan_4
ketua       step_4
"""

    found = walked(key, upto_kadis)

    assert [(who, version, stands) for _, _, version, _, who, stands in found.acts] == [
        ("ketua", 1, False),
        ("sekretaris", 1, False),
        ("ketua", 2, True),
    ]
    assert found.path[-2:] == ("step_4", "gw_4")


# ------------------------------------------------ one shape for three documents


@pytest.mark.parametrize("key", KALBAR_REPORTS)
def test_the_three_reports_are_drawn_alike_and_each_keeps_its_words(key):
    nodes = [item.id for item in process(key).scope.nodes]
    alike = [item.id for item in process("kalbar-lkpj").scope.nodes]

    assert [item for item in alike if item != "r_terima"] == [
        item for item in nodes if item != "r_terima"
    ]
    # The budget report is not sent anywhere.
    assert ("r_terima" in nodes) == (key in SENT_REPORTS)
    for row in read_transcription(HERE / f"{key}.toml").steps:
        assert node(key, f"step_{row.number}").name == row.activity
