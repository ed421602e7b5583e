"""Walking a process through its pages, as one jabatan after the other."""

from __future__ import annotations

import io
import re
from random import Random
from typing import TYPE_CHECKING

from service.forms import make_answers, make_file_names
from service.forms.posted import name_of
from service.queries.tasks import task_view
from tests.integration.web.reading import errors_of, form_of
from tests.people import NOON

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from tests.integration.web.office import Office

TASK = re.compile(r"/tugas/([0-9a-f-]{36})/(\d+)")


class Walk:
    """One process in the hands of the people of an office."""

    def __init__(self, app: Flask, office: Office) -> None:
        self.app = app
        self.office = office
        self.browsers: dict[str, FlaskClient] = {}
        self.instance = ""

    def browser(self, who: str) -> FlaskClient:
        if who not in self.browsers:
            self.browsers[who] = self.office.signed_in(self.app, who)
        return self.browsers[who]

    def start(self, who: str = "ketua") -> TestResponse:
        browser = self.browser(who)
        place = f"/proses/mulai/{self.office.sop_id}"
        fields = form_of(browser.get(place), place)
        fields |= {"judul": ["RKA 2027"], "tahun": ["2027"], "dasar": ["Disposisi 1/2026"]}
        answer = browser.post(place, data=fields)
        assert answer.status_code == 303, errors_of(answer)
        self.instance = re.search(r"[0-9a-f-]{36}", answer.location)[0]
        return browser.get(answer.location)

    def tasks(self, who: str) -> list[str]:
        """Return the addresses of the tasks in somebody's inbox that are of this process."""
        page = self.browser(who).get("/tugas").get_data(as_text=True)
        found = dict.fromkeys(match[0] for match in TASK.finditer(page))
        return [place for place in found if self.instance in place]

    def fill(self, who: str, place: str, **answers: object) -> dict[str, object]:
        """Return the fields of a task's form with good answers, files and all ticks."""
        browser = self.browser(who)
        fields: dict[str, object] = dict(form_of(browser.get(place), "/selesaikan"))
        number = int(place.rpartition("/")[2])
        caller = self.office.people[who]
        view = task_view(
            self.office.session, caller, self.instance, number, today=NOON.date(), now=NOON
        )
        if view.form is not None:
            typed = {**make_answers(view.form, view.context, Random(1)), **answers}  # noqa: S311
            for key, value in typed.items():
                fields[name_of(key)] = _posted(value)
            for key, names in make_file_names(view.form, typed, view.context).items():
                fields[name_of(key)] = [(io.BytesIO(b"isi " + key.encode()), name) for name in names]
        fields["lengkap"] = [line.name for line in view.requirements if line.version is None]
        fields["tindakan"] = "selesai"
        return fields

    def complete(self, who: str, place: str | None = None, **answers: object) -> TestResponse:
        place = place or self.tasks(who)[0]
        answer = self.browser(who).post(
            f"{place}/selesaikan",
            data=self.fill(who, place, **answers),
            content_type="multipart/form-data",
        )
        assert answer.status_code == 303, (answer.status_code, errors_of(answer))
        return self.browser(who).get(answer.location)

    def send_back(self, who: str, reason: str, place: str | None = None) -> TestResponse:
        place = place or self.tasks(who)[0]
        fields = form_of(self.browser(who).get(place), "/kembalikan") | {"alasan": [reason]}
        answer = self.browser(who).post(f"{place}/kembalikan", data=fields)
        assert answer.status_code == 303, errors_of(answer)
        return self.browser(who).get(answer.location)


def _posted(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else ""
    return value
