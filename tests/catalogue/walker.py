"""People of the demo's Dinas, who do what a walk says.

Each deed is a command that a page makes too, in a session of its own: whatever it needs to know
about the process is read from the store.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any

from service.commands.complete_task import complete_task
from service.commands.open_store import open_store
from service.commands.record_arrival import record_arrival
from service.commands.seed_demo import seed_demo
from service.commands.start_process import start_process
from service.commands.waive_unit import waive_unit
from service.forms import FileRef, make_answers, make_file_names
from service.forms.file_kinds import media_type
from service.queries.callers import caller_by_login
from service.queries.inbox import my_tasks
from service.queries.starting import owning_units, startable_sops
from service.queries.tasks import task_view
from service.queries.times import times_of
from service.running.catalogue import read_catalogue
from service.running.kinds import NO_KIND
from service.running.results import Moved
from service.store import blobs, uploads
from service.store.database import read
from service.store.history import Stream
from service.store.tables import user_task
from tests.catalogue.outcomes import Outcome, outcome, rows_of
from tests.catalogue.walks import PEOPLE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller, Holder
    from service.queries.tasks import TaskView
    from service.running.catalogue import Catalogue
    from tests.catalogue.walks import Deed, Walk
    from tests.databases import Database

#: Monday, 10.00 WIB.
BEGAN = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def open_demo(session: Session, key: str) -> None:
    """Make a demo in which the one SOP of the catalogue is on trial."""
    catalogue = _catalogue()
    only = replace(catalogue, entries={key: catalogue.entry(key)})
    open_store(session, demo=True, now=BEGAN)
    assert seed_demo(session, now=BEGAN, catalogue=only).published == (key,)


@cache
def _catalogue() -> Catalogue:
    return read_catalogue()


@dataclass
class Walker:
    """Does a walk's deeds, an hour after one another."""

    database: Database
    key: str
    now: datetime = BEGAN
    random: Random = field(default_factory=lambda: Random(1))
    moved: Moved | None = None
    #: element id → the day that is given at the start for a step whose time is adjusted
    adjusted: Mapping[str, date] = field(default_factory=dict)

    def walk(self, walk: Walk) -> Outcome:
        """Do a walk from its start."""
        return self.do(walk.script, start=walk.start)

    def do(self, script: tuple[Deed, ...], *, start: str) -> Outcome:
        """Start a process, do what the script says and return what the store then holds."""
        self._start(start)
        for deed in script:
            self.now += timedelta(hours=1)
            with self.database.sessions() as session:
                self.moved = self._do(session, deed)
        with self.database.sessions() as session:
            stream = self._stream(session)
            with read(session) as connection:
                return outcome(connection, stream)

    def proven(self) -> dict[str, bool]:
        """Return of each step that awaits an agency whether what it awaits was proven sent."""
        with self.database.sessions() as session:
            caller = self._caller(session, "ketua")
            found = times_of(session, caller, self._process.instance_id, now=self.now)
        return {step.place.element_id: step.proven for step in found.steps if step.agency}

    @property
    def _process(self) -> Moved:
        assert self.moved is not None
        return self.moved

    def _start(self, who: str) -> None:
        with self.database.sessions() as session:
            caller = self._caller(session, who)
            [found] = startable_sops(session, caller, today=self.now.date())
            assert found.key == self.key
            # As the page proposes it: a unit that has Ketua Tim and Anggota Tim.
            unit = owning_units(session, caller, found.office_id)[0]
            result = start_process(
                session,
                caller,
                version_id=found.version_id,
                unit_id=unit.unit_id,
                title="Contoh",
                year=2027,
                kind=found.kinds[0] if found.kinds else NO_KIND,
                basis="Disposisi contoh",
                adjusted=self.adjusted,
                now=self.now,
            )
        assert isinstance(result, Moved)
        self.moved = result

    # ------------------------------------------------------------ deeds

    def _do(self, session: Session, deed: Deed) -> Moved:
        caller = self._caller(session, deed.who)
        if deed.waived is not None:
            return waive_unit(
                session,
                caller,
                instance_id=self._process.instance_id,
                task_no=self._task_of_unit(session, deed.step, deed.waived),
                reason="Bahan belum ada sampai batas waktu",
                now=self.now,
            )
        view = self._task(session, caller, deed)
        if deed.outcome in {way.value for way in view.returns}:
            return self._complete(
                session, caller, view, {}, outcome=deed.outcome, reason="Mohon dilengkapi"
            )
        typed = self._answers(session, view, deed)
        assert view.form is not None
        demanded = {item.key for item in view.form.fields if item.required}
        named = {
            key: names
            for key, names in make_file_names(view.form, typed, view.context).items()
            if key in demanded or not deed.bare
        }
        return self._complete(
            session,
            caller,
            view,
            typed,
            outcome=deed.outcome,
            ticks=[line.name for line in view.requirements],
            files={
                name: [FileRef(self._upload(session, caller, file), file) for file in files]
                for name, files in named.items()
            },
        )

    def _complete(
        self, session: Session, caller: Caller, view: TaskView, typed: dict[str, Any], **more: Any
    ) -> Moved:
        command = record_arrival if view.task_kind == "receive" else complete_task
        return command(
            session,
            caller,
            instance_id=view.instance_id,
            task_no=view.task_no,
            typed=typed,
            now=self.now,
            **more,
        )

    def _answers(self, session: Session, view: TaskView, deed: Deed) -> dict[str, Any]:
        assert view.form is not None
        given: dict[str, Any] = dict(deed.given)
        if view.decision is not None and view.form.field(view.decision) is not None:
            given[view.decision] = deed.outcome
        if deed.asked:
            [asking] = [
                item.key for item in view.form.fields if item.options_source == "alur_bidang"
            ]
            given[asking] = [str(self._unit(session, number)) for number in deed.asked]
        if view.form.field("ketua_tim") is not None:
            given |= {
                "ketua_tim": self._holding(session, "ketua"),
                "anggota_tim": [
                    self._holding(session, "anggota"),
                    self._holding(session, "anggota-2"),
                ],
            }
        return make_answers(view.form, view.context, self.random, given)

    def _upload(self, session: Session, caller: Caller, name: str) -> str:
        content = f"%PDF-1.4\n% {name} {self.now}\n%%EOF\n".encode()
        made = blobs.put(session, caller.pemda_id, io.BytesIO(content), media_type(name), self.now)
        uploads.record_upload(session, caller.pemda_id, caller.person_id, made, self.now)
        return made.sha256

    # ------------------------------------------------------------ who and where

    def _caller(self, session: Session, who: str) -> Caller:
        found = caller_by_login(session, PEOPLE.get(who, who), self.now, confirmed=True)
        assert found is not None, who
        return found

    def _task(self, session: Session, caller: Caller, deed: Deed) -> TaskView:
        """Return the task as the person's own list and page give it."""
        waiting = self._open(session)
        found = [
            card.task_no
            for card in my_tasks(session, caller, today=self.now.date()).cards
            if card.instance_id == self._process.instance_id
            and waiting[card.task_no].element_id == deed.step
        ]
        assert found, f"{deed.who} has no task {deed.step}; open: {list(waiting.values())}"
        view = task_view(
            session,
            caller,
            self._process.instance_id,
            found[0],
            today=self.now.date(),
            now=self.now,
        )
        assert view.holder is not None, f"{deed.who} may not do {deed.step}"
        return view

    def _open(self, session: Session) -> dict[int, Any]:
        """Return the rows of the tasks that wait, by number."""
        with read(session) as connection:
            rows = rows_of(connection, user_task, self._stream(session))
        return {row.task_no: row for row in rows if row.status == "open"}

    def _task_of_unit(self, session: Session, step: str, number: int) -> int:
        unit_id = self._unit(session, number)
        return next(
            task_no
            for task_no, row in self._open(session).items()
            if (row.element_id, row.unit_id) == (step, unit_id)
        )

    def _stream(self, session: Session) -> Stream:
        pemda_id = self._caller(session, "ketua").pemda_id
        return Stream(pemda_id, self._process.instance_id, "process")

    def _unit(self, session: Session, number: int) -> UUID:
        [unit_id] = {holder.unit_id for holder in self._holders(session, f"bidang-{number}")}
        return unit_id

    def _holding(self, session: Session, who: str) -> str:
        [holder] = self._holders(session, who)
        return str(holder.holding_id)

    def _holders(self, session: Session, who: str) -> tuple[Holder, ...]:
        return self._caller(session, who).holders
