"""*Dipakai oleh*: what uses a form of an office, and what would be lost if it changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select

from service.diagrams import DiagramRefused
from service.diagrams.gate.subject import Subject
from service.forms import FormRefused, read_form
from service.queries.definitions import diagram_of, form_of
from service.queries.paging import CAP
from service.queries.sop_standing import standing_of
from service.running.form_losses import losses_of
from service.store.blobs import content
from service.store.database import read
from service.store.form_drafts import FORM_DRAFTS, ready_forms
from service.store.joins import on
from service.store.sop_drafts import SOP_DRAFTS
from service.store.sops import pins_of
from service.store.tables import (
    process_instance,
    sop,
    sop_draft,
    sop_draft_revision,
    sop_pin,
    sop_version,
    user_task,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy import Connection, Row
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.diagrams.model import Diagram, Process
    from service.events.sop import Pin
    from service.forms import Form
    from service.queries.sop_standing import Standing
    from service.running.form_losses import Loss

#: Versions by which processes can be started, or may be soon: always shown.
_IN_USE: Final = ("trial", "ratified", "effective")


@dataclass(frozen=True, slots=True)
class VersionUse:
    """A version that is pinned to a form of this key."""

    sop_id: UUID
    sop_title: str
    version_id: UUID
    number: int
    status: str
    effective_from: date | None
    effective_to: date | None
    xml_sha256: str
    #: the form that it is pinned to is the very one that the next versions take
    current: bool
    #: names of the steps that show it
    steps: tuple[str, ...]
    #: processes that run under it
    running: int
    #: … and in which somebody has filled in the form already
    answered: int
    losses: tuple[Loss, ...]

    def standing(self, day: date) -> Standing:
        """Return where the version stands on `day`."""
        return standing_of(self.status, self.effective_from, self.effective_to, day)


@dataclass(frozen=True, slots=True)
class DrawnUse:
    """A draft of an SOP whose newest drawing names the form."""

    draft_id: UUID
    #: None: of an SOP that has no version yet
    sop_id: UUID | None
    title: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormUsage:
    """Everything that uses one form of an office."""

    versions: tuple[VersionUse, ...]
    drafts: tuple[DrawnUse, ...]

    @property
    def running(self) -> int:
        """Return how many processes run with it."""
        return sum(version.running for version in self.versions)

    @property
    def loses(self) -> bool:
        """Return whether anything would be lost."""
        return any(version.losses for version in self.versions)


def form_usage(
    session: Session, caller: Caller, form_id: UUID, raw: bytes | None = None
) -> FormUsage:
    """Return what uses a form, and what each version would miss if the form were `raw`.

    Without `raw` it is its newest revision. A form that cannot be read loses nothing yet: what is
    wrong with it is told elsewhere. Raises NotFound.
    """
    with read(session) as connection:
        row = FORM_DRAFTS.seen(connection, caller, form_id)
        changed = _form(content(connection, caller.pemda_id, row.sha256) if raw is None else raw)
        look = _Look(connection, caller.pemda_id, row, changed)
        return FormUsage(tuple(look.versions()), tuple(look.drafts()))


def _form(raw: bytes) -> Form | None:
    try:
        return read_form(raw)
    except FormRefused:
        return None


class _Look:
    def __init__(
        self, connection: Connection, pemda_id: UUID, row: Row[Any], changed: Form | None
    ) -> None:
        self._connection = connection
        self._pemda_id = pemda_id
        self._row = row
        self._changed = changed
        self._ready = ready_forms(connection, pemda_id, row.office_id).get(row.key)

    def versions(self) -> Iterator[VersionUse]:
        running = self._running()
        for found in self._pinned():
            if found.status not in _IN_USE and not running.get(found.id) and not found.newest:
                continue
            yield self._version(found, running.get(found.id, 0))

    def drafts(self) -> Iterator[DrawnUse]:
        rows = self._connection.execute(
            select(
                sop_draft.c.id,
                sop_draft.c.sop_id,
                sop_draft.c.title,
                sop_draft_revision.c.xml_sha256,
            )
            .join(sop_draft_revision, SOP_DRAFTS.is_newest())
            .where(
                sop_draft.c.pemda_id == self._pemda_id,
                sop_draft.c.office_id == self._row.office_id,
            )
            .order_by(sop_draft_revision.c.saved_at.desc())
            .limit(10 * CAP)
        ).all()
        for found in rows:
            diagram = self._diagram(found.xml_sha256)
            steps = [
                step
                for process in (() if diagram is None else diagram.processes)
                for step in self._steps(diagram, process)
            ]
            if steps:
                names = tuple(name for _, name in steps)
                yield DrawnUse(found.id, found.sop_id, found.title, names)

    # ------------------------------------------------------------ below

    def _pinned(self) -> Sequence[Any]:
        newest = (
            select(func.max(sop_version.c.number))
            .where(
                sop_version.c.pemda_id == sop.c.pemda_id,
                sop_version.c.sop_id == sop.c.id,
                sop_version.c.status != "withdrawn",
            )
            .correlate(sop)
            .scalar_subquery()
        )
        return self._connection.execute(
            select(
                sop_version.c.id,
                sop_version.c.number,
                sop_version.c.status,
                sop_version.c.effective_from,
                sop_version.c.effective_to,
                sop_version.c.xml_sha256,
                sop_version.c.process_id,
                sop_pin.c.sha256,
                sop.c.id.label("sop_id"),
                sop.c.title,
                (sop_version.c.number == newest).label("newest"),
            )
            .join(sop_version, on(sop_version.c.id, sop_pin.c.version_id))
            .join(sop, on(sop.c.id, sop_version.c.sop_id))
            .where(
                sop_pin.c.pemda_id == self._pemda_id,
                sop_pin.c.kind == "form",
                sop_pin.c.key == self._row.key,
                sop.c.office_id == self._row.office_id,
            )
            .order_by(sop.c.title, sop_version.c.number.desc())
            .limit(10 * CAP)
        ).all()

    def _running(self) -> Mapping[UUID, int]:
        rows = self._connection.execute(
            select(process_instance.c.version_id, func.count())
            .where(
                process_instance.c.pemda_id == self._pemda_id,
                process_instance.c.office_id == self._row.office_id,
                process_instance.c.status == "running",
            )
            .group_by(process_instance.c.version_id)
        )
        return {version_id: int(number) for version_id, number in rows}

    def _version(self, found: Row[Any], running: int) -> VersionUse:
        pins = pins_of(self._connection, self._pemda_id, found.id)
        scenes = list(self._scenes(found, pins))
        steps = [step for diagram, process in scenes for step in self._steps(diagram, process)]
        others = {
            pin.key: form
            for pin in pins
            if pin.pin_kind == "form" and (form := self._form(pin.sha256)) is not None
        }
        return VersionUse(
            sop_id=found.sop_id,
            sop_title=found.title,
            version_id=found.id,
            number=found.number,
            status=found.status,
            effective_from=found.effective_from,
            effective_to=found.effective_to,
            xml_sha256=found.xml_sha256,
            current=found.sha256 == self._ready,
            steps=tuple(name for _, name in steps),
            running=running,
            answered=self._answered(found.id, {step for step, _ in steps}) if running else 0,
            losses=self._losses(scenes, others),
        )

    def _losses(
        self,
        scenes: Sequence[tuple[Diagram, Process]],
        others: Mapping[str, Form],
    ) -> tuple[Loss, ...]:
        old, new = others.get(self._row.key), self._changed
        if old is None or new is None or old.sha256 == new.sha256:
            return ()
        lost: dict[tuple[str, str], Loss] = {}
        for diagram, process in scenes:
            for loss in losses_of(self._row.key, old, new, diagram, process, others):
                before = lost.get((loss.key, str(loss.what)))
                lost[loss.key, str(loss.what)] = loss if before is None else _both(before, loss)
        return tuple(lost.values())

    def _scenes(self, found: Row[Any], pins: Sequence[Pin]) -> Iterator[tuple[Diagram, Process]]:
        """Yield the version's own process and those that it calls."""
        places = [(found.xml_sha256, found.process_id)]
        places += [(pin.sha256, pin.key) for pin in pins if pin.pin_kind == "process"]
        for sha256, process_id in places:
            diagram = self._diagram(sha256)
            process = None if diagram is None else diagram.process(process_id)
            if diagram is not None and process is not None:
                yield diagram, process

    def _steps(self, diagram: Diagram | None, process: Process) -> Iterator[tuple[str, str]]:
        """Yield the steps that show the form, by id, with their names."""
        if diagram is None:
            return
        for area in Subject(diagram, process, None, None).areas():
            for node in area.nodes():
                if node.extension.form == self._row.key:
                    yield node.id, node.name or node.id

    def _answered(self, version_id: UUID, steps: set[str]) -> int:
        return int(
            self._connection.scalar(
                select(func.count(func.distinct(user_task.c.instance_id)))
                .join(process_instance, on(process_instance.c.id, user_task.c.instance_id))
                .where(
                    user_task.c.pemda_id == self._pemda_id,
                    process_instance.c.version_id == version_id,
                    process_instance.c.status == "running",
                    user_task.c.status == "completed",
                    user_task.c.element_id.in_(sorted(steps)),
                )
            )
            or 0
        )

    def _diagram(self, sha256: str) -> Diagram | None:
        try:
            return diagram_of(self._connection, self._pemda_id, sha256)
        except DiagramRefused:
            return None

    def _form(self, sha256: str) -> Form | None:
        try:
            return form_of(self._connection, self._pemda_id, sha256)
        except FormRefused:
            return None


def _both(one: Loss, other: Loss) -> Loss:
    readers = tuple(dict.fromkeys((*one.readers, *other.readers)))
    return type(one)(one.label, one.key, one.what, readers)
