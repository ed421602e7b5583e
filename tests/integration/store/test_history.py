from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, func, select, text, update

from service.events.process import PersonalTextErased
from service.store import history, private_texts
from service.store.database import read, transaction
from service.store.history import GENESIS, SYSTEM, Actor, HeadMoved, append
from service.store.ids import new_id
from service.store.retelling import Fault
from service.store.tables import history_event, private_text, stream_head
from service.store.verify import verify_store, verify_stream
from service.values import canonical_bytes, encode
from tests.integration.store.conftest import NOW, SomethingDone, SomethingSaid


@pytest.fixture
def five_events(session, stream):
    for number in range(5):
        with transaction(session) as tx:
            append(tx, stream, [SomethingDone(number=number)], SYSTEM, NOW)
    return stream


def _tamper(session, statement):
    """Change history as somebody with the database in hand can."""
    with transaction(session) as tx:
        if tx.dialect.name == "sqlite":
            tx.execute(text("DROP TRIGGER history_event_no_update"))
            tx.execute(text("DROP TRIGGER history_event_no_delete"))
        else:
            tx.execute(text("SET LOCAL session_replication_role = replica"))
        tx.execute(statement.execution_options(across_tenants=True))


def _verdict(session, stream, **options):
    with read(session) as connection:
        return verify_stream(connection, stream, **options)


def test_events_form_one_chain_from_nothing(session, five_events):
    with read(session) as connection:
        rows = list(history.events_of(connection, five_events))

    assert [row["seq"] for row in rows] == [1, 2, 3, 4, 5]
    assert rows[0]["prev_hash"] == GENESIS.hash
    assert [row["prev_hash"] for row in rows[1:]] == [row["hash"] for row in rows[:-1]]
    assert _verdict(session, five_events).fault is None


def test_the_hash_is_the_documented_one(session, one_event, stream):
    with read(session) as connection:
        row = next(history.events_of(connection, stream))

    columns: dict[str, int | str | None] = {
        "pemda_id": str(stream.pemda_id),
        "stream_id": str(stream.id),
        "seq": 1,
        "stream": "structure",
        "kind": "SomethingDone",
        "occurred_at": "2026-11-23T01:00:00.000000Z",
        "recorded_at": "2026-11-23T01:00:00.000000Z",
        "actor_id": None,
        "holding_id": None,
        "jabatan": None,
        "behalf": None,
        "letter": None,
        "element_id": None,
        "engine_tag": None,
        "payload": '{"number":1}',
        "prev_hash": "0" * 64,
    }
    body = b"alur:event:1\0" + bytes(32) + rfc8785.dumps(columns)
    assert row["hash"] == hashlib.sha256(body).hexdigest()


def test_an_event_says_who_when_and_for_whom(session, stream):
    actor = Actor(new_id(), new_id(), "Sekretaris")
    stated = NOW - timedelta(days=2)
    event = SomethingDone(number=1, occurred_at=stated, behalf="TAPD", letter="900/12")
    with transaction(session) as tx:
        append(tx, stream, [event], actor, NOW)

    with read(session) as connection:
        row = next(history.events_of(connection, stream))
    assert (row["occurred_at"], row["recorded_at"]) == (stated, NOW)
    assert (row["actor_id"], row["holding_id"]) == (actor.person_id, actor.holding_id)
    assert (row["jabatan"], row["behalf"], row["letter"]) == ("Sekretaris", "TAPD", "900/12")


def test_who_read_the_head_before_another_appended_is_refused(session, stream, one_event):
    with transaction(session) as tx:
        append(tx, stream, [SomethingDone(number=2)], SYSTEM, NOW, head=one_event)

    with pytest.raises(HeadMoved), transaction(session) as tx:
        append(tx, stream, [SomethingDone(number=3)], SYSTEM, NOW, head=one_event)

    assert _verdict(session, stream).events == 2


def test_long_streams_are_read_in_pages(session, stream):
    with transaction(session) as tx:
        append(tx, stream, [SomethingDone(number=number) for number in range(1203)], SYSTEM, NOW)

    assert _verdict(session, stream).events == 1203


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("payload", '{"number":9}'),
        ("kind", "SomethingElse"),
        ("jabatan", "Kepala Dinas"),
        ("recorded_at", NOW + timedelta(microseconds=1)),
        ("occurred_at", NOW - timedelta(microseconds=1)),
        ("hash", "f" * 64),
        ("prev_hash", "f" * 64),
        ("element_id", "Task_1"),
    ],
)
def test_a_changed_column_is_named_by_its_event(session, five_events, column, value):
    _tamper(session, update(history_event).where(history_event.c.seq == 3).values({column: value}))

    verdict = _verdict(session, five_events)

    assert (verdict.fault.code, verdict.fault.seq) == ("verify.event-changed", 3)
    assert verdict.events == 2


