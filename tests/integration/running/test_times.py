"""Where the time of a process went, as its page tells it."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from service.commands.claim_task import claim_task
from service.errors import NotFound
from service.queries.history import history_of
from service.queries.times import times_of
from service.working_time.spent import Spent
from tests.integration.running import diagrams
from tests.integration.running.conftest import NOON

WIB = ZoneInfo("Asia/Pontianak")
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def at(hour, minute=0, day=23):
    return datetime(2026, 11, day, hour, minute, tzinfo=WIB)


def times(world, instance_id, now, by="sekretaris"):
    return times_of(world.session, world.caller(by), instance_id, now=now)


def test_queue_and_work_of_each_step_and_of_the_whole_process(world):
    made = world.run("dated", diagrams.DATED, now=at(8))
    claim_task(
        world.session,
        world.caller("sekretaris"),
        instance_id=made,
        task_no=world.task_no(made, "work"),
        now=at(9),
    )
    world.complete("sekretaris", made, "work", now=at(11))
    world.complete("sekretaris", made, "second", now=at(13, 30))

    found = times(world, made, at(15))

    first, second = found.steps
    assert (first.place.element_id, first.standard) == ("work", "1 Hari")
    assert (first.spent, first.taken) == (Spent(queue=HOUR, work=2 * HOUR), True)
    # Nobody took it: from its arrival on it was theirs; noon is a break.
    assert (second.spent, second.taken) == (Spent(work=90 * MINUTE), False)
    assert found.spent == Spent(queue=HOUR, work=3 * HOUR + 30 * MINUTE)
    assert found.whole == 4 * HOUR + 30 * MINUTE


def test_what_is_still_open_counts_until_now(world):
    made = world.run("dated", diagrams.DATED, now=at(8))

    [step] = times(world, made, at(10)).steps

    assert (step.status, step.spent, step.closed_at) == ("open", Spent(work=2 * HOUR), None)


@pytest.fixture
def sent(world):
    """Give a process in which the act before the waiting brings a file, or does not."""

    def send(*, proof):
        made = world.run("sent", diagrams.SENT, now=at(8))
        files = {"lampiran": [world.file("sekretaris")]} if proof else {}
        world.complete("sekretaris", made, "send", {"catatan": "c"}, files=files, now=at(9))
        return made

    return send


def test_the_clock_stands_still_while_an_agency_has_what_was_proven_to_be_sent(world, sent):
    made = sent(proof=True)
    world.arrive("sekretaris", made, "answer", {}, now=at(10, day=24), occurred_at=at(8, day=24))

    step = times(world, made, at(12, day=24)).steps[1]

    # From Monday 9.00 to Tuesday 8.00, when it arrived, not to 10.00, when that was recorded.
    assert step.proven
    assert step.spent == Spent(waiting=6 * HOUR + 30 * MINUTE)


def test_without_proof_of_sending_the_clock_runs(world, sent):
    made = sent(proof=False)

    step = times(world, made, at(11)).steps[1]

    assert not step.proven
    assert step.spent == Spent(work=2 * HOUR)


@pytest.fixture
def marked(world):
    """Give a process of a SOP whose form marks the proof, sent with a file in one field."""

    def send(field):
        forms = diagrams.FORMS | {"marked": diagrams.MARKED}
        version = world.publish("sent-marked", diagrams.SENT_MARKED, forms=forms)
        made = world.start(version, now=at(8)).instance_id
        files = {field: [world.file("sekretaris")]}
        world.complete("sekretaris", made, "send", {}, files=files, now=at(9))
        return made

    return send


@pytest.mark.parametrize(("field", "proven"), [("resi", True), ("salinan", False)])
def test_only_the_file_that_the_form_marks_is_the_proof_of_sending(world, marked, field, proven):
    made = marked(field)

    step = times(world, made, at(11)).steps[1]

    assert step.proven == proven
    assert step.spent == (Spent(waiting=2 * HOUR) if proven else Spent(work=2 * HOUR))


def test_the_document_of_the_step_is_a_proof_of_sending_where_the_form_says_so(world):
    forms = diagrams.FORMS | {"note": diagrams.OF_ITS_STEP}
    xml = diagrams.SENT_DATED.replace(
        b'<alur:form key="note"/>',
        b'<alur:form key="note"/><alur:output kind="newDocument" document="surat" name="Surat"/>',
    )
    version = world.publish("sent-dated", xml, forms=forms)
    made = world.start(version, now=at(8)).instance_id
    files = {"berkas": [world.file("sekretaris")]}
    world.complete("sekretaris", made, "send", {}, files=files, now=at(9))

    assert times(world, made, at(11)).steps[1].proven


@pytest.mark.parametrize(("field", "due"), [("resi", None), ("salinan", at(16, day=24))])
def test_what_waits_for_an_agency_has_no_tenggat_once_the_sending_is_proven(
    world, marked, field, due
):
    made = marked(field)

    assert world.task(made, "answer").due_at == due
    world.assert_whole(made)


def test_in_a_sop_that_marks_no_proof_any_file_of_the_sending_stops_the_clock(world):
    made = world.run("sent-dated", diagrams.SENT_DATED, now=at(8))
    files = {"lampiran": [world.file("sekretaris")]}
    world.complete("sekretaris", made, "send", {"catatan": "c"}, files=files, now=at(9))

    assert world.task(made, "answer").due_at is None


def test_the_history_says_the_time_of_each_completed_step(world):
    made = world.run("dated", diagrams.DATED, now=at(8))
    world.complete("sekretaris", made, "work", now=at(9, 15))

    entry = history_of(world.session, world.caller("sekretaris"), made).entries[-1]

    assert ("Waktu", "kerja 1 jam 15 menit sejak tiba (tanpa Ambil)") in entry.details


def test_who_may_not_see_the_process_does_not_see_its_times(world):
    made = world.run("dated", diagrams.DATED)

    with pytest.raises(NotFound):
        times(world, made, NOON, by="stranger")
