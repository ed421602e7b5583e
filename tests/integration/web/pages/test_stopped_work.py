"""*Pekerjaan otomatis yang terhenti*: what an administrator sees of it, and nobody else."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import insert, select

from service.access.refusals import OnlyAdministrators
from service.commands.settle_work import NothingStopped, dismiss_dispatch, try_work_again
from service.events.structure import StoppedWork
from service.queries.stopped_work import count_stopped, stopped_views
from service.store import stopped_work as stopped_rows
from service.store import tables
from service.store.database import read, transaction
from service.store.ids import new_id
from service.store.structure import structure_stream
from service.store.verify import verify_stream
from tests.integration.web.pages.reading import csrf_of, words_of
from tests.people import NOON, other_pemda

pytestmark = pytest.mark.slow

PAGE = "/pekerjaan-terhenti"
TOKEN = 77


@pytest.fixture
def admin(app, office):
    office.people["admin"] = office.pemda.administrator
    return office.signed_in(app, "admin")


@pytest.fixture
def timer(office, walk_at):
    """Give a timer at a step of a process, given up."""
    process = UUID(walk_at("step_3").instance)
    with transaction(office.session) as tx:
        tx.execute(
            insert(tables.timer).values(
                pemda_id=office.pemda.id,
                instance_id=process,
                token_no=TOKEN,
                element_id="step_3",
                due_at=NOON,
                status="dead",
                attempts=8,
                last_error="engine.state-damaged",
            )
        )
    return StoppedWork("timer", process, TOKEN)


@pytest.fixture
def sent(office):
    """Give what came from outside and was given up."""
    dispatch_id = new_id()
    with transaction(office.session) as tx:
        office_id = tx.execute(
            select(tables.office.c.id).where(tables.office.c.pemda_id == office.pemda.id).limit(1)
        ).scalar_one()
        tx.execute(
            insert(tables.dispatch).values(
                pemda_id=office.pemda.id,
                id=dispatch_id,
                office_id=office_id,
                trial=False,
                kind="signal",
                name="Pagu ditetapkan",
                topic_sha256="0" * 64,
                content="{}",
                made_at=NOON,
                due_at=NOON,
                status="dead",
                attempts=8,
                last_error="OperationalError",
            )
        )
    return StoppedWork("dispatch", dispatch_id)


@pytest.fixture
def way(office):
    """Give a time at which the office's SOP should have begun a process, given up."""
    with transaction(office.session) as tx:
        tx.execute(
            insert(tables.way_in).values(
                pemda_id=office.pemda.id,
                version_id=office.version_id,
                element_id="start_1",
                place=1,
                kind="timer",
                since=NOON,
                missed_at=NOON,
                attempts=8,
                last_error="OperationalError",
            )
        )
    return StoppedWork("way", office.version_id, element_id="start_1", place=1)


def _key(work):
    parts = (work.kind, work.id, work.token_no, work.place, work.element_id)
    return " ".join(str(it) for it in parts if it is not None)


def _post(browser, act, work):
    data = {"csrf": csrf_of(browser.get(PAGE)), "pekerjaan": work}
    return browser.post(f"{PAGE}/{act}", data=data)


def _status(office, table):
    with read(office.session) as connection:
        return (
            connection.execute(select(table.c.status).where(table.c.pemda_id == office.pemda.id))
            .scalars()
            .all()
        )


def test_the_structure_counts_what_stopped_and_leads_there(admin, timer, sent):
    assert "2 pekerjaan otomatis terhenti" in words_of(admin.get("/struktur"))
    assert PAGE in admin.get("/struktur").get_data(as_text=True)


def test_what_one_look_does_not_show_is_counted_too(admin, timer, sent, monkeypatch):
    monkeypatch.setattr(stopped_rows, "MOST", 0)

    assert "2 pekerjaan otomatis terhenti" in words_of(admin.get("/struktur"))


def test_each_says_what_it_is_whose_since_when_how_often_and_why(admin, timer, sent):
    words = words_of(admin.get(PAGE))

    assert "Sinyal “Pagu ditetapkan”" in words
    assert "Dari luar Alur" in words
    assert "8 kali" in words
    assert "engine.state-damaged" in words
    assert "OperationalError" not in words
    assert "step_3" not in words


