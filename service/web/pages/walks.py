"""*Uji jalan*: a version or a draft of a SOP walked by one person, with a simulated clock."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from flask import Blueprint, redirect, render_template, request, url_for
from markupsafe import Markup

from service.access.entries import EntryRefused
from service.access.import_plan import read_date
from service.commands.go_on_walking import go_on_walking, go_on_walking_draft
from service.commands.keep_walk import WalkedOn, keep_walk, remove_walk
from service.diagrams import KEPT, DiagramRefused
from service.diagrams.picture import Mark, draw
from service.errors import Conflict, Forbidden, NotFound, Rejected
from service.feel import FeelError
from service.forms import FieldsRejected, present, typed_from_post
from service.queries.sop_drafts import draft_diagram, draft_view
from service.queries.sop_walks import draft_walk_seen, walk_seen
from service.queries.sops import sop_view
from service.running.adjusted import adjusted_steps
from service.running.kinds import kinds_of
from service.running.outcomes import drawn_at
from service.running.walks.acts import Complete, Deliver, MoveClock, SendBack, Start, Waive
from service.running.walks.ground import SAMPLE_UNITS, called_at, sample_options
from service.running.walks.walk import Walk, walk
from service.sentences import sentence
from service.sentences.telling import tell
from service.web import context, labels
from service.web.dues import due_of
from service.web.findings import finding_lines
from service.web.guard import Who, allowed
from service.web.pages.sops import version_of
from service.web.typed import PageError, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from service.diagrams.model import SequenceFlow
    from service.forms import FieldView, Problem
    from service.queries.sop_walks import KeptWalk, WalkSeen
    from service.queries.sops import SopVersion
    from service.running.walks.acts import Act
    from service.running.walks.ground import Ground
    from service.running.walks.walk import WalkTask
    from service.web.dues import Due

draft_walks = Blueprint("draft_walks", __name__, url_prefix="/sop/draf/<uuid:draft_id>")
walks = Blueprint("walks", __name__, url_prefix="/sop/<uuid:sop_id>/versi/<int:number>")

#: What a refusal calls a field → its control on the page.
_CONTROLS: Final = {"title": "judul", "year": "tahun", "reason": "alasan", "name": "nama"}


class ActUnknown(Rejected):
    """The page sent an act that a walk does not have."""

    code = "walk.act-unknown"


class InstantNeeded(Rejected):
    """The simulated clock needs a day and an hour."""

    code = "walk.instant-needed"


@dataclass(frozen=True, slots=True)
class TaskLine:
    """An open task as the page lists it."""

    task: WalkTask
    due: Due | None


@dataclass(frozen=True, slots=True)
class TaskAsked:
    """The open task whose form is shown."""

    line: TaskLine
    fields: tuple[FieldView, ...]
    #: labels of the fields that ask for files, which are supposed to be there
    files: tuple[str, ...]
    #: the ways onward, where the form does not ask for the choice itself
    forward: tuple[SequenceFlow, ...]
    back: tuple[SequenceFlow, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """What is walked: a version, or else a draft."""

    seen: WalkSeen
    title: str
    zone: str
    #: None: a draft of an SOP that has no version yet
    sop_id: UUID | None
    version: SopVersion | None = None
    draft_id: UUID | None = None

    @property
    def address(self) -> str:
        if self.version is None:
            return url_for("draft_walks.show", draft_id=self.draft_id)
        return url_for("walks.show", sop_id=self.sop_id, number=self.version.number)

    @property
    def back(self) -> str:
        if self.version is None:
            return url_for("sop_drafts.show", draft_id=self.draft_id)
        return url_for("sops.show", sop_id=self.sop_id)

    @property
    def called(self) -> str:
        return "draf" if self.version is None else f"versi {self.version.number}"

    def removal(self, walk_id: UUID) -> str:
        """Return where a kept walk is removed; "": not from here."""
        if self.version is None or not self.seen.may_remove:
            return ""
        number = self.version.number
        return url_for("walks.remove", sop_id=self.sop_id, number=number, walk_id=walk_id)


@walks.get("/uji-jalan")
@allowed(Who.SIGNED_IN)
def show(sop_id: UUID, number: int) -> str:
    """Show how the walk stands, and what can be done next."""
    return _page(_place(sop_id, number))


@walks.post("/uji-jalan")
@allowed(Who.SIGNED_IN)
def go_on(sop_id: UUID, number: int) -> ResponseReturnValue:
    """Do an act of the walk, take the last one back, begin again, or keep the walk."""
    return _gone_on(_place(sop_id, number))


def _gone_on(place: _Place) -> ResponseReturnValue:
    if text_of("tindakan") == "simpan":
        return _kept(place)
    if text_of("sampai") not in ("", str(len(place.seen.stored))):
        # A page that was left open: what it shows is not how the walk stands.
        return _page(place, errors=[PageError(sentence("walk.walked-elsewhere"))]), 409
    try:
        walked = walk(place.seen.ground, _acts_after(place.seen))
    except FieldsRejected as refused:
        return _page(place, wrong=refused.errors, errors=_field_errors(place, refused)), 422
    except Rejected as refused:
        return _page(place, errors=[_error(refused)]), refused.status
    except FeelError as fault:
        return _page(place, errors=[PageError(sentence(fault.code, **fault.params))]), 422
    _go_on(place, walked)
    return redirect(place.address, 303)


@walks.post("/uji-jalan/uji/<uuid:walk_id>/hapus")
@allowed(Who.SIGNED_IN)
def remove(sop_id: UUID, number: int, walk_id: UUID) -> ResponseReturnValue:
    """Let a kept walk no longer count, with the reason."""
    place = _place(sop_id, number)
    if all(kept.walk_id != walk_id for kept in place.seen.kept):
        raise NotFound
    try:
        remove_walk(
            context.store(),
            context.caller(),
            walk_id=walk_id,
            reason=text_of("alasan"),
            now=context.now(),
        )
    except (Forbidden, NotFound):
        raise
    except Rejected as refused:
        said = PageError(sentence(refused.code, **refused.params), f"alasan-{walk_id}")
        return _page(place, errors=[said]), refused.status
    return redirect(f"{place.address}#uji", 303)


@draft_walks.get("/uji-jalan", endpoint="show")
@allowed(Who.SIGNED_IN)
def show_draft(draft_id: UUID) -> ResponseReturnValue:
    """Show how the walk of a draft stands, or what keeps its diagram from being walked."""
    try:
        return _page(_draft_place(draft_id))
    except DiagramRefused as refused:
        return _not_yet(draft_id, refused)


@draft_walks.post("/uji-jalan", endpoint="go_on")
@allowed(Who.SIGNED_IN)
def go_on_draft(draft_id: UUID) -> ResponseReturnValue:
    """Do an act of the walk of a draft, take the last one back, begin again, or keep it."""
    try:
        return _gone_on(_draft_place(draft_id))
    except DiagramRefused as refused:
        return _not_yet(draft_id, refused)


# ---------------------------------------------------------------- below: acts


def _place(sop_id: UUID, number: int) -> _Place:
    store, caller = context.store(), context.caller()
    view = sop_view(store, caller, sop_id)
    version = version_of(view, number)
    seen = walk_seen(store, caller, view, version)
    return _Place(seen, view.title, view.timezone, view.sop_id, version)


def _draft_place(draft_id: UUID) -> _Place:
    store, caller = context.store(), context.caller()
    view = draft_view(store, caller, draft_id)
    seen = draft_walk_seen(store, caller, view)
    return _Place(seen, view.title, view.timezone, view.sop_id, draft_id=draft_id)


def _not_yet(draft_id: UUID, refused: DiagramRefused) -> ResponseReturnValue:
    store, caller = context.store(), context.caller()
    raw = draft_diagram(store, caller, draft_id)
    return render_template(
        "sops/walk_not_yet.html",
        draft=draft_view(store, caller, draft_id),
        findings=finding_lines(refused.findings, raw, KEPT),
        ids=True,
    ), refused.status


def _go_on(place: _Place, walked: Walk) -> None:
    store, caller, now = context.store(), context.caller(), context.now()
    before = place.seen.stored
    if place.version is None or place.sop_id is None:
        if place.draft_id is None:
            raise NotFound
        go_on_walking_draft(
            store, caller, draft_id=place.draft_id, walked=walked, before=before, now=now
        )
        return
    go_on_walking(
        store,
        caller,
        sop_id=place.sop_id,
        version_id=place.version.version_id,
        walked=walked,
        before=before,
        now=now,
    )


def _acts_after(seen: WalkSeen) -> tuple[Act, ...]:
    """Return the acts of the walk after what was posted. Raises ActUnknown, InstantNeeded."""
    acts = seen.walk.acts
    match text_of("tindakan"):
        case "mundur":
            # What no longer fits is taken back first.
            return acts if seen.refused is not None else acts[:-1]
        case "ulang":
            return ()
        case _:
            return (*acts, _act(seen))


def _act(seen: WalkSeen) -> Act:  # noqa: PLR0911 - one for each kind of act
    match text_of("tindakan"):
        case "mulai":
            return _start(seen)
        case "selesai":
            task = _task(seen)
            form = seen.ground.form_at(task.path)
            typed = {} if form is None else typed_from_post(form, request.form)
            return Complete(task.path, task.instance, typed, text_of("putusan") or None)
        case "kembali":
            task = _task(seen)
            return SendBack(task.path, text_of("tujuan"), text_of("alasan"), task.instance)
        case "lewati":
            task = _task(seen)
            return Waive(task.path, task.instance or 0)
        case "pesan":
            return Deliver(text_of("pesan"))
        case "jam":
            return MoveClock(_instant(seen, text_of("jam")))
        case "jam-berikut":
            due = seen.walk.next_due()
            if due is None:
                raise ActUnknown
            return MoveClock(due)
        case _:
            raise ActUnknown


def _start(seen: WalkSeen) -> Start:
    process = seen.ground.engine.process
    days = {step.id: read_date(text_of(f"tenggat-{step.id}")) for step in adjusted_steps(process)}
    year = text_of("tahun")
    return Start(
        at=_instant(seen, text_of("jam")),
        title=text_of("judul"),
        year=int(year) if year.isascii() and year.isdigit() and len(year) <= len("2026") else 0,
        kind=text_of("jenis") if kinds_of(process) else "",
        dates={element: day for element, day in days.items() if day is not None},
    )


def _instant(seen: WalkSeen, typed: str) -> datetime:
    """Return a typed day and hour of the office. Raises InstantNeeded."""
    try:
        local = datetime.fromisoformat(typed)
    except ValueError:
        raise InstantNeeded from None
    if local.tzinfo is not None or ":" not in typed:
        raise InstantNeeded
    return local.replace(tzinfo=ZoneInfo(seen.ground.zone)).astimezone(UTC)


def _task(seen: WalkSeen) -> WalkTask:
    wanted = text_of("tugas")
    found = next((it for it in seen.walk.tasks if str(it.task_no) == wanted), None)
    if found is None:
        raise ActUnknown
    return found


def _kept(place: _Place) -> ResponseReturnValue:
    seen = place.seen
    if place.sop_id is None:
        raise NotFound
    try:
        keep_walk(
            context.store(),
            context.caller(),
            sop_id=place.sop_id,
            name=text_of("nama"),
            made=WalkedOn(seen.ground, seen.xml_sha256, seen.walk.acts),
            now=context.now(),
            reason=text_of("alasan-ganti"),
        )
    except (Forbidden, NotFound):
        raise
    except EntryRefused as refused:
        said = [
            PageError(sentence(it.code, **it.params), _CONTROLS.get(it.field_name, ""))
            for it in refused.problems
        ]
        return _page(place, errors=said), refused.status
    except Rejected as refused:
        target = "nama" if isinstance(refused, Conflict) else ""
        return _page(
            place, errors=[PageError(sentence(refused.code, **refused.params), target)]
        ), refused.status
    return redirect(f"{place.address}#uji", 303)


# ---------------------------------------------------------------- below: the page


def _page(
    place: _Place,
    *,
    errors: list[PageError] | None = None,
    wrong: Mapping[str, Problem] | None = None,
) -> str:
    seen = place.seen
    walked, process = seen.walk, seen.ground.engine.process
    lines = [_line(seen, task) for task in walked.tasks]
    found = list(errors or [])
    if seen.refused is not None:
        found.append(PageError(sentence(seen.refused.code, **seen.refused.params)))
    kinds = kinds_of(process)
    now = walked.now or context.now()
    return render_template(
        "sops/walk.html",
        place=place,
        until=len(seen.stored),
        walk=walked,
        lines=lines,
        asked=_asked(seen, _chosen(lines), wrong or {}),
        messages=[(it.path, it.name, called_at(seen.ground, it.path)) for it in walked.messages],
        timers=[(it.due, _called(seen.ground, it.element_id)) for it in walked.timers],
        next_due=walked.next_due(),
        log=[(entry.at, sentence(entry.code, **entry.params)) for entry in walked.log],
        trouble=_trouble(walked),
        kept=[(it, _difference(it), place.removal(it.walk_id)) for it in seen.kept],
        may_remove=seen.may_remove,
        kinds=[(kind, labels.KINDS.get(kind, kind)) for kind in kinds],
        adjusted=[
            (step.id, called_at(seen.ground, _path(step.id, process.id)))
            for step in adjusted_steps(process)
        ]
        if walked.status == "new"
        else [],
        units=", ".join(SAMPLE_UNITS.values()),
        local_now=now.astimezone(ZoneInfo(seen.ground.zone)).strftime("%Y-%m-%dT%H:%M"),
        picture=_picture(place),
        errors=found,
        wrong={error.target: error.text for error in found if error.target},
        typed=request.form,
        back_reason=text_of("alasan"),
    )


def _path(element_id: str, process_id: str) -> str:
    return f"{process_id}/{element_id}"


def _line(seen: WalkSeen, task: WalkTask) -> TaskLine:
    calendar, now = seen.ground.calendar, seen.walk.now
    if calendar is None or now is None:
        return TaskLine(task, None)
    return TaskLine(task, due_of(task.due, now, calendar))


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
    views: tuple[FieldView, ...] = ()
    if form is not None:
        posted = text_of("tugas") == str(task.task_no)
        typed: dict[str, Any] = typed_from_post(form, request.form) if posted else {}
        context_seen = {**task.data, **sample_options(ground)}
        views = present(form, typed, wrong, context_seen)
    flows = () if drawn is None else drawn.flows
    forward = tuple(flow for flow in flows if flow.purpose == "forward")
    in_form = drawn is not None and form is not None and form.field(drawn.variable) is not None
    return TaskAsked(
        line,
        # Every field is shown: what belongs to other answers says so itself.
        tuple(_shown(view) for view in views if view.kind != "file"),
        tuple(view.label for view in views if view.kind == "file"),
        () if in_form or len(forward) < 2 else forward,  # noqa: PLR2004 - no choice in one
        tuple(flow for flow in flows if flow.purpose == "return"),
    )


def _shown(view: FieldView) -> FieldView:
    hint = f"{view.applies} {view.hint}".strip()
    return replace(view, hidden=False, decides=False, hint=hint, applies="")


def _field_errors(place: _Place, refused: FieldsRejected) -> list[PageError]:
    form = None
    wanted = text_of("tugas")
    for task in place.seen.walk.tasks:
        if str(task.task_no) == wanted:
            form = place.seen.ground.form_at(task.path)
    titles = {} if form is None else {field.key: field.label for field in form.fields}
    return [
        PageError(
            f"{titles.get(key, key)}: {sentence(code, **params)}",
            f"isian-{key}" if key in titles else "",
        )
        for key, (code, params) in refused.errors.items()
    ]


def _error(refused: Rejected) -> PageError:
    field = _CONTROLS.get(refused.params.get("field", ""), "")
    if refused.code == "running.reason-missing":
        field = "alasan"
    if isinstance(refused, InstantNeeded):
        field = "jam"
    return PageError(sentence(refused.code, **refused.params), field)


def _trouble(walked: Walk) -> str:
    if walked.trouble is None:
        return ""
    return sentence(walked.trouble.code, **walked.trouble.params)


def _difference(kept: KeptWalk) -> str:
    return "" if kept.difference is None else tell(kept.difference)


def _called(ground: Ground, element_id: str) -> str:
    paths = (it for it in ground.engine.nodes if it.rpartition("/")[2] == element_id)
    return called_at(ground, next(paths, element_id))


def _picture(place: _Place) -> Markup:
    drawn = draw(place.seen.raw, _marks(place.seen), label=f"Diagram {place.title}", limits=KEPT)
    # Drawn by us: names are text nodes, no element carries markup of the file.
    return Markup(drawn)  # noqa: S704


def _marks(seen: WalkSeen) -> dict[str, Mark]:
    """Return the marks of the picture: what was done, which flows were taken, where it stands."""
    walked = seen.walk
    marks = {_drawn(seen.ground, path): Mark(("done",)) for path in walked.completed}
    marks |= {path.rpartition("/")[2]: Mark(("taken",)) for path in walked.flows}
    tokens: dict[str, int] = {}
    for path in walked.tokens:
        element = _drawn(seen.ground, path)
        tokens[element] = tokens.get(element, 0) + 1
    for element, count in tokens.items():
        badge = f"{count}\N{MULTIPLICATION SIGN}" if count > 1 else "sekarang"
        marks[element] = Mark(("current",), badge=badge)
    if walked.trouble is not None:
        marks[walked.trouble.element_id] = Mark(("problem",), badge="kendala")
    return marks


def _drawn(ground: Ground, path: str) -> str:
    """Return the element that stands for a node: of a called process, the call."""
    home, at = ground.engine.process, path
    while ground.engine.homes.get(at, home) is not home and "/" in at:
        at = at.rpartition("/")[0]
    return at.rpartition("/")[2]
