"""What one process sends reaches others of its office: every rule on both databases."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import update

from service.access.refusals import OnlyRecorders
from service.clock import SimulatedClock
from service.commands.cancel_process import cancel_process
from service.commands.hand_on import hand_on
from service.commands.send_from_outside import Sending, send_from_outside
from service.running.refusals import DispatchGone
from service.store import tables
from service.store.database import read, transaction
from service.store.dispatches import LEASE, MOST_ATTEMPTS, claim_dispatches
from service.store.housekeeping import MESSAGES_LAST, sweep
from service.store.idempotency import request_key
from service.store.private_texts import referenced, texts_of
from service.worker.hand_on import hand_on_sent
from tests.integration.running import sending_diagrams as drawn
from tests.integration.running.conftest import NOON

MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock():
    return SimulatedClock(NOON + timedelta(hours=1))


@pytest.fixture
def go(database, clock):
    def hand_on_all(worker="w"):
        hand_on_sent(database.sessions, clock, worker)

    return hand_on_all


def _running(world, key, xml, *, waits_from=None, year=2027):
    """Start a process and let it go as far as its event."""
    instance_id = world.run(key, xml, year=year)
    if waits_from is not None:
        world.complete("sekretaris", instance_id, "work", now=waits_from)
    return instance_id


def _send(world, instance_id, at=NOON + 30 * MINUTE):
    world.complete("sekretaris", instance_id, "work", now=at)


def test_a_message_goes_to_the_process_that_has_waited_longest(world, go):
    second = _running(world, "any", drawn.ANY, waits_from=NOON + 2 * MINUTE)
    first = _running(world, "any", drawn.ANY, waits_from=NOON + MINUTE)
    sender = _running(world, "sender", drawn.SENDER)

    _send(world, sender)
    go()
    go("another")

    assert world.open(first) == ["second"]
    assert world.open(second) == []
    kind, payload, row = world.events(first)[-1]
    assert (kind, payload["message"], row["actor_id"]) == ("MessageReceived", "surat", None)
    sent_by = payload["sender"]
    assert (sent_by["process_id"], sent_by["seq"]) == (str(sender), 2)
    assert payload["input"]["payload"] == {"lembar": 2028}
    for instance_id in (first, second, sender):
        world.assert_whole(instance_id)


def test_the_event_of_the_sender_tells_what_was_sent(world):
    sender = _running(world, "sender", drawn.SENDER)

    _send(world, sender)

    [sent] = world.events(sender)[-1][1]["sent"]
    assert (sent["what"], sent["name"], sent["element"]) == ("message", "surat", "send")
    assert (sent["payload"], sent["correlation"], sent["taken"]) == ({"lembar": 2028}, 2027, False)
    [on_its_way] = world.rows(tables.dispatch)
    assert (on_its_way.status, on_its_way.event_seq) == ("waiting", 2)


def test_a_message_goes_by_its_correlation(world, go):
    other = _running(world, "receiver", drawn.RECEIVER, waits_from=NOON, year=2028)
    meant = _running(world, "receiver", drawn.RECEIVER, waits_from=NOON + MINUTE)

    _send(world, _running(world, "sender", drawn.SENDER))
    go()

    assert world.open(other) == []
    assert world.open(meant) == ["second"]


def test_a_message_that_nobody_waits_for_is_kept_for_who_will(world, go):
    _send(world, _running(world, "sender", drawn.SENDER))
    go()
    [kept] = world.rows(tables.dispatch)
    assert (kept.status, kept.attempts) == ("waiting", 0)

    late = _running(world, "receiver", drawn.RECEIVER, waits_from=NOON + 40 * MINUTE)
    go()

    assert world.open(late) == ["second"]
    assert [row.status for row in world.rows(tables.dispatch)] == ["done"]


def test_a_boundary_event_takes_no_message_from_before_it_was_armed(world, go):
    _send(world, _running(world, "sender", drawn.SENDER), at=NOON - MINUTE)

    interrupted = _running(world, "interrupted", drawn.INTERRUPTED)
    go()
    assert world.open(interrupted) == ["work"]

    _send(world, _running(world, "sender", drawn.SENDER))
    go()
    assert world.open(interrupted) == ["second"]


def test_a_signal_goes_to_all_that_waited_when_it_was_sent_and_to_nobody_else(world, go):
    hearers = [_running(world, "hearer", drawn.HEARER, waits_from=NOON) for _ in range(3)]
    too_late = _running(world, "hearer", drawn.HEARER)
    caller = _running(world, "caller", drawn.CALLER)

    _send(world, caller)
    world.complete("sekretaris", too_late, "work", now=NOON + 31 * MINUTE)
    go()
    go("another")

    assert [world.open(instance_id) for instance_id in hearers] == [["second"]] * 3
    assert world.open(too_late) == []
    kind, payload, _ = world.events(hearers[0])[-1]
    assert (kind, payload["signal"]) == ("SignalReceived", "anggaran-dibuka")
    for instance_id in (*hearers, too_late, caller):
        world.assert_whole(instance_id)


def test_trials_speak_with_trials_only(world, go):
    version_id = world.publish("hearer", drawn.HEARER, status="effective")
    real = world.start(version_id).instance_id
    world.complete("sekretaris", real, "work")

    _send(world, _running(world, "caller", drawn.CALLER))
    go()

    assert world.open(real) == []


def test_another_office_hears_nothing(world, go):
    elsewhere = _running(world, "hearer", drawn.HEARER, waits_from=NOON)
    with transaction(world.session) as tx:
        [other] = [row.id for row in world.rows(tables.office) if row.name == "Dinas Lain"]
        tx.execute(
            update(tables.process_instance)
            .where(
                tables.process_instance.c.pemda_id == world.pemda_id,
                tables.process_instance.c.id == elsewhere,
            )
            .values(office_id=other)
        )

    _send(world, _running(world, "caller", drawn.CALLER))
    go()

    assert world.kinds(elsewhere) == ["ProcessStarted", "UserTaskCompleted"]


def test_a_cancelled_process_waits_for_nothing(world, go):
    hearer = _running(world, "hearer", drawn.HEARER, waits_from=NOON)
    cancel_process(
        world.session, world.caller("kadis"), instance_id=hearer, reason="Batal", now=NOON
    )
    assert world.rows(tables.listener) == []

    _send(world, _running(world, "caller", drawn.CALLER))
    go()

    assert world.kinds(hearer)[-1] == "ProcessCancelled"
    world.assert_whole(hearer)


def test_a_worker_that_died_in_the_middle_of_a_signal_is_replaced(world, go, clock):
    hearers = [_running(world, "hearer", drawn.HEARER, waits_from=NOON) for _ in range(3)]
    _send(world, _running(world, "caller", drawn.CALLER))
    with transaction(world.session) as tx:
        [claimed] = claim_dispatches(tx, "dead", clock.now())
    _to(world, claimed.id, hearers[1])

    go()
    assert world.open(hearers[0]) == []
    clock.advance(LEASE)
    go()

    for instance_id in hearers:
        assert world.kinds(instance_id).count("SignalReceived") == 1
        world.assert_whole(instance_id)
    assert len(world.rows(tables.dispatch_receipt)) == 3


def test_a_process_gets_nothing_twice(world):
    hearer = _running(world, "hearer", drawn.HEARER, waits_from=NOON)
    _send(world, _running(world, "caller", drawn.CALLER))
    [sent] = world.rows(tables.dispatch)
    _to(world, sent.id, hearer)

    with pytest.raises(DispatchGone):
        _to(world, sent.id, hearer)


def test_a_message_goes_to_one_process_whoever_hands_it_on(world):
    first = _running(world, "any", drawn.ANY, waits_from=NOON)
    second = _running(world, "any", drawn.ANY, waits_from=NOON)
    _send(world, _running(world, "sender", drawn.SENDER))
    [sent] = world.rows(tables.dispatch)
    _to(world, sent.id, second)

    with pytest.raises(DispatchGone):
        _to(world, sent.id, first)
    assert world.open(first) == []


def test_two_workers_hand_everything_on_once(world, database, clock):
    hearers = [_running(world, "hearer", drawn.HEARER, waits_from=NOON) for _ in range(5)]
    takers = [_running(world, "any", drawn.ANY, waits_from=NOON) for _ in range(3)]
    for _ in range(3):
        _send(world, _running(world, "sender", drawn.SENDER))
    _send(world, _running(world, "caller", drawn.CALLER))

    threads = [
        threading.Thread(target=hand_on_sent, args=(database.sessions, clock, name))
        for name in ("a", "b")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    for instance_id in (*hearers, *takers):
        assert world.kinds(instance_id)[2:] in (["SignalReceived"], ["MessageReceived"])
        world.assert_whole(instance_id)


def test_a_receiver_at_fault_does_not_hold_up_the_others(world, go, clock):
    broken = _running(world, "hearer", drawn.HEARER, waits_from=NOON)
    other = _running(world, "hearer", drawn.HEARER, waits_from=NOON)
    with transaction(world.session) as tx:
        tx.execute(
            update(tables.process_instance)
            .where(
                tables.process_instance.c.pemda_id == world.pemda_id,
                tables.process_instance.c.id == broken,
            )
            .values(state=b"no state at all")
        )
    _send(world, _running(world, "caller", drawn.CALLER))

    go()
    assert world.open(other) == ["second"]
    [left] = world.rows(tables.dispatch)
    assert (left.status, left.attempts) == ("waiting", 1)
    for _ in range(MOST_ATTEMPTS):
        clock.advance(timedelta(hours=2))
        go()

    [dead] = world.rows(tables.dispatch)
    assert (dead.status, dead.attempts) == ("dead", MOST_ATTEMPTS)
    assert dead.last_error
    assert world.kinds(other).count("SignalReceived") == 1


def test_a_message_that_nobody_ever_waits_for_is_given_up(world, session, go):
    _send(world, _running(world, "sender", drawn.SENDER))

    sweep(session, NOON + MESSAGES_LAST + timedelta(hours=1))

    assert [row.status for row in world.rows(tables.dispatch)] == ["unheard"]
    late = _running(world, "any", drawn.ANY, waits_from=NOON + 40 * MINUTE)
    go()
    assert world.open(late) == []


def test_a_listener_changed_by_hand_shows_in_replay(world):
    from service.running.reexecution import reexecute

    hearer = _running(world, "hearer", drawn.HEARER, waits_from=NOON)
    with transaction(world.session) as tx:
        tx.execute(
            update(tables.listener)
            .where(tables.listener.c.pemda_id == world.pemda_id)
            .values(name="lain")
        )

    with read(world.session) as connection:
        again = reexecute(connection, world.pemda_id, hearer)

    assert again.difference is not None
    assert again.difference.code == "replay.listener"


def test_a_signal_from_outside_goes_to_all_in_the_name_of_who_sent_it(world, go):
    hearers = [_running(world, "hearer", drawn.HEARER, waits_from=NOON) for _ in range(2)]
    request = request_key("k", "/sinyal", b"")
    said = Sending("signal", "anggaran-dibuka", {"pagu": 5, "pesan": "Rahasia Ibu"}, trial=True)

    sent = _from_outside(world, said, request=request)
    again = _from_outside(world, said, request=request)
    go()

    assert sent == again
    assert sent.waiting == 2
    for instance_id in hearers:
        kind, payload, row = world.events(instance_id)[-1]
        assert (kind, row["actor_id"]) == ("SignalReceived", world.people["sekretaris"])
        assert "sender" not in payload
        brought = payload["input"]["payload"]
        assert brought["pagu"] == 5
        assert brought["pesan"].removeprefix("text:") in payload["texts"]
        assert "Rahasia" not in row["payload"]
        world.assert_whole(instance_id)
    [done] = world.rows(tables.dispatch)
    assert (done.status, done.content) == ("done", None)


def test_a_message_from_outside_waits_for_who_takes_it(world, go):
    sent = _from_outside(world, Sending("message", "surat", {}, 2027, trial=True))
    assert sent.waiting == 0

    late = _running(world, "receiver", drawn.RECEIVER, waits_from=NOON)
    go()

    assert world.open(late) == ["second"]


@pytest.mark.parametrize("by", ["kadis", "bidang_1", "stranger", "admin"])
def test_only_recorders_of_the_office_send_from_outside(world, by):
    with pytest.raises(OnlyRecorders):
        _from_outside(world, Sending("signal", "anggaran-dibuka", {}), by=by)

    assert world.rows(tables.dispatch) == []


def test_a_text_that_looks_like_a_reference_stays_a_text(world, go):
    [hearer] = [_running(world, "hearer", drawn.HEARER, waits_from=NOON)]
    forged = f"text:{hearer}"

    _from_outside(world, Sending("signal", "anggaran-dibuka", {"isi": forged}, trial=True))
    go()

    brought = world.events(hearer)[-1][1]["input"]["payload"]["isi"]
    assert brought != forged
    text_id = referenced(brought)
    assert text_id is not None
    with read(world.session) as connection:
        texts = texts_of(connection, world.pemda_id, [text_id])
    assert list(texts.values()) == [forged]


def _from_outside(world, sending, by="sekretaris", **more):
    return send_from_outside(
        world.session,
        world.caller(by),
        office_id=world.office_id,
        sending=sending,
        now=NOON + 10 * MINUTE,
        **more,
    )


def _to(world, dispatch_id, instance_id):
    return hand_on(
        world.session,
        pemda_id=world.pemda_id,
        dispatch_id=dispatch_id,
        instance_id=instance_id,
        now=NOON + timedelta(hours=1),
    )
