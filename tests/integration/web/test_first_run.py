"""A new store: the link that `serve` prints makes the first administrator, once."""

from __future__ import annotations

import pytest

from service.access.tokens import SET_UP_LINK_LASTS
from service.commands.open_set_up import open_set_up
from service.commands.open_store import open_store
from tests.integration.web.pages.reading import errors_of, form_of, page_of, words_of
from tests.people import NOON, PASSWORD

#: Many requests; `./alur test --fast` is content with the pages of tasks and processes.
pytestmark = pytest.mark.slow

TYPED = {
    "pemda": "Pemerintah Kabupaten Contoh",
    "jenis": "kabupaten",
    "zona": "Asia/Makassar",
    "kantor": "Dinas Komunikasi dan Informatika",
    "singkatan": "Diskominfo",
    "jenis_kantor": "dinas",
    "lengkap": "Pengelola Alur",
    "nama": "pengelola",
    "sandi": PASSWORD,
    "ulang": PASSWORD,
}


@pytest.fixture
def link(session):
    open_store(session, demo=False, now=NOON)
    token = open_set_up(session, now=NOON)
    session.rollback()
    return f"/siapkan/{token}"


def send(client, link, **other):
    return client.post(link, data=form_of_page(client, link) | TYPED | other)


def form_of_page(client, link):
    (form,) = page_of(client.get(link)).iter("form")
    return {"csrf": form.xpath(".//input[@name='csrf']/@value")[0]}


def test_the_link_makes_an_administrator_who_signs_in_and_finds_the_structure(app, link):
    client = app.test_client()

    made = send(client, link)
    login = client.get(made.location)
    entered = client.post(
        "/masuk", data=form_of(login, "/masuk") | {"nama": "pengelola", "sandi": PASSWORD}
    )
    home = client.get(entered.location, follow_redirects=True)

    assert made.status_code == 303
    assert "Pengelola sudah dibuat" in words_of(login)
    assert entered.status_code == 303
    assert "Dinas Komunikasi dan Informatika" in words_of(home)


def test_a_used_link_an_old_link_and_an_invented_one_say_the_same(app, clock, link, session):
    client = app.test_client()
    invented = client.get("/siapkan/abc")
    clock.advance(SET_UP_LINK_LASTS)
    expired = client.get(link)
    newer = f"/siapkan/{open_set_up(session, now=clock.now())}"
    session.rollback()
    replaced = client.get(link)
    send(client, newer)
    used = client.get(newer)

    assert {answer.status_code for answer in (invented, expired, replaced, used)} == {403}
    assert len({words_of(answer) for answer in (invented, expired, replaced, used)}) == 1
    assert "Tautan penyiapan tidak berlaku" in words_of(used)


def test_a_link_is_not_taken_twice_even_with_a_form_opened_before(app, link):
    client, other = app.test_client(), app.test_client()
    late = form_of_page(other, link) | TYPED | {"pemda": "Pemerintah Kota Lain", "nama": "lain"}
    send(client, link)

    answer = other.post(link, data=late)

    assert answer.status_code == 403
    assert "Tautan penyiapan tidak berlaku" in words_of(answer)


def test_everything_wrong_is_said_at_once_and_what_was_typed_comes_back(app, link):
    client = app.test_client()

    answer = send(client, link, pemda="", nama="A B", singkatan="??", ulang="lain")
    page = page_of(answer)

    assert answer.status_code == 422
    assert errors_of(answer)[0] == "Nama pemerintah daerah: Wajib diisi."
    assert len(errors_of(answer)) == 4
    assert page.get_element_by_id("kantor").get("value") == TYPED["kantor"]
    assert page.xpath("//select[@id='zona']/option[@selected]/@value") == ["Asia/Makassar"]
    assert page.get_element_by_id("sandi").get("value") == ""
    assert send(client, link).status_code == 303


@pytest.mark.parametrize(
    ("password", "words"),
    [("pendek", "paling sedikit 10"), ("pengelola-aplikasi", "tidak boleh sama")],
)
def test_a_weak_password_is_refused_at_its_field(app, link, password, words):
    name = {"nama": "pengelola-aplikasi"}

    answer = send(app.test_client(), link, sandi=password, ulang=password, **name)

    assert answer.status_code == 422
    assert words in errors_of(answer)[0]


def test_the_login_page_of_a_new_store_says_where_to_begin(app, link):
    client = app.test_client()

    before = words_of(client.get("/masuk"))
    send(client, link)

    assert "tautan sekali pakai" in before
    assert "Alur belum disiapkan" not in words_of(client.get("/masuk"))


def test_a_demo_store_has_no_such_link(app, session):
    open_store(session, demo=True, now=NOON)
    session.rollback()

    assert app.test_client().get("/siapkan/abc").status_code == 403
