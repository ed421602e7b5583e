"""Mail servers that want TLS and a login: whom Alur trusts, and that its secret stays one."""

from __future__ import annotations

import base64
import logging
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from service.clock import SimulatedClock
from service.config import Smtp
from service.queries.dead_mails import why_dead
from service.store import tables
from service.store.database import read, transaction
from service.store.notices import NewNotice, tell_person
from service.worker.mail import send_mails
from tests.certificates import make_certificate
from tests.integration.running.conftest import NOON, TODAY
from tests.smtp import mail_server

pytestmark = pytest.mark.slow

SECRET = "rahasia-surel"  # noqa: S105 - of a server that lives as long as a test
LOGIN = base64.b64encode(f"\0alur\0{SECRET}".encode()).decode()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return make_certificate(tmp_path_factory.mktemp("sertifikat"))


@pytest.fixture(scope="module")
def other_certificate(tmp_path_factory):
    """Of another host."""
    return make_certificate(tmp_path_factory.mktemp("lain"), name="surel.kantor.invalid")


@pytest.fixture
def server(certificate):
    with mail_server() as kept:
        kept.certificate = certificate
        kept.users = {"alur": SECRET}
        yield kept


@pytest.fixture
def trusted(monkeypatch, certificate):
    """This machine trusts the certificate, as one with an authority of its own does."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.certificate))


@pytest.fixture
def smtp(server):
    return Smtp(
        host="localhost",
        port=server.port,
        security="starttls",
        user="alur",
        password=SECRET,
        sender="alur@kantor.invalid",
        public_url="https://alur.kantor.invalid",
    )


@pytest.fixture
def send(world, database, server, smtp, caplog):
    """Give `send("tls")`: what became of one mail, and that nothing told the secret."""
    person_id = world.people["sekretaris"]
    with transaction(world.session) as tx:
        tx.execute(
            update(tables.person)
            .where(tables.person.c.pemda_id == world.pemda_id, tables.person.c.id == person_id)
            .values(email="sekretaris@kantor.invalid")
        )
        wanted = NewNotice(person_id, "digest", TODAY.isoformat(), TODAY, ())
        tell_person(tx, world.pemda_id, wanted, NOON, mails=True)

    def go(security, **changed):
        server.security = security
        settings = replace(smtp, security=security, **changed)
        with caplog.at_level(logging.DEBUG):
            assert send_mails(database.sessions, SimulatedClock(NOON), "w", settings)
        with read(world.session) as connection:
            row = connection.execute(
                select(tables.outbox).where(tables.outbox.c.pemda_id == world.pemda_id)
            ).one()
        for said in (caplog.text, *map(str, row), repr(settings)):
            assert SECRET not in said
            assert LOGIN not in said
        return row.status, row.last_error

    return go


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_mail_goes_out_encrypted_to_a_server_that_is_trusted_and_knows_alur(
    server, trusted, send, security
):
    assert send(security) == ("sent", None)

    assert server.recipients == ["sekretaris@kantor.invalid"]
    assert server.encrypted == [True]
    assert server.logins == [("alur", True)]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_server_whose_certificate_nobody_vouches_for_gets_neither_mail_nor_secret(
    server, send, security
):
    status, error = send(security)

    assert (status, error) == ("waiting", "mail.SSLCertVerificationError")
    assert why_dead(error) == ("mail.why-certificate", {})
    assert (server.raw, server.logins) == ([], [])
    assert not any("AUTH" in line for line in server.in_clear)


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_of_another_host_is_refused_although_it_is_trusted(
    server, monkeypatch, send, security, other_certificate
):
    server.certificate = other_certificate
    monkeypatch.setenv("SSL_CERT_FILE", str(other_certificate.certificate))

    assert send(security) == ("waiting", "mail.SSLCertVerificationError")
    assert (server.raw, server.logins) == ([], [])


def test_where_starttls_is_not_offered_nothing_is_said_in_clear(server, trusted, send):
    server.hides_starttls = True

    status, error = send("starttls")

    assert status == "waiting"
    assert why_dead(error) == ("mail.why-encryption", {})
    assert (server.raw, server.logins) == ([], [])
    assert not any("AUTH" in line for line in server.in_clear)


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_wrong_password_is_said_as_that_and_not_told(server, trusted, send, security):
    server.users = {"alur": "lain"}

    status, error = send(security)

    assert (status, error) == ("waiting", "mail.refused-535")
    assert why_dead(error) == ("mail.why-login", {"answer": "535"})
    assert server.raw == []


def test_a_server_that_wants_a_login_and_gets_none_takes_nothing(server, trusted, send):
    assert send("tls", user=None, password=None) == ("dead", "mail.refused-530")
    assert server.raw == []
