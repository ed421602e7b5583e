"""*Uji jalan*: a version or a draft of a SOP walked by one person, with a simulated clock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, redirect, render_template, request

from service.access.entries import EntryRefused
from service.commands.keep_walk import (
    remove_walk,
    remove_walk_of_draft,
)
from service.diagrams import KEPT, DiagramRefused
from service.diagrams.ways_in import ways_in
from service.engine.faults import ErrorNotCaught
from service.errors import Conflict, Forbidden, NotFound, Rejected
from service.feel import FeelError
from service.forms import FieldsRejected
from service.queries.sop_drafts import draft_diagram, draft_view
from service.running.adjusted import adjusted_steps
from service.running.kinds import kinds_of
from service.running.refusals import ReasonMissing
from service.running.walks.ground import SAMPLE_UNITS, called_at, called_element
from service.running.walks.walk import walk
from service.sentences import sentence
from service.sentences.telling import tell
from service.web import context, labels
from service.web.carried import asked_again
from service.web.findings import finding_lines
from service.web.guard import Who, allowed
from service.web.pages.returning import goes_through_login
from service.web.pages.walk_places import (
    WalkPlace,
    draft_place,
    kept_walk,
    store_walk,
    version_place,
)
from service.web.said import AFTER, said_after
from service.web.typed import PageError, text_of
from service.web.walk_posted import ErrorNeeded, InstantNeeded, MessageNeeded, acts_after
from service.web.walk_shown import clock_proposed, picture, task_asked, task_lines, visible_ids

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

    from service.errors import AlurError
    from service.forms import Problem
    from service.queries.sop_walks import KeptWalk, WalkSeen
    from service.running.walks.standing import Walk

draft_walks = Blueprint("draft_walks", __name__, url_prefix="/sop/draf/<uuid:draft_id>")
walks = Blueprint("walks", __name__, url_prefix="/sop/<uuid:sop_id>/versi/<int:number>")

goes_through_login("walks.go_on", "draft_walks.go_on")

#: What a refusal calls a field → its control on the page.
_CONTROLS: Final = {"title": "judul", "year": "tahun", "reason": "alasan", "name": "nama"}

#: A refusal that can only be about one control → that control.
_CONTROL: Final[dict[type[Rejected], str]] = {
    ReasonMissing: "alasan",
    InstantNeeded: "jam",
    MessageNeeded: "kegagalan",
    ErrorNeeded: "kode",
    ErrorNotCaught: "kode",
}

#: Act → what the page says after it.
_SAID: Final = {"hapus": "web.walk-removed", "hapus-draf": "web.walk-of-draft-removed"}


@walks.get("/uji-jalan")
@allowed(Who.SIGNED_IN)
def show(sop_id: UUID, number: int) -> str:
    """Show how the walk stands, and what can be done next."""
    return _page(version_place(sop_id, number))


@walks.post("/uji-jalan")
@allowed(Who.SIGNED_IN)
def go_on(sop_id: UUID, number: int) -> ResponseReturnValue:
    """Do an act of the walk, take the last one back, begin again, or keep the walk."""
    return _walk_on(version_place(sop_id, number))


@walks.post("/uji-jalan/isian")
@allowed(Who.SIGNED_IN)
def visible(sop_id: UUID, number: int) -> dict[str, list[str]]:
    """Say which items of the form the answers so far leave visible."""
    return {"visible": visible_ids(version_place(sop_id, number).seen)}


def _walk_on(place: WalkPlace) -> ResponseReturnValue:
    if asked_again():
        return _page(place)
    if text_of("tindakan") in _KEEPING:
        return _KEEPING[text_of("tindakan")](place)
    if text_of("sampai") not in ("", str(len(place.seen.stored))):
        # A page that was left open: what it shows is not how the walk stands.
        return _page(place, errors=[PageError(sentence("walk.walked-elsewhere"))]), 409
    return _walked_on(place)


def _walked_on(place: WalkPlace) -> ResponseReturnValue:
    try:
        walked = walk(place.seen.ground, acts_after(place.seen))
    except FieldsRejected as refused:
        return _page(place, wrong=refused.errors, errors=_field_errors(place, refused)), 422
    except Rejected as refused:
        return _page(place, errors=[_error(refused)]), refused.status
    except FeelError as fault:
        return _page(place, errors=[PageError.of(fault)]), 422
    store_walk(place, walked)
    return redirect(place.address, 303)


@walks.post("/uji-jalan/uji/<uuid:walk_id>/hapus")
@allowed(Who.SIGNED_IN)
def remove(sop_id: UUID, number: int, walk_id: UUID) -> ResponseReturnValue:
    """Let a kept walk no longer count, with the reason."""
    place = version_place(sop_id, number)
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
        said = PageError.of(refused, f"alasan-{walk_id}")
        return _page(place, errors=[said]), refused.status
    return redirect(f"{place.address}?{AFTER}=hapus#uji", 303)


@draft_walks.get("/uji-jalan", endpoint="show")
@allowed(Who.SIGNED_IN)
def show_draft(draft_id: UUID) -> ResponseReturnValue:
    """Show how the walk of a draft stands, or what keeps its diagram from being walked."""
    try:
        return _page(draft_place(draft_id))
    except DiagramRefused as refused:
        return _not_yet(draft_id, refused)


@draft_walks.post("/uji-jalan", endpoint="go_on")
@allowed(Who.SIGNED_IN)
def go_on_draft(draft_id: UUID) -> ResponseReturnValue:
    """Do an act of the walk of a draft, take the last one back, begin again, or keep it."""
    try:
        return _walk_on(draft_place(draft_id))
    except DiagramRefused as refused:
        return _not_yet(draft_id, refused)


@draft_walks.post("/uji-jalan/isian", endpoint="visible")
@allowed(Who.SIGNED_IN)
def visible_of_draft(draft_id: UUID) -> dict[str, list[str]]:
    """Say which items of the form the answers so far leave visible, in the walk of a draft."""
    return {"visible": visible_ids(draft_place(draft_id).seen)}


# ---------------------------------------------------------------- below: acts


def _not_yet(draft_id: UUID, refused: DiagramRefused) -> ResponseReturnValue:
    store, caller = context.store(), context.caller()
    raw = draft_diagram(store, caller, draft_id)
    return render_template(
        "sops/walk_not_yet.html",
        draft=draft_view(store, caller, draft_id),
        findings=finding_lines(refused.findings, raw, KEPT),
        ids=True,
    ), refused.status


def _keep(place: WalkPlace) -> ResponseReturnValue:
    try:
        kept_id = kept_walk(place)
    except (Forbidden, NotFound):
        raise
    except EntryRefused as refused:
        said = [PageError.of(it, _CONTROLS.get(it.field_name, "")) for it in refused.problems]
        return _page(place, errors=said), refused.status
    except Rejected as refused:
        target = "nama" if isinstance(refused, Conflict) else ""
        said = [PageError.of(refused, target)]
        return _page(place, errors=said, replacing=isinstance(refused, Conflict)), refused.status
    return redirect(f"{place.address}?tersimpan={kept_id}#uji", 303)


def _remove_of_draft(place: WalkPlace) -> ResponseReturnValue:
    walk_id = request.form.get("uji", type=UUID)
    if place.sop_id is not None or place.draft_id is None or walk_id is None:
        raise NotFound
    remove_walk_of_draft(
        context.store(),
        context.caller(),
        draft_id=place.draft_id,
        walk_id=walk_id,
        now=context.now(),
    )
    return redirect(f"{place.address}?{AFTER}=hapus-draf#uji", 303)


#: What is done with kept walks, not with the walk itself.
_KEEPING: Final = {"simpan": _keep, "hapus-uji": _remove_of_draft}


# ---------------------------------------------------------------- below: the page


def _page(
    place: WalkPlace,
    *,
    errors: list[PageError] | None = None,
    wrong: Mapping[str, Problem] | None = None,
    replacing: bool = False,
) -> str:
    seen = place.seen
    walked, process = seen.walk, seen.ground.engine.process
    # Held up, a walk only goes back.
    lines = task_lines(seen) if walked.trouble is None else []
    found = list(errors or [])
    if seen.refused is not None:
        found += _stopped(seen, seen.refused)
    kinds = kinds_of(process)
    clock = clock_proposed(seen) or context.now()
    return render_template(
        "sops/walk.html",
        place=place,
        until=len(seen.stored),
        walk=walked,
        lines=lines,
        asked=task_asked(seen, lines, wrong or {}),
        awaited=[
            (it.place, labels.AWAITED[it.kind], it.name, called_at(seen.ground, it.place))
            for it in walked.awaited
        ],
        timers=[(it.due, called_element(seen.ground, it.element_id)) for it in walked.timers],
        next_due=walked.next_due(),
        log=[(entry.at, sentence(entry.code, **entry.params)) for entry in walked.log],
        trouble=_trouble(walked),
        kept=[(it, _difference(it), place.removal(it.walk_id)) for it in seen.kept],
        replacing=replacing and seen.may_remove,
        said="" if found else _just_kept(seen, of_draft=place.sop_id is None) or said_after(_SAID),
        kinds=[(kind, labels.KINDS.get(kind, kind)) for kind in kinds],
        ways=[(way.node.id, way.node.name or way.node.id) for way in ways_in(process)],
        adjusted=[
            (step.id, called_element(seen.ground, step.id)) for step in adjusted_steps(process)
        ]
        if walked.status == "new"
        else [],
        units=", ".join(SAMPLE_UNITS.values()),
        local_clock=clock.astimezone(ZoneInfo(seen.ground.zone)).strftime("%Y-%m-%dT%H:%M"),
        picture=picture(seen, place.title),
        errors=found,
        wrong={error.target: error.text for error in found if error.target},
        typed=request.form,
        back_reason=text_of("alasan"),
    )


def _stopped(seen: WalkSeen, refused: AlurError) -> list[PageError]:
    """Return why a walk of before goes on no further on what the diagram is now."""
    done, total = len(seen.walk.acts), len(seen.stored)
    said = PageError(sentence("walk.stopped-by-change", done=str(done), total=str(total)))
    if not isinstance(refused, FieldsRejected):
        return [said, PageError.of(refused)]
    forms = [seen.ground.form_at(task.path) for task in seen.walk.tasks]
    titles = {field.key: field.label for form in forms if form for field in form.fields}
    return [
        said,
        *(
            PageError(f"{titles.get(key, key)}: {sentence(code, **params)}")
            for key, (code, params) in refused.errors.items()
        ),
    ]


def _field_errors(place: WalkPlace, refused: FieldsRejected) -> list[PageError]:
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
    named = _CONTROLS.get(refused.params.get("field", ""), "")
    return PageError.of(refused, _CONTROL.get(type(refused), named))


def _just_kept(seen: WalkSeen, *, of_draft: bool) -> str:
    """Return what was kept by the act from which the browser comes; "": nothing."""
    wanted = request.args.get("tersimpan", "")
    names = (kept.name for kept in seen.kept if str(kept.walk_id) == wanted)
    name = next(names, None)
    if name is None:
        return ""
    return sentence("web.walk-of-draft-kept" if of_draft else "web.walk-kept", name=name)


def _trouble(walked: Walk) -> str:
    if walked.trouble is None:
        return ""
    return sentence(walked.trouble.code, **walked.trouble.params)


def _difference(kept: KeptWalk) -> str:
    return "" if kept.difference is None else tell(kept.difference)
