"""SOPs: the list, the catalogue, uploading, and what may be done with a version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, url_for
from markupsafe import Markup

from service.access.entries import EntryRefused
from service.access.rules import may_evaluate
from service.commands.add_sop_version import Upload, add_sop_version
from service.commands.adopt_sop import adopt_sop
from service.commands.confirm_proposals import confirm_proposals
from service.commands.make_effective import ProposalsNotConfirmed, make_effective
from service.commands.publish_trial import publish_trial
from service.commands.take_catalogue_update import take_catalogue_update
from service.commands.withdraw_version import AlreadyWithdrawn, withdraw_version
from service.diagrams import KEPT, DiagramRefused, examine
from service.diagrams.picture import draw
from service.errors import Forbidden, NotFound, Rejected
from service.queries.definitions import outlines_of
from service.queries.moving import movable_counts
from service.queries.sop_drafts import drafts_seen
from service.queries.sop_life import life_of
from service.queries.sop_search import matches
from service.queries.sops import (
    SopPlace,
    adopted_keys,
    authored_offices,
    ratifications_of,
    readiness_of,
    sop_view,
    version_files,
    version_is_confirmed,
)
from service.running.authority import may_manage
from service.running.catalogue import read_catalogue
from service.running.kinds import kinds_of
from service.sentences import sentence
from service.sentences.words import written_excess, written_list
from service.web import context, labels
from service.web.carried import asked_again
from service.web.confirming import REFUSALS, confirmed_caller
from service.web.diagrams import finding_marks
from service.web.findings import FindingLine, finding_lines
from service.web.guard import Who, allowed
from service.web.pages.files import attachment
from service.web.pages.returning import goes_through_login
from service.web.pages.sop_register import register_page
from service.web.sop_steps import doubtful_performers, step_lines
from service.web.typed import PageError, request_key, text_of, typed_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue
    from werkzeug.datastructures import FileStorage

    from service.diagrams import Finding
    from service.diagrams.model import Process
    from service.diagrams.xml import Limits
    from service.queries.sops import AuthoredOffice, Readiness, SopVersion, SopView

sops = Blueprint("sops", __name__, url_prefix="/sop")

goes_through_login("sops.withdraw")

_FORM_ENDING: Final = ".form"
_MOST_FORMS: Final = 100

#: What a command calls a field → its control on the page.
_CONTROLS: Final = {"effective_from": "tanggal", "reason": "alasan"}
_UPLOADED: Final = {"note": "catatan"}


@dataclass(frozen=True, slots=True)
class CatalogueLine:
    """A SOP of the catalogue, with the offices that could still take it."""

    key: str
    title: str
    #: the pemerintah daerah of the document, its office and unit
    origin: str
    office: str
    unit: str
    steps: int
    offices: tuple[AuthoredOffice, ...]


# ---------------------------------------------------------------- reading


@sops.get("")
@allowed(Who.SIGNED_IN)
def list_all() -> str:
    """Show the SOPs that the caller may see."""
    return register_page()


@sops.get("/<uuid:sop_id>")
@allowed(Who.SIGNED_IN)
def show(sop_id: UUID) -> str:
    """Show a SOP: its identity, versions, diagram, and what the gate says of the newest one."""
    return _page(sop_view(context.store(), context.caller(), sop_id))


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


# ---------------------------------------------------------------- taking and bringing


@sops.get("/katalog")
@allowed(Who.SIGNED_IN)
def show_catalogue() -> str:
    """Show the SOPs that come with Alur; an office takes one as its own."""
    store, caller = context.store(), context.caller()
    offices = authored_offices(store, caller)
    if not offices:
        raise NotFound
    taken = adopted_keys(store, caller)
    words = typed_words()
    lines = [
        CatalogueLine(
            entry.key,
            entry.title,
            identity.government if identity else "",
            identity.office if identity else "",
            identity.unit if identity else "",
            sum(node.extension.step is not None for node in entry.process.scope.nodes),
            tuple(one for one in offices if (one.office_id, entry.key) not in taken),
        )
        for entry in read_catalogue().entries.values()
        for identity in [entry.process.identity]
    ]
    return render_template(
        "sops/catalogue.html",
        lines=[
            line
            for line in lines
            if matches(words, (line.title, line.origin, line.office, line.unit, line.key))
        ],
        words=words,
        total=len(lines),
    )


@sops.post("/katalog/<key>")
@allowed(Who.SIGNED_IN)
def adopt(key: str) -> ResponseReturnValue:
    """Make a SOP of the catalogue the office's own (*Gunakan untuk kantor ini*)."""
    made = adopt_sop(
        context.store(),
        context.caller(),
        office_id=_office_id(),
        key=key,
        now=context.now(),
        request=request_key(),
    )
    return redirect(url_for("sops.show", sop_id=made.sop_id), 303)


