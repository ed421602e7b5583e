"""A walk of a small SOP: two reviews and a way back, a wait of two days, a letter that arrives."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest

from service.forms import FieldsRejected
from service.running.refusals import EntryRefused, OutcomeUnknown, ReasonMissing
from service.running.walks.acts import (
    ActsUnreadable,
    Complete,
    Deliver,
    MoveClock,
    SendBack,
    acts_of,
    acts_text,
)
from service.running.walks.kept import came_out, out_of, out_text, run_kept
from service.running.walks.refusals import (
    ClockBack,
    HeldUp,
    NothingWaits,
    NotStarted,
    StepGone,
    StepNotOpen,
    TooManyTimers,
)
from service.running.walks.walk import walk, walk_as_far
from service.sentences import sentence
from service.sentences.telling import tell
from service.working_time import ClosedDay, PemdaCalendar
from tests.walked import BEGAN, ground_of, start

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:alur="urn:alur:bpmn:1" id="d" targetNamespace="urn:test">'
    '<bpmn:message id="m" name="surat"/>'
    '<bpmn:process id="uji" name="Uji" isExecutable="true">'
    '<bpmn:laneSet id="lanes"><bpmn:lane id="staf" name="Anggota Tim" alur:role="anggota_tim">'
    "<bpmn:flowNodeRef>tulis</bpmn:flowNodeRef></bpmn:lane>"
    '<bpmn:lane id="atasan" name="Sekretaris" alur:role="sekretaris">'
    "<bpmn:flowNodeRef>periksa</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>"
)
FORM = (
    b'{"type":"default","id":"konsep","schemaVersion":19,"components":['
    b'{"type":"textfield","id":"f1","key":"perihal","label":"Perihal",'
    b'"validate":{"required":true}},'
    b'{"type":"filepicker","id":"f2","key":"berkas","label":"Berkas",'
    b'"validate":{"required":true}}]}'
)


def task(name, number, text, more="", time="P1D"):
    return (
        f'<bpmn:userTask id="{name}" name="{text}"><bpmn:extensionElements>'
        f'<alur:step seq="{number}" number="{number}." timeIso="{time}"/>{more}'
        f"</bpmn:extensionElements></bpmn:userTask>"
    )


def flow(source, target, outcome="", *, back=False):
    purpose = ' alur:purpose="return"' if back else ""
    told = f' alur:outcome="{outcome}" name="{outcome}"{purpose}' if outcome else ""
    inside = (
        f'<bpmn:conditionExpression>=hasil = "{outcome}"</bpmn:conditionExpression>'
        if outcome
        else ""
    )
    return (
        f'<bpmn:sequenceFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}"'
        f"{told}>{inside}</bpmn:sequenceFlow>"
    )


def diagram(
    nodes="tulis periksa tunggu surat simpan", *, good="lanjut", bad="kembali", wait="P2D"
):
    """Return the SOP; `nodes` are the ones that stand in it, in order."""
    drawn = {
        "tulis": task("tulis", 1, "Menyusun konsep", '<alur:form key="konsep"/>'),
        "periksa": task("periksa", 2, "Memeriksa", '<alur:decision variable="hasil"/>'),
        "tunggu": '<bpmn:intermediateCatchEvent id="tunggu" name="Dua hari">'
        "<bpmn:timerEventDefinition><bpmn:timeDuration>"
        f"{wait}</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>",
        "surat": '<bpmn:intermediateCatchEvent id="surat" name="Surat masuk">'
        '<bpmn:messageEventDefinition messageRef="m"/></bpmn:intermediateCatchEvent>',
        "simpan": task("simpan", 3, "Menyimpan arsip", time="PT2H"),
    }
    names = nodes.split()
    body = "".join(drawn[name] for name in names)
    body += '<bpmn:startEvent id="awal" name="Mulai"/><bpmn:endEvent id="akhir" name="Selesai"/>'
    path = ["awal", *names, "akhir"]
    for source, target in pairwise(path):
        if source != "periksa":
            body += flow(source, target)
            continue
        body += '<bpmn:exclusiveGateway id="pilih"/>' + flow("periksa", "pilih")
        body += flow("pilih", target, good) + flow("pilih", "tulis", bad, back=True)
    return f"{HEAD}{body}</bpmn:process></bpmn:definitions>".encode()


GROUND = ground_of(diagram(), {"konsep": FORM})
#: waits for a signal and sends another one
SIGNALS = ground_of(
    (
        b'<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
        b' id="d" targetNamespace="urn:test">'
        b'<bpmn:signal id="libur" name="libur"/><bpmn:signal id="kerja" name="kerja"/>'
        b'<bpmn:process id="uji" name="Uji" isExecutable="true"><bpmn:startEvent id="mulai"/>'
        b'<bpmn:intermediateCatchEvent id="tunggu" name="Libur?">'
        b'<bpmn:signalEventDefinition signalRef="libur"/></bpmn:intermediateCatchEvent>'
        b'<bpmn:endEvent id="akhir" name="Kerja lagi">'
        b'<bpmn:signalEventDefinition signalRef="kerja"/></bpmn:endEvent>'
        b'<bpmn:sequenceFlow id="f1" sourceRef="mulai" targetRef="tunggu"/>'
        b'<bpmn:sequenceFlow id="f2" sourceRef="tunggu" targetRef="akhir"/>'
        b"</bpmn:process></bpmn:definitions>"
    ),
    {},
)
WRITE = Complete("uji/tulis", typed={"perihal": "Laporan"})
PASS = Complete("uji/periksa", outcome="lanjut")
BACK = SendBack("uji/periksa", outcome="kembali", reason="Kurang lengkap")
TWO_DAYS = MoveClock(BEGAN + timedelta(days=2))
WHOLE = (start(GROUND), WRITE, BACK, WRITE, PASS, TWO_DAYS, Deliver("uji/surat"))
DONE = (*WHOLE, Complete("uji/simpan"))


def names(walked):
    return [it.name for it in walked.tasks]


def test_a_walk_goes_through_every_role_to_the_end():
    assert walk(GROUND, ()).status == "new"
    assert names(walk(GROUND, DONE[:1])) == ["1: Menyusun konsep"]
    assert [it.lane for it in walk(GROUND, DONE[:2]).tasks] == ["Sekretaris"]

    walked = walk(GROUND, DONE)

    assert walked.status == "completed"
    assert (walked.tasks, walked.tokens) == ((), ())
    assert [it.code for it in walked.log if it.code == "walk.log-sent-back"]


def test_what_is_typed_is_checked_as_the_real_form_checks_it():
    for typed in ({}, {"perihal": ""}, {"perihal": "Laporan", "lain": "x"}):
        with pytest.raises(FieldsRejected):
            walk(GROUND, (DONE[0], Complete("uji/tulis", typed=typed)))


def test_text_that_was_typed_stands_in_no_state():
    assert "Laporan" not in str(walk(GROUND, DONE[:2]).tasks[0].data)


def test_only_the_ways_that_are_drawn_can_be_chosen_and_back_only_with_a_reason():
    there = DONE[:2]

    with pytest.raises(OutcomeUnknown):
        walk(GROUND, (*there, replace(PASS, outcome="lain")))
    with pytest.raises(OutcomeUnknown):
        walk(GROUND, (*there, replace(BACK, outcome="lanjut")))
    with pytest.raises(ReasonMissing):
        walk(GROUND, (*there, replace(BACK, reason=" ")))
    assert names(walk(GROUND, (*there, BACK))) == ["1: Menyusun konsep"]


def test_a_timer_fires_when_the_clock_reaches_it_and_not_before():
    waiting = DONE[:5]
    assert [it.due for it in walk(GROUND, waiting).timers] == [BEGAN + timedelta(days=2)]

    early = walk(GROUND, (*waiting, MoveClock(BEGAN + timedelta(days=1))))
    late = walk(GROUND, (*waiting, MoveClock(BEGAN + timedelta(days=3))))

    assert early.tokens == ("uji/tunggu",)
    assert late.tokens == ("uji/surat",)
    fired = next(it for it in late.log if it.code == "walk.log-timer")
    assert fired.at == BEGAN + timedelta(days=2)
    assert late.now == BEGAN + timedelta(days=3)


def test_the_clock_never_goes_back_nor_farther_than_ten_years():
    for to in (BEGAN, BEGAN - timedelta(days=1), BEGAN + timedelta(days=3700)):
        with pytest.raises(ClockBack):
            walk(GROUND, (DONE[0], MoveClock(to)))


def test_a_message_comes_only_where_one_is_waited_for():
    with pytest.raises(NothingWaits):
        walk(GROUND, (DONE[0], Deliver("uji/surat")))

    walked = walk(GROUND, DONE[:6])

    assert [it.name for it in walked.awaited] == ["surat"]
    assert names(walk(GROUND, DONE[:7])) == ["3: Menyimpan arsip"]


def test_a_signal_is_told_where_it_is_sent_and_comes_where_it_is_waited_for():
    walked = walk(SIGNALS, (start(SIGNALS), Deliver("uji/tunggu")))

    waiting = walk(SIGNALS, (start(SIGNALS),)).awaited

    assert [(it.kind, it.name) for it in waiting] == [("signal", "libur")]
    assert [(it.code, dict(it.params)) for it in walked.log[-3:]] == [
        ("walk.log-signal", {"name": "libur", "step": "Libur?"}),
        ("walk.log-signal-sent", {"name": "kerja", "step": "Kerja lagi"}),
        ("walk.log-ended", {}),
    ]


def test_a_walk_starts_once_and_first():
    for acts in ((WRITE,), (DONE[0], DONE[0])):
        with pytest.raises(NotStarted):
            walk(GROUND, acts)


@pytest.mark.parametrize("wrong", [{"title": " "}, {"year": 1800}])
def test_a_start_is_refused_as_that_of_a_process_is(wrong):
    with pytest.raises(EntryRefused):
        walk(GROUND, (replace(DONE[0], **wrong),))


def test_undoing_is_walking_without_the_last_act():
    before = walk(GROUND, DONE[:4])

    assert walk(GROUND, walk(GROUND, DONE[:5]).acts[:-1]) == before


def test_an_act_that_is_refused_leaves_the_walk_as_it_was():
    went = walk_as_far(GROUND, (DONE[0], Complete("uji/simpan"), WRITE))

    assert isinstance(went.refused, StepNotOpen)
    assert went.walk == walk(GROUND, DONE[:1])


def test_due_dates_pass_over_lebaran():
    lebaran = (date(2026, 3, day) for day in range(18, 25))
    kept = tuple(
        ClosedDay(UUID(int=index), None, day, "national", "Idulfitri", "SKB")
        for index, day in enumerate(lebaran)
    )
    calendar = PemdaCalendar(closed=kept).of_office(UUID(int=9), "Asia/Jakarta")
    ground = replace(GROUND, calendar=calendar)
    tuesday = datetime(2026, 3, 17, 3, 0, tzinfo=UTC)

    (task,) = walk(ground, (start(ground, tuesday),)).tasks

    # One working day after Tuesday the 17th is Wednesday the 25th.
    assert task.due is not None
    assert task.due.date() == date(2026, 3, 25)
    assert walk(ground, (start(ground, tuesday),)).next_due() == task.due


def test_an_automatic_step_that_fails_is_told_and_the_walk_can_only_go_back():
    broken = diagram().replace(b'"lanjut"</', b'"lanjut" and lain</')
    ground = ground_of(broken, {"konsep": FORM})
    acts = (*DONE[:2], PASS)

    walked = walk(ground, acts)

    assert walked.trouble is not None
    assert walked.trouble.element_id == "pilih"
    with pytest.raises(HeldUp):
        walk(ground, (*acts, TWO_DAYS))
    assert walk(ground, acts[:-1]).trouble is None


def test_a_cycle_cannot_keep_the_clock_busy_for_ever():
    cycle = (
        b'<bpmn:boundaryEvent id="ingat" attachedToRef="tulis" cancelActivity="false">'
        b"<bpmn:timerEventDefinition><bpmn:timeCycle>R/PT1M</bpmn:timeCycle>"
        b'</bpmn:timerEventDefinition></bpmn:boundaryEvent><bpmn:endEvent id="sudah"/>'
        b'<bpmn:sequenceFlow id="i" sourceRef="ingat" targetRef="sudah"/>'
    )
    ground = ground_of(
        diagram().replace(b"<bpmn:startEvent", cycle + b"<bpmn:startEvent"), {"konsep": FORM}
    )
    first = start(ground)

    assert len(walk(ground, (first, MoveClock(BEGAN + timedelta(minutes=5)))).log) > 5
    with pytest.raises(TooManyTimers):
        walk(ground, (first, TWO_DAYS))


def test_acts_come_back_as_they_were_written():
    assert acts_of(acts_text(DONE)) == DONE
    for broken in ('[{"act":"lain"}]', '[{"act":"deliver"}]', "[1]", "x"):
        with pytest.raises(ActsUnreadable):
            acts_of(broken)


# ---------------------------------------------------------------- kept walks


def again(xml, acts=DONE, form=FORM):
    """Return in words how the walk differs on another diagram; None: it does not."""
    kept = out_of(out_text(came_out(GROUND, walk(GROUND, acts))))
    difference = run_kept(ground_of(xml, {"konsep": form}), acts, kept)
    return None if difference is None else tell(difference)


def test_a_kept_walk_passes_on_the_same_diagram_and_where_only_times_and_words_change():
    assert again(diagram()) is None
    assert again(diagram().replace(b'timeIso="P1D"', b'timeIso="PT3H"')) is None
    assert again(diagram().replace(b'name="Memeriksa"', b'name="Meneliti"')) is None


def test_a_step_that_was_taken_out_is_named_where_the_walk_missed_it():
    assert again(diagram("tulis periksa tunggu surat")) == (
        "Setelah tindakan ke-7 (menerima pesan di “Surat masuk”) seharusnya sampai di"
        " “3: Menyimpan arsip”, ternyata sampai di “Selesai”."
    )


def test_a_gateway_that_was_turned_is_told_by_where_it_leads_now():
    turned = diagram().replace(b'"lanjut"</', b'"?"</').replace(b'"kembali"</', b'"lanjut"</')
    turned = turned.replace(b'"?"</', b'"kembali"</')

    assert again(turned) == (
        "Setelah tindakan ke-3 (mengembalikan dari “2: Memeriksa”) seharusnya sampai di"
        " “1: Menyusun konsep”, ternyata sampai di “Dua hari”."
    )


def test_an_act_that_can_no_longer_be_done_says_why():
    other = FORM.replace(
        b'"components":[',
        b'"components":[{"type":"textfield","id":"f0","key":"nomor",'
        b'"label":"Nomor","validate":{"required":true}},',
    )
    assert again(diagram(), form=other) == (
        "Tindakan ke-2 (menyelesaikan “1: Menyusun konsep”) tidak dapat dilakukan lagi:"
        " “Nomor”: Wajib diisi. Tulis jawabannya di sini."
    )


def test_a_way_without_a_name_is_called_by_the_step_to_which_it_leads():
    nameless = ground_of(diagram().replace(b' name="lanjut"', b""), {"konsep": FORM})

    (line,) = [
        it for it in walk(nameless, (*DONE[:2], PASS)).log if it.code == "walk.log-task-chosen"
    ]

    assert line.params["choice"] == "ke Dua hari"


def test_an_act_whose_step_is_gone_is_told_by_the_name_that_the_step_had():
    raw = diagram("periksa tunggu surat simpan").replace(b'"periksa-', b'"p-')
    raw = raw.replace(b"<bpmn:flowNodeRef>tulis</bpmn:flowNodeRef>", b"")
    raw = raw.replace(b'targetRef="tulis"', b'targetRef="periksa"')
    gone = ground_of(raw, {"konsep": FORM})
    made = came_out(GROUND, walk(GROUND, DONE))
    kept = replace(made, reached=(*walk(gone, DONE[:1]).reached, *made.reached[1:]))

    difference = run_kept(gone, DONE, kept)

    assert difference is not None
    assert tell(difference) == (
        "Tindakan ke-2 (menyelesaikan “1: Menyusun konsep”) tidak dapat dilakukan lagi:"
        " langkahnya tidak ada lagi di diagram, atau digambar ulang."
    )
    went = walk_as_far(gone, DONE)
    assert isinstance(went.refused, StepGone)
    assert sentence(went.refused.code, **went.refused.params) == (
        "Langkah yang dikerjakan pada tindakan ke-2 tidak ada lagi di diagram, atau digambar"
        " ulang."
    )


def test_every_field_that_no_longer_fits_is_named_by_its_label_and_one_that_is_gone_by_its_key():
    other = FORM.replace(b'"key":"perihal","label":"Perihal"', b'"key":"nama","label":"Nama"')

    assert again(diagram(), form=other).endswith(
        "“Nama”: Wajib diisi. Tulis jawabannya di sini."
        " Isian “perihal” tidak ada lagi dalam formulir."
    )


def test_a_kept_walk_that_is_held_up_now_says_by_what_and_where():
    assert again(diagram().replace(b'"lanjut"</', b'"lanjut" and lain</')) == (
        "Setelah tindakan ke-5 (menyelesaikan “2: Memeriksa”) uji tertahan oleh kendala di"
        " “percabangan sesudah Memeriksa”: Variabel lain belum ada. Periksa namanya, atau isi"
        " dulu pada langkah sebelumnya."
    )


def test_a_walk_kept_at_an_incident_fails_until_the_diagram_is_mended():
    broken = ground_of(diagram().replace(b'"lanjut"</', b'"lanjut" and lain</'), {"konsep": FORM})
    acts = (*DONE[:2], PASS)
    kept = out_of(out_text(came_out(broken, walk(broken, acts))))

    difference = run_kept(broken, acts, kept)

    assert difference is not None
    assert "uji tertahan oleh kendala di “percabangan sesudah Memeriksa”" in tell(difference)
    assert run_kept(GROUND, acts, kept) is None


def test_a_walk_kept_half_way_tells_what_is_open_at_its_end():
    assert again(diagram(), WHOLE) is None
    assert again(diagram("tulis periksa tunggu surat"), WHOLE).endswith("sampai di “Selesai”.")
