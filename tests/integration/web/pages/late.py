"""Forms that arrive when their session is over: what is filled in, and how one gets back in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from tests.integration.web.pages.reading import form_of
from tests.people import PASSWORD

#: Longer than a session may be idle.
LATE = timedelta(hours=4)


@dataclass
class Form:
    """A form that somebody fills in: where it stands, where it goes, and what is typed."""

    who: str
    page: str
    action: str
    typed: dict[str, str]


def filled(browser, form):
    return form_of(browser.get(form.page), form.action) | {
        name: [text] for name, text in form.typed.items()
    }


def logged_in(browser, page, who, typed=PASSWORD):
    fields = form_of(page, "/masuk") | {"nama": [who], "sandi": [typed]}
    return browser.post("/masuk", data=fields)


def typed_in(page, form):
    """Return what stands in the form of a page, of what was typed."""
    found = form_of(page, form.action)
    return {name: found[name][0].strip("\n").replace("\n", "\r\n") for name in form.typed}
