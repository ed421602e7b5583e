"""A SOP: its page, its files, and what may be done with a version. `list_all` is the register."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, redirect, render_template
from markupsafe import Markup

from service.access.entries import EntryRefused
from service.access.rules import may_evaluate
from service.commands.confirm_proposals import confirm_proposals
from service.commands.make_effective import LaterVersionInForce, make_effective
from service.commands.publish_trial import publish_trial
from service.commands.take_catalogue_update import take_catalogue_update
from service.commands.withdraw_version import AlreadyWithdrawn, withdraw_version
from service.diagrams import KEPT, examine, read
from service.diagrams.rules_told import rules_of_process
from service.errors import Forbidden, NotFound, Rejected
from service.queries.definitions import outlines_of
from service.queries.moving import movable_counts
from service.queries.sop_drafts import drafts_seen
from service.queries.sop_life import life_of
from service.queries.sop_removed_walks import removed_walks
from service.queries.sops import (
    SopPlace,
    ratifications_of,
    readiness_of,
    sop_view,
    version_files,
)
from service.running.authority import may_manage
from service.running.beginnings import can_be_started
from service.running.catalogue import read_catalogue
from service.running.kinds import kinds_of
from service.sentences import sentence
from service.sentences.words import written_date
from service.web import context, labels
from service.web.carried import asked_again
from service.web.confirming import REFUSALS, confirmed_caller
from service.web.diagrams import finding_marks, picture_of
from service.web.findings import FindingLine, finding_lines
from service.web.guard import Who, allowed
from service.web.pages.files import attachment
from service.web.pages.returning import goes_through_login
from service.web.pages.sop_register import register_page
from service.web.sop_said import (
    ADDED,
    CONFIRMED,
    PUBLISHED,
    PUT_IN_FORCE,
    WITHDRAWN,
    asked_version,
    begins_later,
    holds_today,
    page_after,
    said_of_sop,
)
from service.web.sop_shown import (
    compared_from,
    first_shown,
    kept_by_withdrawing,
    replaced_by,
)
from service.web.sop_steps import doubtful_performers, step_lines
from service.web.typed import PageError, request_key, text_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from service.diagrams.model import Process
    from service.queries.sop_life import LifeAct
    from service.queries.sops import Readiness, SopVersion, SopView

sops = Blueprint("sops", __name__, url_prefix="/sop")

goes_through_login("sops.withdraw")

#: What a command calls a field → its control on the page.
_CONTROLS: Final = {"effective_from": "tanggal", "reason": "alasan"}


# ---------------------------------------------------------------- reading


@sops.get("")
@allowed(Who.SIGNED_IN)
def list_all() -> str:
    """Show the SOPs that the caller may see."""
    return register_page()


@sops.get("/<uuid:sop_id>")
@allowed(Who.SIGNED_IN)
def show(sop_id: UUID) -> str:
    """Show a SOP: its versions, and of one of them identity, diagram and what the gate says."""
    view = sop_view(context.store(), context.caller(), sop_id)
    return _page(view, asked_version(view) or first_shown(view, context.today()))


@sops.get("/<uuid:sop_id>/versi/<int:number>.bpmn")
@allowed(Who.SIGNED_IN)
def download(sop_id: UUID, number: int) -> Response:
    """Give the BPMN file of a version."""
    view = sop_view(context.store(), context.caller(), sop_id)
    raw, _ = version_files(context.store(), context.caller(), version_of(view, number))
    return attachment(
        iter([raw]),
        name=f"{view.key}-v{number}.bpmn",
        size=len(raw),
        media_type="application/xml",
    )


# ---------------------------------------------------------------- what a version becomes


@sops.post("/<uuid:sop_id>/pembaruan")
@allowed(Who.SIGNED_IN)
def take_update(sop_id: UUID) -> ResponseReturnValue:
    """Add the catalogue's present file as a version of its own."""
    return _done(
        page_after(ADDED, sop_id),
        sop_id,
        None,
        lambda: take_catalogue_update(
            context.store(),
            context.caller(),
            sop_id=sop_id,
            now=context.now(),
            request=request_key(),
        ),
    )