def test_coba_lagi_lets_it_wait_anew(office, admin, timer):
    answer = _post(admin, "coba-lagi", _key(timer))

    assert answer.status_code == 303
    assert "1 pekerjaan akan dicoba lagi" in words_of(admin.get(answer.location))
    assert _status(office, tables.timer) == ["waiting"]
    assert "Tidak ada pekerjaan otomatis yang terhenti" in words_of(admin.get(PAGE))


def test_all_are_tried_again_at_once(office, admin, timer, sent):
    _post(admin, "coba-lagi", "semua")

    assert _status(office, tables.timer) == ["waiting"]
    assert _status(office, tables.dispatch) == ["waiting"]


def test_only_what_was_sent_can_be_dismissed(office, admin, timer, sent):
    assert admin.get(PAGE).get_data(as_text=True).count(">Abaikan<") == 1

    assert _post(admin, "abaikan", _key(sent)).status_code == 303
    assert _post(admin, "abaikan", _key(timer)).status_code == 422

    assert _status(office, tables.dispatch) == ["unheard"]
    assert _status(office, tables.timer) == ["dead"]


@pytest.mark.parametrize(
    "key",
    [
        "",
        "timer",
        "timer bukan-id 1",
        f"timer {UUID(int=7)}",
        f"timer {UUID(int=7)} -1",
        f"timer {UUID(int=7)} ²",
        f"timer {UUID(int=7)} 99999999999999999999",
        f"dispatch {UUID(int=7)} 1",
        f"mail {UUID(int=7)}",
    ],
)
def test_what_is_no_work_changes_nothing(office, admin, timer, key):
    assert _post(admin, "coba-lagi", key).status_code == 422
    assert _status(office, tables.timer) == ["dead"]


def test_nobody_but_an_administrator_sees_or_settles_it(app, office, timer):
    for who in ("ketua", "kadis", "analis", "auditor"):
        caller = office.people[who]
        assert office.signed_in(app, who).get(PAGE).status_code == 403
        for query in (stopped_views, count_stopped):
            with pytest.raises(OnlyAdministrators):
                query(office.session, caller)
        for act in (try_work_again, dismiss_dispatch):
            with pytest.raises(OnlyAdministrators):
                act(office.session, caller, work=(timer,), now=NOON)

    assert _status(office, tables.timer) == ["dead"]


def test_that_of_another_pemda_is_neither_shown_nor_settled(office, timer, sent):
    stranger = other_pemda(office.session).administrator

    assert stopped_views(office.session, stranger) == ()
    for work in ((timer,), (sent,), None):
        with pytest.raises(NothingStopped):
            try_work_again(office.session, stranger, work=work, now=NOON)
    with pytest.raises(NothingStopped):
        dismiss_dispatch(office.session, stranger, work=(sent,), now=NOON)


def test_what_was_decided_leaves_the_history_whole(office, admin, timer, sent):
    _post(admin, "coba-lagi", _key(timer))
    _post(admin, "abaikan", _key(sent))

    stream = structure_stream(office.pemda.id)
    with read(office.session) as connection:
        assert verify_stream(connection, stream).fault is None
        kinds = connection.execute(
            select(tables.history_event.c.kind, tables.history_event.c.actor_id)
            .where(
                tables.history_event.c.pemda_id == stream.pemda_id,
                tables.history_event.c.stream_id == stream.id,
            )
            .order_by(tables.history_event.c.seq.desc())
            .limit(2)
        ).all()
    actor = office.people["admin"].person_id
    assert kinds == [("DispatchesDismissed", actor), ("WorkTriedAgain", actor)]


def test_a_time_that_began_nothing_names_its_sop_and_version_and_is_tried_again(
    office, admin, way
):
    words = words_of(admin.get(PAGE))
    done = _post(admin, "coba-lagi", _key(way))

    assert "Waktu mulai" in words
    assert "Penyusunan RKA dan DPA SKPD, versi 1" in words
    assert "Abaikan" not in words
    assert done.status_code == 303
    with read(office.session) as connection:
        mine = tables.way_in.c.pemda_id == office.pemda.id
        [row] = connection.execute(select(tables.way_in).where(mine)).all()
        fault = verify_stream(connection, structure_stream(office.pemda.id)).fault
    assert (row.due_at, row.missed_at, row.attempts, row.last_error) == (NOON, None, 0, None)
    assert fault is None
    assert "Tidak ada pekerjaan otomatis yang terhenti" in words_of(admin.get(PAGE))
