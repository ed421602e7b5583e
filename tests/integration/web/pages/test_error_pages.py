"""What a page that refuses says, and where it leads."""

from __future__ import annotations

import pytest

from tests.integration.web.pages.reading import page_of
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