@sops.route("/unggah", methods=["GET", "POST"])
@allowed(Who.SIGNED_IN)
def upload() -> ResponseReturnValue:
    """Take a diagram with its forms; the gate's findings stand at their elements."""
    offices = authored_offices(context.store(), context.caller())
    if not offices:
        raise NotFound
    if request.method == "GET":
        return _upload_page(offices, [])
    file = request.files.get("diagram")
    unusable = _unusable(file)
    if file is None or unusable:
        return _upload_page(offices, [PageError(unusable, "diagram")]), 422
    raw = file.read()
    strange = _other_files()
    if strange:
        said = PageError(sentence("web.not-a-form", names=written_list(strange)), "formulir")
        return _upload_page(offices, [said]), 422
    try:
        found = add_sop_version(
            context.store(),
            context.caller(),
            office_id=_office_id(),
            upload=Upload(
                raw, _brought_forms(), text_of("proses", most=200) or None, text_of("catatan")
            ),
            now=context.now(),
            request=request_key(),
        )
    except DiagramRefused as refused:
        return _upload_page(offices, [], refused.findings, raw), refused.status
    except Forbidden:
        raise
    except Rejected as refused:
        return _upload_page(
            offices, _upload_errors(refused), _findings_of(refused)
        ), refused.status
    return redirect(url_for("sops.show", sop_id=found.made.sop_id), 303)


@sops.post("/<uuid:sop_id>/pembaruan")
@allowed(Who.SIGNED_IN)
def take_update(sop_id: UUID) -> ResponseReturnValue:
    """Add the catalogue's present file as a version of its own."""
    return _done(
        sop_id,
        lambda: take_catalogue_update(
            context.store(),
            context.caller(),
            sop_id=sop_id,
            now=context.now(),
            request=request_key(),
        ),
    )


# ---------------------------------------------------------------- what a version becomes