@sops.post("/<uuid:sop_id>/versi/<int:number>/uji-coba")
@allowed(Who.SIGNED_IN)
def publish(sop_id: UUID, number: int) -> ResponseReturnValue:
    """Let an office start processes with a version, as trials."""
    version = version_of(sop_view(context.store(), context.caller(), sop_id), number)
    return _done(
        page_after(PUBLISHED, sop_id, number),
        sop_id,
        version,
        lambda: publish_trial(
            context.store(),
            context.caller(),
            version_id=version.version_id,
            now=context.now(),
            request=request_key(),
        ),
    )


@sops.post("/<uuid:sop_id>/versi/<int:number>/konfirmasi")
@allowed(Who.SIGNED_IN)
def confirm(sop_id: UUID, number: int) -> ResponseReturnValue:
    """Take responsibility, as analyst, for what the document does not say."""
    version = version_of(sop_view(context.store(), context.caller(), sop_id), number)
    return _done(
        page_after(CONFIRMED, sop_id, number),
        sop_id,
        version,
        lambda: confirm_proposals(
            context.store(),
            context.caller(),
            version_id=version.version_id,
            now=context.now(),
            request=request_key(),
        ),
    )


@sops.post("/<uuid:sop_id>/versi/<int:number>/berlakukan")
@allowed(Who.SIGNED_IN)
def put_in_force(sop_id: UUID, number: int) -> ResponseReturnValue:
    """Put a version in force from a day that the head types, with the password again."""
    version = version_of(sop_view(context.store(), context.caller(), sop_id), number)
    try:
        day = date.fromisoformat(text_of("tanggal"))
    except ValueError:
        return _page_with(version, sop_id, {"tanggal": sentence("web.date-needed")}), 422
    return _done(
        page_after(PUT_IN_FORCE, sop_id, number),
        sop_id,
        version,
        lambda: make_effective(
            context.store(),
            confirmed_caller(),
            version_id=version.version_id,
            effective_from=day,
            now=context.now(),
            request=request_key(),
        ),
    )


@sops.post("/<uuid:sop_id>/versi/<int:number>/cabut")
@allowed(Who.SIGNED_IN)
def withdraw(sop_id: UUID, number: int) -> ResponseReturnValue:
    """Withdraw a version, with a reason; processes that run go on."""
    version = version_of(sop_view(context.store(), context.caller(), sop_id), number)
    if asked_again():
        if version.status == "withdrawn":
            raise AlreadyWithdrawn
        return _page_with(version, sop_id, {})
    reason = text_of("alasan")
    if not reason:
        return _page_with(version, sop_id, {"alasan": sentence("web.reason-needed")}), 422
    return _done(
        page_after(WITHDRAWN, sop_id, number),
        sop_id,
        version,
        lambda: withdraw_version(
            context.store(),
            confirmed_caller(),
            version_id=version.version_id,
            reason=reason,
            now=context.now(),
            request=request_key(),
        ),
    )


# ---------------------------------------------------------------- below


def _done(
    after: str, sop_id: UUID, version: SopVersion | None, act: Callable[[], object]
) -> ResponseReturnValue:
    """Carry out an act on a SOP and go to `after`, or show its page with what was refused."""
    try:
        act()
    except REFUSALS as refused:
        return _page_with(
            version, sop_id, {"sandi": sentence(refused.code, **refused.params)}
        ), 422
    except EntryRefused as refused:
        said = {
            _CONTROLS.get(problem.field_name, ""): sentence(problem.code, **problem.params)
            for problem in refused.problems
        }
        return _page_with(version, sop_id, said), refused.status
    except LaterVersionInForce as refused:
        return _page_with(version, sop_id, {"tanggal": later_version(refused)}), refused.status
    except (Forbidden, NotFound):
        raise
    except Rejected as refused:
        return _page_with(
            version, sop_id, {"": sentence(refused.code, **refused.params)}
        ), refused.status
    return redirect(after, 303)


def later_version(refused: LaterVersionInForce) -> str:
    """Return in words from which day a version can be in force at the earliest."""
    first = date.fromisoformat(refused.params["first"])
    return sentence(refused.code, first=written_date(first))


def version_of(view: SopView, number: int) -> SopVersion:
    """Return a version by its number. Raises NotFound."""
    found = next((version for version in view.versions if version.number == number), None)
    if found is None:
        raise NotFound
    return found


def _page_with(version: SopVersion | None, sop_id: UUID, wrong: dict[str, str]) -> str:
    view = sop_view(context.store(), context.caller(), sop_id)
    shown = view.newest if version is None else version_of(view, version.number)
    return _page(view, shown, wrong)


