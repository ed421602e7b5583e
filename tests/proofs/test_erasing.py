"""The law's erasure takes the texts and leaves a history that is whole."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from service.commands.erase_text import erase_text
from service.store import tables
from service.store.database import read
from service.store.verify import verify_store
from tests.proofs.played import NOON, head_of_office, opened, player
from tests.proofs.tampering import said_of

#: One process of pytest runs them all: they share what was played once.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("played")]


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
)
def erased(request, play):
    """Give a store where every personal text of two processes was erased, and what there was."""
    played = play(request.param)
    with opened(played.url) as session:
        before = {which: everything_of(session, played, which) for which in WHICH}
        for which in WHICH:
            erase_text(
                session,
                head_of_office(session),
                instance_id=played.process(which).instance_id,
                reason="Permintaan pemilik data",
                now=NOON,
            )
        yield played, session, before


WHICH = ("finished", "running")


def texts_of(session, played, which):
    table = tables.private_text
    stream = played.stream(which)
    with read(session) as connection:
        return connection.execute(
            select(table).where(
                table.c.pemda_id == stream.pemda_id, table.c.stream_id == stream.id
            )
        ).all()


def everything_of(session, played, which):
    """Return state and events of a process, byte for byte, and the texts that it had."""
    stream = played.stream(which)
    process, event = tables.process_instance, tables.history_event
    with read(session) as connection:
        state = connection.execute(
            select(process.c.state).where(
                process.c.pemda_id == stream.pemda_id, process.c.id == stream.id
            )
        ).scalar_one()
        events = connection.execute(
            select(event)
            .where(event.c.pemda_id == stream.pemda_id, event.c.stream_id == stream.id)
            .order_by(event.c.seq)
        ).all()
    return state, events, texts_of(session, played, which)


@pytest.mark.parametrize("which", WHICH)
def test_every_text_is_gone_but_the_reason_for_erasing(erased, which):
    played, session, before = erased
    _, _, texts = before[which]

    left = texts_of(session, played, which)

    assert len(texts) > 10
    assert [row.text for row in left if row.text is not None] == ["Permintaan pemilik data"]
    assert {row.id for row in texts} < {row.id for row in left}


@pytest.mark.parametrize("which", WHICH)
def test_no_byte_of_state_or_event_changes(erased, which):
    played, session, before = erased
    state, events, _ = before[which]

    new_state, new_events, _ = everything_of(session, played, which)

    assert new_state == state
    assert new_events[: len(events)] == events
    assert [event.kind for event in new_events[len(events) :]] == ["PersonalTextErased"]


@pytest.mark.parametrize("which", WHICH)
def test_the_chain_is_whole_and_replay_finds_no_difference(erased, which):
    played, session, _ = erased

    with read(session) as connection:
        assert said_of(connection, played.stream(which)).clean


def test_the_running_process_can_be_continued_to_its_end(erased):
    played, session, _ = erased

    done = player(session, seed=3).finish(played.running)

    with read(session) as connection:
        assert said_of(connection, played.stream("running")).clean
    assert done.moves > 10
    assert [found for found in verify_store(session) if found.fault is not None] == []