@sops.post("/<uuid:sop_id>/versi/<int:number>/uji-coba")
@allowed(Who.SIGNED_IN)
def publish(sop_id: UUID, number: int) -> ResponseReturnValue:
    """Let an office start processes with a version, as trials."""
    version = version_of(sop_view(context.store(), context.caller(), sop_id), number)
    return _done(
        sop_id,
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
        sop_id,
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
        return _page_with(sop_id, {"tanggal": sentence("web.date-needed")}), 422
    return _done(
        sop_id,
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
        return _page_with(sop_id, {})
    reason = text_of("alasan")
    if not reason:
        return _page_with(sop_id, {"alasan": sentence("web.reason-needed")}), 422
    return _done(
        sop_id,
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


def _done(sop_id: UUID, act: object) -> ResponseReturnValue:
    """Carry out an act on a SOP and come back to its page, with what was refused if it was."""
    try:
        act()  # type: ignore[operator]
    except REFUSALS as refused:
        return _page_with(sop_id, {"sandi": sentence(refused.code, **refused.params)}), 422
    except EntryRefused as refused:
        said = {
            _CONTROLS.get(problem.field_name, ""): sentence(problem.code, **problem.params)
            for problem in refused.problems
        }
        return _page_with(sop_id, said), refused.status
    except (Forbidden, NotFound):
        raise
    except (ProposalsNotConfirmed, Rejected) as refused:
        return _page_with(sop_id, {"": sentence(refused.code, **refused.params)}), refused.status
    return redirect(url_for("sops.show", sop_id=sop_id), 303)


def _office_id() -> UUID:
    try:
        return UUID(request.form.get("kantor", ""))
    except ValueError:
        raise NotFound from None


def _unusable(file: FileStorage | None) -> str:
    """Return why the diagram's file is not even read; "": it can be."""
    size = 0 if file is None else file.seek(0, 2)
    if file is None or size == 0:
        return sentence("web.diagram-needed")
    limit = context.services().settings.limits.xml_bytes
    if size > limit:
        said, most = written_excess(size, limit)
        return sentence("web.diagram-too-large", size=said, limit=most)
    file.seek(0)
    return ""


def _brought_forms() -> dict[str, bytes]:
    limit = context.services().settings.limits.form_bytes
    return {
        (file.filename or "").removesuffix(_FORM_ENDING): file.read(limit + 1)
        for file in request.files.getlist("formulir")[:_MOST_FORMS]
        if (file.filename or "").endswith(_FORM_ENDING)
    }


def _other_files() -> list[str]:
    """Return what was chosen as a form and is none by its name."""
    return [
        file.filename or ""
        for file in request.files.getlist("formulir")
        if file.filename and not file.filename.endswith(_FORM_ENDING)
    ]


def version_of(view: SopView, number: int) -> SopVersion:
    """Return a version by its number. Raises NotFound."""
    found = next((version for version in view.versions if version.number == number), None)
    if found is None:
        raise NotFound
    return found


def _page_with(sop_id: UUID, wrong: dict[str, str]) -> str:
    return _page(sop_view(context.store(), context.caller(), sop_id), wrong)


def _page(view: SopView, wrong: dict[str, str] | None = None) -> str:
    store, caller, newest = context.store(), context.caller(), view.newest
    found = wrong or {}
    findings: list[FindingLine] = []
    process: Process | None = None
    picture = Markup()
    if newest is not None:
        raw, forms = version_files(store, caller, newest)
        verdict = examine(raw, forms=outlines_of(forms))
        findings = finding_lines(verdict.findings, raw, KEPT)
        process = verdict.diagram.process(newest.process_id) if verdict.diagram else None
        picture = _picture(raw, verdict.findings, view.title, KEPT)
    steps = step_lines(process) if process else []
    return render_template(
        "sops/show.html",
        sop=view,
        identity=process.identity if process else None,
        kinds=[labels.KINDS.get(kind, kind) for kind in kinds_of(process)],
        steps=steps,
        drafts=drafts_seen(store, caller, sop_id=view.sop_id) if view.may_author else (),
        doubtful=doubtful_performers(steps),
        proposed=sum(line.proposed for line in steps),
        confirmed=newest is not None and version_is_confirmed(store, caller, view.sop_id, newest),
        update=_has_update(view),
        findings=findings,
        hindered=any(line.severity != "info" for line in findings),
        ids=view.may_author,
        picture=picture,
        errors=[PageError(text, name) for name, text in found.items()],
        wrong=found,
        typed_date=text_of("tanggal") or context.today().isoformat(),
        typed_reason=text_of("alasan"),
        version_words=labels.VERSIONS,
        ratified=ratifications_of(store, caller, view.sop_id),
        own_version=newest is not None and newest.author_id == caller.person_id,
        readiness=_readiness(view),
        compared_from=_compared_from(view),
        movable=_movable(view),
        may_evaluate=may_evaluate(caller, SopPlace(caller.pemda_id, view.office_id)),
        life_words=labels.LIFE,
        life=life_of(store, caller, view.sop_id),
        numbers={version.version_id: version.number for version in view.versions},
    )


def _movable(view: SopView) -> dict[int, int]:
    """Return how many processes the caller could move, by number of the version to go to."""
    store, caller = context.store(), context.caller()
    if not may_manage(caller, SopPlace(caller.pemda_id, view.office_id)):
        return {}
    return movable_counts(store, caller, view, context.now())


def _compared_from(view: SopView) -> int | None:
    """Return with what the newest version is compared first: what is in force, else the last."""
    others = [version for version in view.versions if version != view.newest]
    in_force = [version for version in others if version.status == "effective"]
    return next((version.number for version in (*in_force, *others)), None)


def _readiness(view: SopView) -> Readiness | None:
    """Return whether the newest version could be put in force; None: it no longer can be."""
    newest = view.newest
    if newest is None or newest.status not in ("checked", "trial"):
        return None
    return readiness_of(context.store(), context.caller(), view.sop_id, newest)


def _has_update(view: SopView) -> bool:
    """Say whether the catalogue's file is another one than the newest version."""
    newest = view.newest
    if view.source is None or newest is None or not view.may_author:
        return False
    entry = read_catalogue().entries.get(view.key)
    return entry is not None and entry.sha256 != newest.xml_sha256


def _picture(
    raw: bytes, findings: Sequence[Finding], title: str, limits: Limits | None = None
) -> Markup:
    """Return the drawing with the findings at their elements; "" when it cannot be drawn."""
    try:
        drawn = draw(raw, finding_marks(findings), label=f"Diagram {title}", limits=limits)
    except DiagramRefused:
        return Markup()
    # Drawn by us: names are text nodes, no element carries markup of the file.
    return Markup(drawn)  # noqa: S704


def _upload_errors(refused: Rejected) -> list[PageError]:
    if isinstance(refused, EntryRefused):
        return [
            PageError(sentence(one.code, **one.params), _UPLOADED.get(one.field_name, "diagram"))
            for one in refused.problems
        ]
    return [PageError(sentence(refused.code, **refused.params), "diagram")]


def _upload_page(
    offices: Sequence[AuthoredOffice],
    errors: list[PageError],
    findings: tuple[Finding, ...] = (),
    raw: bytes = b"",
) -> str:
    return render_template(
        "sops/upload.html",
        offices=offices,
        errors=errors,
        findings=finding_lines(findings, raw),
        ids=True,
        picture=_picture(raw, findings, "") if raw else Markup(),
        most_bytes=context.services().settings.limits.xml_bytes,
        chosen=request.form.get("kantor", ""),
        typed_process=text_of("proses", most=200),
        typed_note=text_of("catatan"),
    )


def _findings_of(refused: Rejected) -> tuple[Finding, ...]:
    found = getattr(refused, "findings", ())
    return found if isinstance(found, tuple) else ()
