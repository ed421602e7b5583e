"""Walking a process through its pages, as one jabatan after the other."""

from __future__ import annotations

import io
import re
from random import Random
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import select

from service.access.candidates import candidate_keys, is_recorder
from service.forms import make_answers, make_file_names
from service.forms.posted import name_of
from service.queries.tasks import task_view
from service.store.callers import caller_of
from service.store.database import read
from service.store.joins import on
from service.store.tables import process_instance, user_task
from tests.integration.web.pages.reading import errors_of, form_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy import Row
    from werkzeug.test import TestResponse

    from service.access.model import Caller
    from service.queries.tasks import TaskView
    from tests.integration.web.pages.office import Office

TASK = re.compile(r"/tugas/([0-9a-f-]{36})/(\d+)")


class Walk:
    """One process in the hands of the people of an office."""

    def __init__(self, app: Flask, office: Office) -> None:
        self.app = app
        self.office = office
        self.browsers: dict[str, FlaskClient] = {}
        self.instance = ""
        self._callers: dict[str, Caller] = {}
        #: makes the files that steps ask for
        self.paper: Callable[[str], bytes] = paper

    def browser(self, who: str) -> FlaskClient:
        if who not in self.browsers:
            self.browsers[who] = self.office.signed_in(self.app, who, confirmed=True)
        return self.browsers[who]

    def start(self, year: int = 2027) -> TestResponse:
        browser = self.browser(self.office.leader)
        place = f"/proses/mulai/{self.office.sop_id}"
        fields = form_of(browser.get(place), place)
        fields |= {"judul": [f"RKA {year}"], "tahun": [str(year)], "dasar": ["Disposisi 1/2026"]}
        answer = browser.post(place, data=fields)
        assert answer.status_code == 303, errors_of(answer)
        self.instance = answer.location.split("/")[-2]
        return browser.get(answer.location)

    def tasks(self, who: str) -> list[str]:
        """Return the addresses of the tasks in somebody's inbox that are of this process."""
        page = self.browser(who).get("/tugas").get_data(as_text=True)
        found = dict.fromkeys(match[0] for match in TASK.finditer(page))
        return [place for place in found if self.instance in place]

    def fill(self, who: str, place: str, **answers: Any) -> dict[str, Any]:
        """Return the fields of a task's form with good answers, files and all ticks."""
        browser = self.browser(who)
        fields: dict[str, Any] = dict(form_of(browser.get(place), "/selesaikan"))
        view = self.view(self.office.people[who], place)
        if view.form is not None:
            everybody = {
                field.key: [unit.value for unit in view.context["alur_bidang"] if unit.proposed]
                for field in view.form.fields
                if field.options_source == "alur_bidang"
            }
            made = make_answers(view.form, view.context, Random(1))
            typed = {**made, **everybody, **answers}
            for key, value in typed.items():
                fields[name_of(key)] = _posted(value)
            for key, names in make_file_names(view.form, typed, view.context).items():
                fields[name_of(key)] = [(io.BytesIO(self.paper(key)), name) for name in names]
        fields["lengkap"] = [line.name for line in view.requirements if line.version is None]
        fields["tindakan"] = "selesai"
        return fields

    def complete(self, who: str, place: str | None = None, **answers: Any) -> TestResponse:
        """Complete a task; return the page after it."""
        return self.browser(who).get(self._complete(who, place or self.tasks(who)[0], **answers))

    def _complete(self, who: str, place: str, **answers: Any) -> str:
        answer = self.browser(who).post(
            f"{place}/selesaikan",
            data=self.fill(who, place, **answers),
            content_type="multipart/form-data",
        )
        assert answer.status_code == 303, (answer.status_code, errors_of(answer))
        return answer.location

    def go_on(self, until: str = "", **plan: Any) -> None:
        """Complete whatever waits, in turn, until the element `until` waits or all is done.

        `plan` gives the answers to an element's form: one mapping, or a list of them, one per
        visit, the last one repeating.
        """
        for _ in range(200):
            waiting = self.waiting()
            if not waiting or until in {element for _, _, element in waiting}:
                return
            who, place, element = waiting[0]
            planned = plan.get(element, {})
            if isinstance(planned, list):
                planned = planned.pop(0) if len(planned) > 1 else planned[0]
            self._complete(who, place, **planned)
        raise AssertionError(waiting)

    def waiting(self) -> list[tuple[str, str, str]]:
        """Return who could complete which open task of the process: who, address, element.

        Read from the rows, which is quicker than from the pages of everybody: a walk asks this at
        each step, and the page of the task has the last word.
        """
        with read(self.office.session) as connection:
            rows = connection.execute(
                select(user_task, process_instance.c.sop_id)
                .join(process_instance, on(process_instance.c.id, user_task.c.instance_id))
                .where(
                    user_task.c.pemda_id == self.office.people[self.office.leader].pemda_id,
                    user_task.c.instance_id == UUID(self.instance),
                    user_task.c.status == "open",
                )
                .order_by(user_task.c.opened_at, user_task.c.task_no)
            ).all()
        by_task = {row.task_no: self._doer(row) for row in rows}
        order = list(self.office.people)
        return sorted(
            (
                (who, f"/tugas/{row.instance_id}/{row.task_no}", row.element_id)
                for row in rows
                if (who := by_task[row.task_no]) is not None
            ),
            key=lambda found: order.index(found[0]),
        )

    def _doer(self, task: Row[Any]) -> str | None:
        """Return the first of the office's people who may do a task."""
        for known in (True, False):
            for who, then in self.office.people.items():
                # Somebody may have joined the team of the process since.
                if not known or who not in self._callers:
                    self._callers[who] = self._caller_now(then)
                if _may_do(self._callers[who], task):
                    return who
        return None

    def _caller_now(self, then: Caller) -> Caller:
        with read(self.office.session) as connection:
            found = caller_of(connection, then.pemda_id, then.person_id, self.office.now)
        assert found is not None
        return found

    def view(self, caller: Caller, place: str) -> TaskView:
        number = int(place.rpartition("/")[2])
        return task_view(
            self.office.session,
            caller,
            UUID(self.instance),
            number,
            today=self.office.now.date(),
            now=self.office.now,
        )

    def team(self) -> dict[str, Any]:
        """Return answers to the step of the SK Tim that name the team of this office."""
        place = self.tasks(self.office.leader)[0]
        view = self.view(self.office.people[self.office.leader], place)
        offered = {option.label: option.value for option in view.context["alur_pegawai"]}
        leader, *members = self.office.team
        return {"ketua_tim": offered[leader], "anggota_tim": [offered[name] for name in members]}

    def send_back(self, who: str, reason: str, place: str | None = None) -> TestResponse:
        place = place or self.tasks(who)[0]
        fields = form_of(self.browser(who).get(place), "/kembalikan") | {"alasan": [reason]}
        answer = self.browser(who).post(f"{place}/kembalikan", data=fields)
        assert answer.status_code == 303, errors_of(answer)
        return self.browser(who).get(answer.location)


def _may_do(caller: Caller, task: Row[Any]) -> bool:
    if task.claimed_by is not None:
        return bool(task.claimed_by == caller.person_id)
    if task.candidate in candidate_keys(caller, task.sop_id):
        return True
    return task.kind == "receive" and any(is_recorder(holder) for holder in caller.holders)


def paper(words: str) -> bytes:
    """Return a file that is a PDF by its first bytes, which is all that is looked at."""
    return f"%PDF-1.4\n% {words}\n%%EOF\n".encode()


def _posted(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else ""
    return value
