"""Who gets in: default deny, sessions, the proof that a form was ours, the headers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Blueprint
from sqlalchemy import update

from service.store.database import transaction
from service.store.tables import store as store_table
from service.store.web_database import db
from service.web.guard import Who, who_may_call
from service.web.security import CONTENT_POLICY, masked, require_token
from tests.integration.web.pages.reading import csrf_of, form_of, words_of
from tests.people import NOON, PASSWORD


def test_every_route_names_who_may_call_it(app):
    unnamed = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if who_may_call(app.view_functions[rule.endpoint]) is None
    ]

    assert unnamed == []


def test_a_route_that_names_nobody_is_closed_even_to_people_who_are_signed_in(own_app, office):
    stray = Blueprint("stray", __name__)
    stray.get("/lupa")(lambda: "terbuka")
    own_app.register_blueprint(stray)

    answer = office.signed_in(own_app, "ketua").get("/lupa")

    assert answer.status_code == 403
    assert "terbuka" not in answer.get_data(as_text=True)


def test_only_what_strangers_need_is_open_to_them(app):
    open_to_all = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if not rule.rule.startswith("/api/")
        and who_may_call(app.view_functions[rule.endpoint]) is Who.ANYONE
    }

    assert open_to_all <= {
        "/",
        "/ikon.svg",
        "/kesehatan",
        "/masuk",
        "/masuk/jabatan",
        "/masuk/slip",
        # An editor that is open asks whether its person is still signed in; strangers get a 401.
        "/sesi/<uuid:person_id>",
        "/siapkan/<token>",
        "/static/build/<path:name>",
    }


def test_a_stranger_is_led_to_the_login_page_and_back(app, office):
    client = app.test_client()

    away = client.get("/proses?cari=rka")
    login = client.get(away.location)
    fields = form_of(login, "/masuk") | {"nama": ["ketua"], "sandi": ["salah"]}

    assert away.status_code == 303
    assert fields["lanjut"] == ["/proses?cari=rka"]
    assert client.post("/masuk", data=fields).status_code == 401


@pytest.mark.parametrize("elsewhere", ["//jahat.test", "https://jahat.test", "/\\jahat.test"])
def test_no_login_leads_to_another_site(app, office, elsewhere):
    page = app.test_client().get("/masuk", query_string={"lanjut": elsewhere})

    assert form_of(page, "/masuk")["lanjut"] == [""]


def test_an_administrator_signs_in_and_out_with_a_session_of_the_server(app, office):
    client = app.test_client()
    fields = form_of(client.get("/masuk"), "/masuk")
    fields |= {"nama": ["administrator"], "sandi": [PASSWORD]}

    inside = client.post("/masuk", data=fields)
    assert inside.status_code == 303, words_of(inside)
    home = client.get("/struktur")
    cookie = inside.headers.getlist("Set-Cookie")[0]
    token = csrf_of(home)
    client.post("/keluar", data={"csrf": token})

    assert inside.status_code == 303
    assert home.status_code == 200
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert client.get("/struktur").status_code == 303


def test_the_same_answer_for_an_unknown_name_and_a_wrong_password(app, office):
    client = app.test_client()
    fields = form_of(client.get("/masuk"), "/masuk")

    unknown = client.post("/masuk", data={**fields, "nama": "siapa", "sandi": "x" * 12})
    wrong = client.post("/masuk", data={**fields, "nama": "administrator", "sandi": "x" * 12})

    assert unknown.status_code == wrong.status_code == 401
    assert words_of(unknown) == words_of(wrong)


def test_a_form_without_its_token_changes_nothing(app, office):
    client = office.signed_in(app, "ketua")

    without = client.post("/keluar")
    foreign = client.post("/keluar", data={"csrf": masked("bukan-token-peramban-ini")})

    assert without.status_code == foreign.status_code == 403
    assert client.get("/tugas").status_code == 200


def test_a_login_form_needs_the_token_of_its_own_browser(app, office):
    fields = form_of(app.test_client().get("/masuk"), "/masuk")
    fields |= {"nama": ["administrator"], "sandi": [PASSWORD]}

    answer = app.test_client().post("/masuk", data=fields)

    assert answer.status_code == 403


def test_the_token_never_stands_twice_alike_in_a_page():
    first, second = masked("rahasia"), masked("rahasia")

    assert first != second
    require_token("rahasia", first)
    require_token("rahasia", second)


def test_a_session_ends_when_it_was_not_used(app, office, clock):
    client = office.signed_in(app, "ketua")
    assert client.get("/tugas").status_code == 200

    clock.advance(timedelta(hours=3))

    assert client.get("/tugas").status_code == 303


def test_a_session_that_is_used_stays(app, office, clock):
    client = office.signed_in(app, "ketua")
    for _ in range(3):
        clock.advance(timedelta(hours=1, minutes=30))
        assert client.get("/tugas").status_code == 200


def test_every_answer_carries_the_policy_and_tells_nothing_to_other_sites(app, office):
    client = office.signed_in(app, "ketua")

    for answer in (
        client.get("/tugas"),
        client.get("/tidak-ada"),
        client.get("/ikon.svg", buffered=True),
    ):
        assert answer.headers["Content-Security-Policy"] == CONTENT_POLICY
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "unsafe" not in CONTENT_POLICY
    assert client.get("/tugas").headers["Cache-Control"] == "no-store"


def test_behind_tls_the_cookie_belongs_to_this_host_alone(settings, database, office, clock):
    from dataclasses import replace

    from service.app import create_app

    app = create_app(replace(settings, trusted_proxies=("127.0.0.1",)), clock=clock)
    client = app.test_client()
    page = client.get("/masuk", base_url="https://alur.test")
    cookie = page.headers["Set-Cookie"]
    with app.app_context():
        db.engine.dispose()

    assert cookie.startswith("__Host-alur-awal=")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "Strict-Transport-Security" in page.headers


def test_a_fault_shows_a_reference_and_no_trace(app, office, monkeypatch):
    def broken(*_, **__):
        message = "SELECT rahasia FROM tabel"
        raise RuntimeError(message)

    monkeypatch.setattr("service.web.pages.tasks.my_tasks", broken)
    app.config["PROPAGATE_EXCEPTIONS"] = False

    answer = office.signed_in(app, "ketua").get("/tugas")

    assert answer.status_code == 500
    assert "rahasia" not in answer.get_data(as_text=True)
    assert "Kode gangguan" in words_of(answer)


def test_pages_travel_compressed_and_the_built_files_are_kept_for_ever(app, office):
    client = office.signed_in(app, "ketua")
    plain = client.get("/sop")
    script = client.get(_script_of(plain), headers={"Accept-Encoding": "gzip"}, buffered=True)

    squeezed = client.get("/sop", headers={"Accept-Encoding": "gzip"})

    assert squeezed.headers["Content-Encoding"] == "gzip"
    assert len(squeezed.data) < len(plain.data)
    assert script.headers["Content-Encoding"] == "gzip"
    assert "immutable" in script.headers["Cache-Control"]


def _script_of(answer):
    from tests.integration.web.pages.reading import page_of

    return str(page_of(answer).xpath("//script/@src")[0])


@pytest.mark.parametrize("page", ["/tugas", "/proses", "/sop", "/struktur", "/proses/mulai"])
def test_strangers_see_no_page_of_the_house(app, office, page):
    assert app.test_client().get(page).status_code == 303


def test_now_is_the_clock_of_the_application(app, office):
    page = office.signed_in(app, "ketua").get("/tugas").get_data(as_text=True)

    assert NOON.year == 2026
    assert "23 November 2026 pukul 10.00 WIB" in page


OUTSIDE = [
    {"REMOTE_ADDR": "10.0.0.7"},
    {"REMOTE_ADDR": "2001:db8::7"},
    {"REMOTE_ADDR": ""},
    {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "10.0.0.7"},
]


@pytest.mark.parametrize("origin", OUTSIDE)
@pytest.mark.parametrize("place", ["/masuk", "/api/v1", "/kesehatan", "/tidak-ada"])
def test_a_demo_answers_no_other_machine_whatever_server_runs_it(app, office, origin, place):
    with transaction(office.session) as tx:
        tx.execute(update(store_table).values(demo=True))

    refused = app.test_client().get(place, environ_overrides=origin)

    assert refused.status_code == 403
    assert "hanya dapat dibuka di mesin" in refused.get_data(as_text=True)


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.0.1", "::1", "::ffff:127.0.0.1"])
def test_a_demo_answers_its_own_machine(app, office, address):
    with transaction(office.session) as tx:
        tx.execute(update(store_table).values(demo=True))

    answer = app.test_client().get("/masuk", environ_overrides={"REMOTE_ADDR": address})

    assert answer.status_code == 200


def test_a_store_that_is_no_demo_answers_other_machines(app, office):
    answer = app.test_client().get("/masuk", environ_overrides={"REMOTE_ADDR": "10.0.0.7"})

    assert answer.status_code == 200
