"""The hard cases of the SOPs: what their documents leave open, and how each diagram answers it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from service.catalogue.transcription import read_transcription
from service.diagrams.model import EndEvent, MultiInstance, ReceiveTask, UserTask
from service.forms.reader import read_form
from tests.catalogue.drawn import process, role_of
from tests.catalogue.places import FORMS, HERE
from tests.catalogue.walker import Walker, open_demo
from tests.catalogue.walks import deeds, expectation

KALBAR_REPORTS = ["kalbar-evaluasi-penyerapan-anggaran", "kalbar-lkpj", "kalbar-lppd"]
SENT_REPORTS = KALBAR_REPORTS[1:]
ASKING_THE_BIDANG = [
    *KALBAR_REPORTS,
    "bandarlampung-data-kinerja",
    "kalbar-lakip",
    "kalbar-renja-renstra",
    "kalbar-rka-dpa",
]

#: The SOPs of Tanjung Jabung Barat: two of one shape, three of another.
FROM_DISPOSISI = ["tanjabbar-data-kinerja", "tanjabbar-iku"]
FROM_ASSIGNMENT = ["tanjabbar-anggaran", "tanjabbar-lakip", "tanjabbar-renstra-renja"]

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

    def done(key, script, *, start="ketua", **given):
        kept(f"walks_{key}", lambda: open_demo(session, key))
        session.close()
        return Walker(database, key, **given).do(deeds(script), start=start)

    return done


def node(key, element):
    found = process(key).scope.node(element)
    assert found is not None, element
    return found


def extension(key, element):
    return node(key, element).extension


def lane_of(key, element):
    return role_of(key, node(key, element))


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
        *((key, [("step_7", "step_9"), ("step_8", "step_9")]) for key in FROM_DISPOSISI),
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


@pytest.mark.slow
@pytest.mark.parametrize("how", ["", "tanpa berkas"])
def test_2_waiting_is_not_the_office_s_time_once_the_sending_is_proven(
    database, session, kept, how
):
    key = "tanjabbar-lakip"
    kept(f"walks_{key}", lambda: open_demo(session, key))
    session.close()
    walker = Walker(database, key)

    found = walker.do(deeds(f"{TYPED}\nanggota step_10 {how}"), start="ketua")

    assert walker.proven() == {"r_tanda_terima": not how}
    assert ("bukti-pengiriman" in found.documents) == (not how)


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


# ------------------------------------------------ 4. parts of a row, several times in one cell


def test_4_the_parts_of_a_row_keep_number_text_and_time():
    parts = {
        row.extension.step.seq: [
            (part.number, part.time_text, part.time_iso) for part in row.extension.step.sub_steps
        ]
        for row in process("cirebon-lakip").scope.nodes
        if row.extension.step and row.extension.step.sub_steps
    }

    day = ("1 Hari (kerja)", "P1D")
    assert parts == {
        3: [("3.1", *day), ("3.2", *day), ("3.3", *day)],
        4: [("4.1.", "", None), ("4.2", "", None)],
        5: [("5.1", *day), ("5.2", *day)],
        6: [("7.1", "", None), ("7.2", "", None)],
        7: [("7.1.", "", None), ("7.2.", "", None), ("7.3.", "", None)],
        8: [("8.1.", "", None), ("8.2.", "", None), ("8.3", "", None)],
        9: [("9.1.", "", None), ("9.2.", "", None), ("9.3.", "", None)],
    }
    assert sum(map(len, parts.values())) == 18
    assert extension("cirebon-lakip", "step_4").step.sub_steps[1].text == (
        "Melaporkan kepada Sekretaris"
    )


def test_4_several_times_in_one_cell_count_as_their_sum_and_are_questioned():
    three, two = (extension("cirebon-lakip", f"step_{row}").step for row in (3, 5))

    assert (three.time_text, three.time_iso) == (
        "1 Hari (kerja) 1 Hari (kerja) 1 Hari (kerja)",
        "P3D",
    )
    assert (two.time_text, two.time_iso) == ("1 Hari (kerja) 1 Hari (kerja)", "P2D")
    assert sum("dihitung dari jumlahnya" in text for _, text in open_points("cirebon-lakip")) == 2


def test_4_the_unit_at_the_head_of_the_column_is_never_applied():
    key = "cirebon-lakip"
    times = [row.time_iso for row in read_transcription(HERE / f"{key}.toml").steps]

    assert times == ["P2M", "P1D", "P3D", "P1W", "P2D", "P2D", "P1W", "P1W", "P1W"]
    assert "Waktu (menit)" in {source for source, _ in open_points(key)}


def test_4_one_check_is_about_three_documents():
    assert [act.document for act in extension("cirebon-lakip", "p_paraf").acts] == [
        "naskah",
        "nota-dinas",
        "surat-sekdis",
    ]
    assert [act.document for act in extension("cirebon-lakip", "step_9").acts] == [
        "naskah",
        "nota-dinas",
        "surat-bupati",
    ]


# ------------------------------------------------ 5. two months to give an order


@pytest.mark.slow
def test_5_two_months_on_the_order_are_two_calendar_months_and_questioned(walked):
    key = "cirebon-lakip"
    step = extension(key, "step_1").step

    found = walked(key, "")

    assert (step.time_text, step.time_iso) == ("2 Bulan", "P2M")
    # From 23 November 2026 to 23 January 2027, a Saturday: the Monday after it, 16.00 WIB.
    assert found.due == {"step_1": datetime(2027, 1, 25, 9, 0, tzinfo=UTC)}
    assert any("batas waktu seluruh penyusunan" in text for _, text in open_points(key))


# ------------------------------------------------ 6. numbers that lie


@pytest.mark.parametrize(
    ("key", "numbers"),
    [
        ("balangan-lakip", ["1.", "2", "3.", "4.", "5.", "6.", "7.", "8", "9.", "10.", "11."]),
        ("tanjabbar-data-kinerja", ["1.", "2.", "3.", "4.", "", *(f"{n}." for n in range(6, 11))]),
        ("tanjabbar-renstra-renja", [*[""] * 9, "10.", "11.", "12."]),
    ],
)
def test_6_a_number_is_kept_as_printed_and_its_row_is_called_by_its_place(key, numbers):
    steps = sorted(
        (row.extension.step for row in process(key).scope.nodes if row.extension.step),
        key=lambda step: step.seq,
    )

    assert [step.number for step in steps] == numbers
    assert [step.called for step in steps] == [str(n) for n in range(1, len(numbers) + 1)]


def test_6_a_row_keeps_parts_that_bear_the_number_of_another():
    rows = [extension("cirebon-lakip", f"step_{row}").step for row in (6, 7)]

    assert [[part.number[:3] for part in row.sub_steps] for row in rows] == [
        ["7.1", "7.2"],
        ["7.1", "7.2", "7.3"],
    ]
    assert [row.called for row in rows] == ["6", "7"]


def test_6_what_floats_outside_the_table_is_back_in_its_rows():
    rows = [extension("cirebon-lakip", f"step_{row}").step for row in (6, 7, 8)]

    assert [(row.requirements, row.time_text, row.output) for row in rows] == [
        (
            "",
            "2 Hari (kerja)",
            (
                "Bahan LaAKIP (data, Statistik dan bahan terkait pencapaian kinerja selama tahun "
                "sebelumnya)"
            ),
        ),
        ("Surat dan/atau nota dinas, data, statistik", "1 minggu", "Draft LAKIP"),
        ("Draft LAKIP", "1 minggu", "Surat, nota dinas"),
    ]


def test_6_the_letter_that_joins_two_pages_is_neither_column_nor_step():
    key = "balangan-lakip"
    rows = read_transcription(HERE / f"{key}.toml").steps

    assert "A" not in {row.column for row in rows}
    assert len(rows) == 11
    assert any("penghubung antarhalaman" in text for _, text in open_points(key))


# ------------------------------------------------ 7. contradictions are kept and listed


@pytest.mark.parametrize(
    ("key", "kept", "told"),
    [
        (
            "balangan-lakip",
            (
                "Peraturan Menteri Dalam Negeri Nomor 29 Tahun 2014 tentang Sistem Akuntabilitas "
                "Kinerja Instansi Pemerintah;"
            ),
            "adalah Peraturan Presiden",
        ),
        ("balangan-lakip", "Peraturan Bupati.....", "belum diisi"),
        *(
            (
                key,
                (
                    "Peraturan Presiden Nomor 8 Tahun 2006 tentang Pelaporan Keuangan dan Kinerja "
                    "Instansi Pemerintah"
                ),
                "adalah Peraturan Pemerintah",
            )
            for key in FROM_DISPOSISI
        ),
    ],
)
def test_7_a_law_is_cited_as_written_and_questioned(key, kept, told):
    identity = process(key).identity

    assert identity is not None
    assert kept in identity.legal_basis
    [point] = [point for point in identity.open_points if told in point.text]
    assert point.source == kept


@pytest.mark.parametrize(
    ("key", "element", "kept", "told"),
    [
        ("tanjabbar-iku", "step_5", "Draft data Kinerja", "masih menyebut Data Kinerja"),
        ("cirebon-lakip", "step_5", "ke Irban", "tidak ada pada Dinas Koperasi"),
        ("tanjabbar-lakip", "step_3", "Rialisasi", "kemungkinan Realisasi"),
        ("tanjabbar-data-kinerja", "step_9", "Kinerja disahkan", "sebelum ditandatangani"),
    ],
)
def test_7_a_row_says_what_it_says_and_is_questioned(key, element, kept, told):
    step = extension(key, element).step

    assert step is not None
    assert kept in f"{step.activity} {step.requirements} {step.output}"
    assert any(told in text for _, text in open_points(key))


def test_7_the_purpose_of_the_budget_sop_is_that_of_the_renstra():
    [(source, _)] = [
        point for point in open_points("tanjabbar-anggaran") if "tersalin" in point[1]
    ]

    assert "dalam jangka waktu 5 (lima) tahun kedepan" in source


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


# ------------------------------------------------ 8. no time that could be counted

TYPED = """
sekretaris  step_1
ketua       step_2
anggota     step_3    bidang 1
bidang-1    step_4
anggota     p_rekap
ketua       step_5
anggota     step_6
ketua       step_7
sekretaris  step_8
kadis       p_tanda_tangan
anggota     step_9
"""


@pytest.mark.slow
def test_8_a_blank_time_gives_no_tenggat_and_takes_none_from_its_neighbours(walked):
    found = walked("tanjabbar-anggaran", TYPED)

    without = {name for name, due in found.due.items() if due is None}
    assert {"step_4", "step_6", "step_7", "step_8"} <= without
    assert without.isdisjoint({"step_1", "step_2", "step_3", "step_5", "step_9"})


@pytest.mark.slow
@pytest.mark.parametrize("key", FROM_ASSIGNMENT)
def test_8_the_day_of_an_adjusted_step_is_what_was_said_at_the_start(walked, key):
    said = walked(key, TYPED, adjusted={"step_10": date(2026, 12, 18)})
    unsaid = walked(key, TYPED)

    assert extension(key, "step_10").step.time_text == "Disesuaikan"
    # A Friday; work ends at 16.30 WIB.
    assert said.due["step_10"] == datetime(2026, 12, 18, 9, 30, tzinfo=UTC)
    assert unsaid.due["step_10"] is None
    assert said.chain_whole
    assert said.replays


@pytest.mark.slow
def test_8_a_unit_without_its_number_is_a_gap(walked):
    key = "tanjabbar-renstra-renja"
    steps = [extension(name, "step_11").step for name in (key, "tanjabbar-anggaran")]

    found = walked(key, f"{TYPED}\nanggota step_10\nbappeda r_tanda_terima")

    assert [(step.time_text, step.time_iso) for step in steps] == [
        ("menit", None),
        ("5 menit", "PT5M"),
    ]
    assert found.due["step_11"] is None
    assert any("langkah itu tanpa tenggat" in text for _, text in open_points(key))


@pytest.mark.parametrize("key", FROM_ASSIGNMENT)
def test_8_what_the_document_has_no_column_for_is_empty_in_the_row_and_proposed_beside_it(key):
    rows = read_transcription(HERE / f"{key}.toml").steps

    assert {(row.requirements, row.output, row.remarks) for row in rows} == {("", "", "")}
    assert [output.document for output in extension(key, "step_6").outputs] == ["naskah"]
    assert any("hanya mempunyai kolom Waktu" in text for _, text in open_points(key))


@pytest.mark.parametrize("key", FROM_ASSIGNMENT)
def test_the_row_selesai_is_an_end_and_no_task(key):
    end = node(key, "end_1")

    assert isinstance(end, EndEvent)
    assert end.extension.step is not None
    assert (end.name, end.extension.step.activity, end.extension.step.seq) == (
        "Selesai",
        "Selesai",
        12,
    )


# ------------------------------------------------ 9. who acts without a column


@pytest.mark.parametrize("key", FROM_ASSIGNMENT)
def test_9_of_a_row_with_two_performers_one_carries_the_text(key):
    supplying, recap = node(key, "step_4"), extension(key, "p_rekap")
    signing = extension(key, "p_tanda_tangan")

    # 4: “Bidang menyampaikan …, dikumpulkan dan direkap”
    assert isinstance(supplying, UserTask)
    assert isinstance(supplying.loop, MultiInstance)
    assert lane_of(key, "step_4") == "bidang"
    assert supplying.extension.collector == "p_rekap"
    assert (lane_of(key, "p_rekap"), recap.step) == ("anggota_tim", None)
    assert recap.proposed is not None
    assert recap.proposed.part_of == "4"
    # 7 and 8: the Kasubbag examines, the Sekretaris checks, the Kadis signs as part of it
    assert [lane_of(key, name) for name in ("step_7", "step_8")] == ["ketua_tim", "sekretaris"]
    [on] = [flow for flow in after(key, "step_8") if flow.purpose == "forward"]
    assert (on.target, lane_of(key, on.target)) == ("p_tanda_tangan", "kepala_dinas")
    assert signing.proposed is not None
    assert (signing.proposed.part_of, [act.kind for act in signing.acts]) == ("8", ["sign"])


@pytest.mark.slow
@pytest.mark.parametrize("key", FROM_DISPOSISI)
@pytest.mark.parametrize(("said", "then"), [("perbaikan", "step_6"), ("lanjut", "gw_5")])
def test_9_the_step_that_may_not_be_needed_is_decided_by_who_examines(walked, key, said, then):
    found = walked(
        key,
        f"""
        kadis       step_1
        sekretaris  step_2
        anggota     p_permintaan  bidang 2
        bidang-2    p_bidang
        anggota     step_3
        ketua       step_4
        ketua       step_5        {said}
        {"anggota step_6" if said == "perbaikan" else ""}
        """,
    )

    assert "apabila masih perlu melakukan perbaikan" in node(key, "step_6").name
    assert found.path[-1] == then
    assert set(found.due) - {"step_6"} >= {"step_7"}
    # No return, so that nobody has to give a reason and no round begins.
    assert found.rounds == {}


@pytest.mark.parametrize(
    ("key", "asking", "supplying"),
    [
        *((key, "p_permintaan", "p_bidang") for key in FROM_DISPOSISI),
        *((key, "step_3", "step_4") for key in FROM_ASSIGNMENT),
        ("balangan-lakip", "step_3", "p_bidang"),
        ("cirebon-lakip", "p_konsep", "step_5"),
    ],
)
def test_9_who_asks_chooses_the_units_and_each_supplies_for_itself(key, asking, supplying):
    form = read_form((FORMS / f"{extension(key, asking).form}.form").read_bytes())
    field = form.field("bidang")

    assert field is not None
    assert (field.options_source, field.required) == ("alur_bidang", True)
    assert lane_of(key, supplying) == "bidang"
    assert extension(key, supplying).unit == "unit"


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


def test_10_the_covering_letter_of_balangan_is_made_numbered_and_then_signed():
    key = "balangan-lakip"
    signing = extension(key, "p_tanda_tangan")
    form = read_form((FORMS / f"{extension(key, 'step_10').form}.form").read_bytes())
    number = form.field("nomor_pengantar")

    assert [act.document for act in extension(key, "step_9").acts] == ["naskah"]
    assert number is not None
    assert number.required
    assert signing.proposed is not None
    assert (signing.proposed.part_of, lane_of(key, "p_tanda_tangan")) == ("10", "kepala_dinas")
    assert [(act.kind, act.document) for act in signing.acts] == [("sign", "surat-pengantar")]
    assert any("penanda tangannya tidak tertulis" in text for _, text in open_points(key))


def test_10_cirebon_ends_at_a_paraf_and_nothing_is_made_up():
    key = "cirebon-lakip"
    acts = {act.kind for item in process(key).scope.nodes for act in item.extension.acts}
    forward = [flow.target for flow in after(key, "step_9") if flow.purpose == "forward"]

    assert acts == {"paraf"}
    assert [type(node(key, target)) for target in forward] == [EndEvent]
    assert extension(key, "step_9").step.requirements == (
        "Draft LAKIP yang sudah disetujui oleh Kepala Dinas"
    )
    texts = [text for _, text in open_points(key)]
    assert any("persetujuan itu tidak mempunyai langkah" in text for text in texts)
    assert any("mintalah halaman terakhir" in text for text in texts)


def test_10_another_sop_that_a_row_names_is_an_open_point_and_not_called():
    step = extension("tanjabbar-iku", "step_10").step

    assert step.remarks == "SOP pengangendaan surat keluar"
    assert isinstance(node("tanjabbar-iku", "step_10"), UserTask)
    assert any("tidak ada dalam katalog" in text for _, text in open_points("tanjabbar-iku"))


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
