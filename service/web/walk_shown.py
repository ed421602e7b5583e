"""*Uji jalan*: what the page shows of a walk: open tasks, the form of one, and the picture."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask import request

from service.diagrams import KEPT
from service.diagrams.picture import Mark
from service.forms import present, typed_from_post
from service.queries.documents import document_names
from service.running.outcomes import drawn_at
from service.running.walks.ground import called_at, sample_options, way_called
from service.running.walks.jobs import caught_errors, topic_at
from service.sentences import sentence
from service.web.diagrams import picture_of
from service.web.dues import due_of, why_late_hours
from service.web.typed import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from markupsafe import Markup

    from service.diagrams.model import SequenceFlow
    from service.forms import FieldView, Problem
    from service.queries.sop_walks import WalkSeen
    from service.running.walks.standing import WalkTask
    from service.web.dues import Due
    from service.working_time import OfficeCalendar


@dataclass(frozen=True, slots=True)
class TaskLine:
    """An open task as the page lists it."""

    task: WalkTask
    due: Due | None
    #: why it is due then, where that is not plain
    why: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """A way on which somebody sends the work onward or back."""

    outcome: str | None
    words: str


@dataclass(frozen=True, slots=True)
class TaskAsked:
    """The open task whose form is shown."""

    line: TaskLine
    fields: tuple[FieldView, ...]
    #: fields that ask for files, which are supposed to be there
    files: tuple[FieldView, ...]
    #: what the task of a real process asks for besides: papers to tick, acts on documents
    supposed: tuple[str, ...]
    #: the ways onward, where the form does not ask for the choice itself
    forward: tuple[Way, ...]
    back: tuple[Way, ...]
    #: of a step that a system does: the kind of its job; "": no system does it
    topic: str = ""
    #: codes of errors that the diagram catches
    errors: tuple[str, ...] = ()

    @property
    def conditional(self) -> bool:
        """Whether answers decide which fields are asked for."""
        return any(view.decides for view in self.fields)


def task_lines(seen: WalkSeen) -> list[TaskLine]:
    """Return the open tasks with their tenggat."""
    return [_line(seen, task) for task in seen.walk.tasks]


def task_asked(
    seen: WalkSeen, lines: list[TaskLine], wrong: Mapping[str, Problem]
) -> TaskAsked | None:
    """Return the task whose form is shown, with what was typed and what is wrong with it."""
    return _asked(seen, _chosen(lines), wrong)


def _line(seen: WalkSeen, task: WalkTask) -> TaskLine:
    calendar, now = seen.ground.calendar, seen.walk.now
    if calendar is None or now is None:
        return TaskLine(task, None)
    why = why_late_hours(task.arrived, calendar) if task.due is not None else ""
    return TaskLine(task, due_of(task.due, now, calendar), why)


def _chosen(lines: list[TaskLine]) -> TaskLine | None:
    """Return the task whose form is shown: the one that was asked for, else the first."""
    wanted = text_of("tugas") or request.args.get("tugas", "")
    first = next(iter(lines), None)
    return next((it for it in lines if str(it.task.task_no) == wanted), first)


def _asked(
    seen: WalkSeen, line: TaskLine | None, wrong: Mapping[str, Problem]
) -> TaskAsked | None:
    if line is None:
        return None
    task, ground = line.task, seen.ground
    form, drawn = ground.form_at(task.path), drawn_at(ground, task.path)
    views = _views(seen, task, wrong)
    flows = () if drawn is None else drawn.flows
    forward = tuple(flow for flow in flows if flow.purpose == "forward")
    in_form = drawn is not None and form is not None and form.field(drawn.variable) is not None
    return TaskAsked(
        line,
        tuple(view for view in views if view.kind != "file"),
        tuple(view for view in views if view.kind == "file"),
        tuple(_supposed(seen, task)),
        ()
        if in_form or len(forward) < 2  # noqa: PLR2004 - no choice in one
        else tuple(Way(it.outcome, way_called(ground, task.path, it)) for it in forward),
        tuple(_way_back(seen, task, flow) for flow in flows if flow.purpose == "return"),
        topic_at(ground.engine, task.path),
        caught_errors(ground.engine),
    )


def _supposed(seen: WalkSeen, task: WalkTask) -> Iterator[str]:
    """Yield what a walk takes as given, and a real task asks for."""
    extension = seen.ground.engine.node(task.path).extension
    for paper in extension.requirements:
        yield sentence("web.walk-paper", name=paper.name)
    names = document_names(seen.ground.engine)
    for act in extension.acts:
        yield sentence(f"web.walk-act-{act.kind}", name=names.get(act.document, act.document))


def _way_back(seen: WalkSeen, task: WalkTask, flow: SequenceFlow) -> Way:
    """Return a way back as people choose it: by the step to which it leads."""
    path = f"{task.path.rpartition('/')[0]}/{flow.target}"
    node = seen.ground.engine.node(path)
    step = node.extension.step
    named = step is not None and re.search(rf"\b{re.escape(step.called)}\b", flow.name)
    if named or (step is None and not node.name):
        return Way(flow.outcome, way_called(seen.ground, task.path, flow))
    words = sentence("web.walk-back-to", step=called_at(seen.ground, path))
    return Way(flow.outcome, f"{flow.name}: {words}" if flow.name else words)


def visible_ids(seen: WalkSeen) -> list[str]:
    """Return the items that what was typed for the task of the request leaves visible."""
    wanted = text_of("tugas")
    task = next((one for one in seen.walk.tasks if str(one.task_no) == wanted), None)
    if task is None:
        return []
    return [view.id for view in _views(seen, task, {}) if not view.hidden]


def _views(seen: WalkSeen, task: WalkTask, wrong: Mapping[str, Problem]) -> tuple[FieldView, ...]:
    """Return the form of a task with what the request brings for it."""
    form = seen.ground.form_at(task.path)
    if form is None:
        return ()
    posted = text_of("tugas") == str(task.task_no)
    typed: dict[str, Any] = typed_from_post(form, request.form) if posted else {}
    return tuple(present(form, typed, wrong, {**task.data, **sample_options(seen.ground)}))


def clock_proposed(seen: WalkSeen) -> datetime | None:
    """Return to when the clock is likely moved: the next due instant, else the next working day.

    None: the walk has not begun. As controls show minutes, it is the full minute that is not
    before.
    """
    now, calendar = seen.walk.now, seen.ground.calendar
    if now is None:
        return None
    due = seen.walk.next_due()
    if due is None:
        due = now + timedelta(days=1) if calendar is None else _next_morning(now, calendar)
    full = due.replace(second=0, microsecond=0)
    return full if full == due else full + timedelta(minutes=1)


def _next_morning(now: datetime, office: OfficeCalendar) -> datetime:
    """Return when the office opens on its next working day."""
    calendar = office.calendar
    day = next(iter(calendar.working_days_after(calendar.local_day(now))))
    return calendar.stretches_on(day)[0].start


def picture(seen: WalkSeen, title: str) -> Markup:
    """Draw the diagram with where the walk stands and has been."""
    return picture_of(seen.raw, _marks(seen), title, KEPT)


def _marks(seen: WalkSeen) -> dict[str, Mark]:
    """Return the marks of the picture: what was done, which flows were taken, where it stands."""
    walked = seen.walk
    marks = {seen.ground.engine.shown_by(path): Mark(("done",)) for path in walked.completed}
    marks |= {path.rpartition("/")[2]: Mark(("taken",)) for path in walked.flows}
    tokens: dict[str, int] = {}
    for path in walked.tokens:
        element = seen.ground.engine.shown_by(path)
        tokens[element] = tokens.get(element, 0) + 1
    for element, count in tokens.items():
        badge = f"{count}\N{MULTIPLICATION SIGN}" if count > 1 else "sekarang"
        marks[element] = Mark(("current",), badge=badge)
    if walked.trouble is not None:
        marks[walked.trouble.element_id] = Mark(("problem",), badge="kendala")
    return marks
