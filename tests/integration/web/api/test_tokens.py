"""A token acts in one jabatan of its maker, as long as it counts, and so often a minute."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import insert

from service.access.entries import NewHolding
from service.access.tokens import fingerprint
from service.app import create_app
from service.commands.add_holding import add_holding
from service.commands.deactivate_person import deactivate_person
from service.commands.end_holding import end_holding
from service.commands.issue_api_token import issue_api_token
from service.commands.revoke_api_token import revoke_api_token
from service.queries.callers import caller_by_api_token
from service.store.accounts import open_session
from service.store.database import transaction
from service.store.ids import new_id
from service.store.tables import holding
from service.store.web_database import db
from tests.integration.web.api.conftest import task_at
from tests.people import NOON


def refused(answer, status=401, code="api.token-needed"):
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"
    assert answer.json["code"] == code
    return answer


@pytest.mark.parametrize(
    "header",
    [None, "", "Bearer", "Bearer ", "Bearer x", "Basic eDp5", "Bearer " + "a" * 10_000],
)
def test_without_a_token_that_counts_nobody_calls(world, header):
    headers = {} if header is None else {"Authorization": header}

    answer = world.app.test_client().get("/api/v1/me", headers=headers)

    assert refused(answer).headers["WWW-Authenticate"] == "Bearer"


def test_a_cookie_opens_nothing_here(world):
    client = world.app.test_client()
    ketua = world.people["ketua"]
    with transaction(world.session) as tx:
        made = open_session(tx, ketua.pemda_id, ketua.person_id, NOON)
    client.set_cookie("alur", made.token)

    assert client.get("/tugas").status_code == 200
    refused(client.get("/api/v1/me"))
    refused(client.post("/api/v1/processes", headers={"X-CSRF-Token": made.csrf}))


def test_a_token_opens_no_page(world):
    headers = {"Authorization": f"Bearer {world.token('ketua')}"}

    answer = world.app.test_client().get("/tugas", headers=headers)

    assert (answer.status_code, answer.location.split("?")[0]) == (303, "/masuk")


def test_an_expired_token_does_not_count(world, clock):
    ketua = world.program("ketua")
    assert ketua.get("/me").status_code == 200

    clock.advance(timedelta(days=1))

    refused(ketua.get("/me"))


def test_a_revoked_token_does_not_count(world):
    ketua = world.program("ketua")

    revoke_api_token(
        world.session, world.people["ketua"], token_hash=fingerprint(ketua.token), now=NOON
    )

    refused(ketua.get("/me"))


def test_a_token_ends_with_its_jabatan_and_with_its_person(world, clock):
    ketua, anggota = world.program("ketua"), world.program("anggota")
    administrator = world.pemda.administrator

    end_holding(
        world.session,
        administrator,
        holding_id=world.people["ketua"].holders[0].holding_id,
        last_day=date(2026, 11, 23),
        now=NOON,
    )
    deactivate_person(
        world.session, administrator, person_id=world.people["anggota"].person_id, now=NOON
    )

    refused(anggota.get("/me"))
    assert ketua.get("/me").status_code == 200
    clock.advance(timedelta(hours=20))
    refused(ketua.get("/me"))


def test_a_token_acts_in_its_own_jabatan_only(world):
    """Somebody who is Anggota Tim and leads a Bidang has two tokens, each for one of them."""
    anggota = world.people["anggota"]
    second = add_holding(
        world.session,
        world.pemda.administrator,
        person_id=anggota.person_id,
        position_id=world.people["bidang-1"].holders[0].position_id,
        holding=NewHolding(date(2026, 1, 1), None, "821/2"),
        now=NOON,
    )
    process = world.start()
    task = task_at(world.program("anggota"), process, "draft")
    as_bidang = issue_api_token(
        world.session,
        replace(anggota, confirmed_at=NOON),
        holding_id=second.id,
        label="sebagai Bidang",
        lasts=timedelta(days=1),
        now=NOON,
    )
    bidang = replace(world.program("anggota"), token=as_bidang.token)

    assert bidang.get("/me").json["position"]["role"] == "bidang"
    assert bidang.get("/tasks").json["items"] == []
    answer = bidang.send(f"{task}/claim")
    refused(answer, 403, "access.not-your-task")


def test_an_administrator_has_no_lane_through_a_token_either(world):
    """Decisions §3.10: the administrator holds no lane, whatever else that person holds."""
    pemda = world.pemda
    holding_id = new_id()
    # No command lets this happen; a restored or imported store might.
    with transaction(world.session) as tx:
        tx.execute(
            insert(holding).values(
                pemda_id=pemda.id,
                id=holding_id,
                position_id=world.people["ketua"].holders[0].position_id,
                person_id=pemda.administrator_id,
                from_date=date(2026, 1, 1),
            )
        )
    administrator = replace(pemda.administrator, confirmed_at=NOON)
    token = issue_api_token(
        world.session,
        administrator,
        holding_id=holding_id,
        label="sebagai Ketua Tim",
        lasts=timedelta(days=1),
        now=NOON,
    ).token

    assert caller_by_api_token(world.session, token, NOON) is None
    refused(replace(world.program("anggota"), token=token).get("/me"))


@pytest.fixture
def few(settings, clock):
    """Give the application of an installation that lets a token call three times a minute."""
    limits = replace(settings.limits, api_requests=3)
    made = create_app(replace(settings, limits=limits), clock=clock)
    yield made
    with made.app_context():
        db.engine.dispose()


def test_a_token_calls_so_often_a_minute_and_no_other_pays_for_it(world, few, clock):
    ketua = replace(world.program("ketua"), app=few, client=few.test_client())
    anggota = replace(world.program("anggota"), app=few, client=few.test_client())

    assert [ketua.get("/me").status_code for _ in range(3)] == [200, 200, 200]
    answer = refused(ketua.get("/me"), 429, "api.too-many-requests")

    assert answer.headers["Retry-After"] == "60"
    assert "3" in answer.json["detail"]
    assert anggota.get("/me").status_code == 200
    clock.advance(timedelta(minutes=1))
    assert ketua.get("/me").status_code == 200