def test_a_removed_event_is_named(session, five_events):
    _tamper(session, delete(history_event).where(history_event.c.seq == 3))

    assert _verdict(session, five_events).fault.code == "verify.event-missing"
    assert _verdict(session, five_events).fault.seq == 3


def test_a_tail_that_was_cut_shows_against_the_head(session, five_events):
    _tamper(session, delete(history_event).where(history_event.c.seq == 5))

    fault = _verdict(session, five_events).fault

    assert (fault.code, fault.seq) == ("verify.tail-missing", 5)


def test_a_tail_that_was_cut_with_its_head_shows_against_a_printed_hash(session, five_events):
    with read(session) as connection:
        rows = list(history.events_of(connection, five_events))
    printed, fourth = rows[4]["hash"], rows[3]["hash"]
    _tamper(session, delete(history_event).where(history_event.c.seq == 5))
    with transaction(session) as tx:
        tx.execute(
            update(stream_head)
            .where(stream_head.c.pemda_id == five_events.pemda_id)
            .values(seq=4, hash=fourth)
        )

    assert _verdict(session, five_events).fault is None
    fault = _verdict(session, five_events, last_hash=printed).fault
    assert (fault.code, fault.detail) == ("verify.hash-unknown", printed)


def test_a_printed_hash_stays_right_when_the_chain_grows(session, five_events):
    printed = _verdict(session, five_events).last_hash
    with transaction(session) as tx:
        append(tx, five_events, [SomethingDone(number=6)], SYSTEM, NOW)

    assert _verdict(session, five_events, last_hash=printed).fault is None


def test_a_stream_whose_events_are_all_gone_is_still_looked_for(session, five_events):
    _tamper(session, delete(history_event))

    verdicts = {verdict.stream.id: verdict.fault for verdict in verify_store(session)}

    assert verdicts[five_events.id] == Fault("verify.tail-missing", 1)


# ---------------------------------------------------------------- private texts


@pytest.fixture
def said(session, stream):
    texts = (private_texts.seal("reason", "belum lengkap"), private_texts.seal("note", "rahasia"))
    with transaction(session) as tx:
        private_texts.keep(tx, stream, texts, NOW)
        event = SomethingSaid(number=1, texts=private_texts.commitments(texts))
        append(tx, stream, [event], SYSTEM, NOW)
    return texts


def test_an_event_holds_no_text(session, stream, said):
    with read(session) as connection:
        payload = next(history.events_of(connection, stream))["payload"]

    assert "belum lengkap" not in payload
    assert str(said[0].id) in payload


def test_the_same_text_twice_gives_commitments_that_say_nothing_about_one_another(stream):
    first, second = private_texts.seal("note", "sama"), private_texts.seal("note", "sama")

    assert first.commitment != second.commitment


def test_erasing_leaves_the_chain_whole_and_a_tombstone(session, stream, said):
    with transaction(session) as tx:
        erased = private_texts.erase(tx, stream, NOW, ids=[said[0].id])
        append(tx, stream, [PersonalTextErased(erased=erased, reason="", texts={})], SYSTEM, NOW)

    with read(session) as connection:
        texts = private_texts.texts_of(connection, stream.pemda_id, [text.id for text in said])
        salts = connection.execute(
            select(func.count(private_text.c.salt)).where(
                private_text.c.pemda_id == stream.pemda_id
            )
        ).scalar()
    assert texts == {said[0].id: None, said[1].id: "rahasia"}
    assert salts == 1
    assert _verdict(session, stream).fault is None


def test_a_text_that_vanished_without_an_event_is_named(session, stream, said):
    with transaction(session) as tx:
        private_texts.erase(tx, stream, NOW, ids=[said[1].id])

    fault = _verdict(session, stream).fault

    assert (fault.code, fault.seq, fault.detail) == ("verify.text-changed", 1, str(said[1].id))


def test_a_changed_text_is_named(session, stream, said):
    with transaction(session) as tx:
        tx.execute(
            update(private_text)
            .where(private_text.c.pemda_id == stream.pemda_id, private_text.c.id == said[0].id)
            .values(text="sudah lengkap")
        )

    assert _verdict(session, stream).fault.detail == str(said[0].id)


def test_a_deleted_text_is_named(session, stream, said):
    with transaction(session) as tx:
        tx.execute(delete(private_text).where(private_text.c.pemda_id == stream.pemda_id))

    assert _verdict(session, stream).fault.code == "verify.text-missing"


# ---------------------------------------------------------------- canonical JSON

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.text(st.characters(max_codepoint=127)), inner)
    ),
    max_leaves=20,
)


@given(_JSON)
def test_canonical_json_is_that_of_rfc_8785(value):
    try:
        encoded = encode(value)
    except TypeError:
        return
    assert canonical_bytes(value) == rfc8785.dumps(encoded)