def _page(view: SopView, shown: SopVersion | None, wrong: dict[str, str] | None = None) -> str:
    store, caller = context.store(), context.caller()
    found, today = wrong or {}, context.today()
    findings: list[FindingLine] = []
    process: Process | None = None
    picture = Markup()
    if shown is not None:
        raw, forms = version_files(store, caller, shown)
        verdict = examine(raw, forms=outlines_of(forms))
        findings = finding_lines(verdict.findings, raw, KEPT)
        process = verdict.diagram.process(shown.process_id) if verdict.diagram else None
        picture = picture_of(raw, finding_marks(verdict.findings), view.title, KEPT)
    steps = step_lines(process) if process else []
    readiness = _readiness(view, shown)
    life = life_of(store, caller, view.sop_id)
    return render_template(
        "sops/show.html",
        sop=view,
        shown=shown,
        identity=process.identity if process else None,
        kinds=[labels.KINDS.get(kind, kind) for kind in kinds_of(process)],
        steps=steps,
        drafts=drafts_seen(store, caller, sop_id=view.sop_id) if view.may_author else (),
        doubtful=doubtful_performers(steps),
        proposed=sum(line.proposed for line in steps),
        rules=rules_of_process(process) if process else (),
        hits=labels.HITS,
        confirmed=_confirmation(shown, life),
        update=shown == view.newest and _has_update(view),
        findings=findings,
        hindered=any(line.severity != "info" for line in findings),
        ids=view.may_author,
        picture=picture,
        errors=[PageError(text, name) for name, text in found.items()],
        wrong=found,
        said="" if found else said_of_sop(view, today),
        holds=holds_today(view, today),
        later=begins_later(view, today),
        typed_date=text_of("tanggal") or view.first_day(today).isoformat(),
        today=today,
        runs=view.startable(today),
        by_person=_by_person(view, today),
        replaces=replaced_by(view, shown, today),
        first_day=view.first_day(today),
        typed_reason=text_of("alasan"),
        version_words=labels.VERSIONS,
        ratified=ratifications_of(store, caller, view.sop_id),
        own_version=shown is not None and caller.person_id in shown.author_ids,
        readiness=readiness,
        unsaid=[labels.IDENTITY[part] for part in readiness.unsaid] if readiness else [],
        compared_from=compared_from(view, shown),
        movable=_movable(view),
        may_evaluate=may_evaluate(caller, SopPlace(caller.pemda_id, view.office_id)),
        kept=kept_by_withdrawing(view, shown, today),
        life_words=labels.LIFE,
        life=life,
        removed_walks=removed_walks(store, caller, view),
        numbers={version.version_id: version.number for version in view.versions},
    )


def _confirmation(version: SopVersion | None, life: tuple[LifeAct, ...]) -> LifeAct | None:
    """Return by which act an analyst confirmed what a version adds to its document."""
    if version is None:
        return None
    return next(
        (act for act in life if (act.act, act.version_id) == ("confirmed", version.version_id)),
        None,
    )


def _by_person(view: SopView, today: date) -> bool:
    """Return whether a person can start what runs now: not only a signal or a time does."""
    version = view.startable(today)
    if version is None:
        return False
    raw, _forms = version_files(context.store(), context.caller(), version)
    process = read(raw, KEPT).diagram.process(version.process_id)
    return process is None or can_be_started(process)


def _movable(view: SopView) -> dict[int, int]:
    """Return how many processes the caller could move, by number of the version to go to."""
    store, caller = context.store(), context.caller()
    if not may_manage(caller, SopPlace(caller.pemda_id, view.office_id)):
        return {}
    return movable_counts(store, caller, view, context.now())


def _readiness(view: SopView, shown: SopVersion | None) -> Readiness | None:
    """Return whether the version could be put in force; None: it no longer can be."""
    if shown is None or shown.status not in ("checked", "trial"):
        return None
    return readiness_of(context.store(), context.caller(), view.sop_id, shown)


def _has_update(view: SopView) -> bool:
    """Say whether the catalogue's file is one that the office neither began from nor took.

    What the office itself changed since makes the file of the catalogue no newer.
    """
    if view.source is None or not view.versions or not view.may_author:
        return False
    entry = read_catalogue().entries.get(view.key)
    had = {view.source_sha256, *(version.xml_sha256 for version in view.versions)}
    return entry is not None and entry.sha256 not in had
