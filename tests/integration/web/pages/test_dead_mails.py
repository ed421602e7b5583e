"""*Surel tidak terkirim*: what an administrator sees of mails that were given up, and does."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import orjson
import pytest
from sqlalchemy import select

from service.access.entries import NewPerson
from service.access.refusals import OnlyAdministrators
from service.commands.correct_person import correct_person
from service.commands.settle_mails import NoDeadMail, settle_mails
from service.queries.dead_mails import dead_mails
from service.store import outbox
from service.store.database import read, transaction
from service.store.notices import NewNotice, tell_person
from service.store.structure import structure_stream
from service.store.tables import history_event
from service.store.tables import outbox as table
from service.store.verify import verify_stream
from tests.integration.web.pages.reading import csrf_of, words_of
from tests.people import NOON, other_pemda

pytestmark = pytest.mark.slow

PAGE = "/surel-tidak-terkirim"
TODAY = NOON.date()


@pytest.fixture
def given_up(office):
    """Give `given_up("ketua", error)`: a digest for somebody that could not be sent."""

    def fail(who, error="mail.refused-550", about="2026-11-20"):
        caller = office.people[who]
        wanted = NewNotice(caller.person_id, "digest", about, TODAY, ())
        correct_person(
            office.session,
            office.pemda.administrator,
            person_id=caller.person_id,
            person=NewPerson(name=who, email=f"{who}@kantor.invalid"),
            now=NOON,
        )
        with transaction(office.session) as tx:
            tell_person(tx, caller.pemda_id, wanted, NOON, mails=True)
            claimed = outbox.claim_mail(tx, "w", NOON)
            assert claimed is not None
            outbox.note_failed(tx, claimed, error, NOON, again=False)
        return wanted.id

    return fail


@pytest.fixture
def admin(app, office):
    office.people["admin"] = office.pemda.administrator
    return office.signed_in(app, "admin")


def row_of(office, mail_id):
    with read(office.session) as connection:
        return connection.execute(
            select(table).where(table.c.pemda_id == office.pemda.id, table.c.id == mail_id)
        ).one()


def events(office, kind):
    stream = structure_stream(office.pemda.id)
    with read(office.session) as connection:
        found = connection.execute(
            select(history_event.c.payload, history_event.c.actor_id).where(
                history_event.c.pemda_id == stream.pemda_id,
                history_event.c.stream_id == stream.id,
                history_event.c.kind == kind,
            )
        )
        return [(orjson.loads(payload)["mail_ids"], actor) for payload, actor in found]


def post(browser, act, mail):
    data = {"csrf": csrf_of(browser.get(PAGE)), "surel": str(mail)}
    return browser.post(f"{PAGE}/{act}", data=data)


def test_the_first_page_of_the_administrator_counts_them_and_leads_there(admin, given_up):
    assert "tidak terkirim. Lihat" not in words_of(admin.get("/struktur"))
    assert PAGE in admin.get("/struktur").get_data(as_text=True)

    given_up("ketua")
    given_up("kadis")

    assert "2 surel pemberitahuan tidak terkirim" in words_of(admin.get("/struktur"))


def test_each_says_to_which_jabatan_about_what_when_how_often_and_why(admin, given_up):
    given_up("ketua")

    words = words_of(admin.get(PAGE))

    assert "Ringkasan tugas, 23 November 2026" in words
    assert "Ketua Tim Kerja Perencanaan" in words
    assert "1 kali" in words
    assert "Server surel menolak surel atau alamatnya (jawaban 550)" in words
    assert "kantor.invalid" not in words


def test_kirim_lagi_lets_the_mail_wait_anew_and_the_history_says_who_did(
    app, office, admin, given_up
):
    mail = given_up("ketua")

    answer = post(admin, "kirim-lagi", mail)

    assert answer.status_code == 303
    row = row_of(office, mail)
    assert (row.status, row.attempts, row.last_error) == ("waiting", 0, None)
    assert "1 surel akan dikirim lagi" in words_of(admin.get(answer.location))
    assert events(office, "MailsSentAgain") == [([str(mail)], office.people["admin"].person_id)]
    with transaction(office.session) as tx:
        claimed = outbox.claim_mail(tx, "w", NOON + timedelta(hours=1))
    assert claimed is not None
    assert claimed.id == mail


def test_abaikan_gives_the_mail_up_for_good_and_the_history_says_who_did(office, admin, given_up):
    mail = given_up("ketua")

    post(admin, "abaikan", mail)

    assert row_of(office, mail).status == "dismissed"
    assert events(office, "MailsDismissed") == [([str(mail)], office.people["admin"].person_id)]
    assert "Tidak ada surel yang gagal dikirim" in words_of(admin.get(PAGE))
    with transaction(office.session) as tx:
        assert outbox.claim_mail(tx, "w", NOON + timedelta(days=1)) is None


def test_what_was_settled_meanwhile_is_said_and_nothing_changes(office, admin, given_up):
    mail = given_up("ketua")
    post(admin, "abaikan", mail)

    answer = post(admin, "kirim-lagi", mail)

    assert answer.status_code == 422
    assert "sudah dikirim lagi atau diabaikan" in words_of(answer)
    assert row_of(office, mail).status == "dismissed"
    assert events(office, "MailsSentAgain") == []


@pytest.mark.parametrize("surel", ["", "bukan-id", str(UUID(int=7))])
def test_what_is_no_mail_changes_nothing(office, admin, given_up, surel):
    given_up("ketua")

    assert post(admin, "kirim-lagi", surel).status_code == 422
    assert events(office, "MailsSentAgain") == []


def test_all_of_them_are_settled_at_once_by_one_event(office, admin, given_up):
    mails = [given_up("ketua"), given_up("kadis")]

    post(admin, "kirim-lagi", "semua")

    assert {row_of(office, mail).status for mail in mails} == {"waiting"}
    [(told, _)] = events(office, "MailsSentAgain")
    assert sorted(told) == sorted(map(str, mails))


def test_nobody_but_an_administrator_settles_mails(app, office, given_up):
    mail = given_up("ketua")

    for who in ("ketua", "kadis", "analis", "auditor"):
        caller = office.people[who]
        assert office.signed_in(app, who).get(PAGE).status_code == 403
        with pytest.raises(OnlyAdministrators):
            dead_mails(office.session, caller, today=TODAY, page=1)
        with pytest.raises(OnlyAdministrators):
            settle_mails(office.session, caller, "again", mail_ids=(mail,), now=NOON)

    assert row_of(office, mail).status == "dead"


def test_mails_of_another_pemda_are_neither_shown_nor_settled(office, given_up):
    mail = given_up("ketua")
    stranger = other_pemda(office.session).administrator

    assert dead_mails(office.session, stranger, today=TODAY, page=1).total == 0
    with pytest.raises(NoDeadMail):
        settle_mails(office.session, stranger, "again", mail_ids=(mail,), now=NOON)
    with pytest.raises(NoDeadMail):
        settle_mails(office.session, stranger, "dismissed", mail_ids=None, now=NOON)


def test_what_was_decided_leaves_the_history_whole(office, admin, given_up):
    post(admin, "abaikan", given_up("ketua"))
    post(admin, "kirim-lagi", given_up("kadis"))

    with read(office.session) as connection:
        assert verify_stream(connection, structure_stream(office.pemda.id)).fault is None
