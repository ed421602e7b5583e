"""*Ganti kata sandi*: the own password, and the word that it was changed."""

from __future__ import annotations

from service.access.passwords import MIN_LENGTH
from tests.integration.web.pages.reading import errors_of, form_of, page_of, words_of
from tests.people import PASSWORD

NEW = "sebuah kata sandi lain 2027"
SAID = "Kata sandi Anda sudah diganti."


def change(browser, **typed):
    fields = form_of(browser.get("/sandi"), "/sandi")
    return browser.post("/sandi", data=fields | {"lama": PASSWORD, "sandi": NEW} | typed)


def test_who_changed_the_password_is_told_so_and_goes_on_from_there(app, office):
    office.give_password("ketua")
    browser = office.signed_in(app, "ketua")

    told = browser.get(change(browser, ulang=NEW).location)

    assert SAID in words_of(told)
    assert page_of(told).xpath("//main//p[@class='actions']/a/@href") == ["/tugas"]
    assert errors_of(change(browser, ulang=NEW)) == ["Kata sandi tidak cocok."]


def test_a_password_that_was_not_changed_is_not_said_to_be(app, office):
    office.give_password("ketua")
    browser = office.signed_in(app, "ketua")

    refused = change(browser, ulang=NEW[: MIN_LENGTH + 1])

    assert refused.status_code == 422
    assert SAID not in words_of(refused)
    assert SAID not in words_of(browser.get("/sandi"))
