"""What a page that refuses says, and where it leads."""

from __future__ import annotations

import pytest

from tests.integration.web.pages.reading import form_of, page_of, words_of
from tests.people import caller_named

HOMES = {
    "ketua": ("Ke Tugas Saya", "/tugas"),
    "analis": ("Ke SOP", "/sop"),
    "auditor": ("Ke Proses", "/proses"),
    "pengelola": ("Ke Struktur", "/struktur"),
}


@pytest.fixture
def people(office):
    """The people of the office, and who keeps its structure."""
    admin = caller_named(office.session, "administrator")
    office.people = {**office.people, "pengelola": admin}
    return office


def ways_on(answer):
    """Return the buttons of the page: their words and where they lead."""
    links = page_of(answer).xpath("//main//p[@class='actions']/a")
    return [(" ".join(link.text_content().split()), link.get("href")) for link in links]


@pytest.mark.parametrize("who", HOMES)
def test_everybody_is_offered_the_home_that_signing_in_leads_to(app, people, who):
    browser = people.signed_in(app, who)

    assert ways_on(browser.get("/tidak-ada")) == [HOMES[who]]
    assert browser.get("/").location == HOMES[who][1]


# ---------------------------------------------------------------- the address of a button


def test_who_opens_the_address_of_a_button_comes_to_its_page(walk_at, office):
    walk = walk_at("step_7")
    browser, process = walk.browser("ketua"), f"/proses/{walk.instance}"
    task, sop = walk.tasks("ketua")[0], f"/sop/{office.sop_id}"

    for button, page in {
        f"{task}/ambil": task,
        f"{task}/selesaikan": task,
        f"{process}/lewati/4": process,
        f"{process}/kendala/1?dari=tempat-lain": process,
        f"{sop}/versi/1/cabut": sop,
        "/token/cabut": "/token",
    }.items():
        answer = browser.get(button)
        assert (answer.status_code, answer.location) == (303, page), button
        assert browser.get(page).status_code == 200


def test_the_page_of_a_button_stays_closed_to_whom_it_was_closed(walk_at):
    walk = walk_at("step_7")
    task, outsider = walk.tasks("ketua")[0], walk.browser("orang-lain")

    assert outsider.get(f"{task}/ambil", follow_redirects=True).status_code == 404


@pytest.mark.parametrize("button", ["/keluar", "/jabatan", "/unggahan"])
def test_a_button_without_a_page_of_its_own_is_explained_and_leads_home(app, people, button):
    for who, home in HOMES.items():
        answer = people.signed_in(app, who).get(button)

        assert (answer.status_code, answer.location) == (405, None)
        assert ways_on(answer) == [home]
        assert "dipakai sebuah tombol" in words_of(answer)
        assert "pemanggilan" not in words_of(answer)


def test_a_program_is_told_the_method_and_not_sent_elsewhere(walk_at):
    walk = walk_at("step_7")

    answer = walk.browser("ketua").get(
        f"{walk.tasks('ketua')[0]}/ambil", headers={"Accept": "application/json"}
    )

    assert answer.status_code == 405
    assert answer.content_type == "application/problem+json"


# ---------------------------------------------------------------- signing in, and on from there


def test_signing_in_after_a_form_came_too_late_leads_to_the_page_of_the_form(walk_at, app, office):
    walk = walk_at("step_7")
    task, process = walk.tasks("ketua")[0], f"/proses/{walk.instance}"
    start, sop = f"/proses/mulai/{office.sop_id}", f"/sop/{office.sop_id}"

    for button, page in {
        f"{task}/ambil": task,
        f"{process}/lewati/4": process,
        start: start,
        f"{sop}/versi/1/cabut": sop,
        "/keluar": "",
        "/pegawai/baru?lanjut=//jahat.test": "/pegawai/baru",
    }.items():
        stranger = app.test_client()
        refused = stranger.post(button, data={"lanjut": "//jahat.test"})
        ((said, link),) = ways_on(refused)

        assert (refused.status_code, said) == (401, "Masuk")
        assert form_of(stranger.get(link), "/masuk")["lanjut"] == [page], button
