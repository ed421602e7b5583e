"""Where an office's SOPs come from: the catalogue that comes with Alur, or a diagram uploaded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import Blueprint, redirect, render_template, request, url_for

from service.access.entries import EntryRefused
from service.commands.add_sop_version import OtherSopHasKey, Upload, add_sop_version
from service.commands.adopt_sop import adopt_sop
from service.commands.begin_sop_draft import begin_brought_sop_draft
from service.diagrams import KEPT, DiagramRefused
from service.diagrams.opening import opened
from service.errors import Forbidden, NotFound, Rejected
from service.queries.own_process_ids import with_own_process_id
from service.queries.sop_search import matches
from service.queries.sops import adopted_keys, authored_offices
from service.running.catalogue import read_catalogue
from service.running.refusals import FileNotYours
from service.running.sop_drafts import require_readable
from service.sentences import sentence
from service.sentences.words import written_list
from service.web import context
from service.web.brought_diagram import (
    DIAGRAM,
    DiagramIsDocument,
    DiagramIsPicture,
    DiagramUnusable,
    brought_diagram,
)
from service.web.carried import asked_again
from service.web.diagrams import finding_marks, picture_of
from service.web.findings import finding_lines
from service.web.guard import Who, allowed
from service.web.kept_sop import keep, keep_file, kept_before
from service.web.pages.returning import goes_through_login
from service.web.sop_said import ADDED, page_after
from service.web.typed import PageError, chosen_office, request_key, text_of, typed_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from service.diagrams import Finding
    from service.queries.sops import AuthoredOffice
    from service.web.kept_sop import KeptSop

sop_sources = Blueprint("sop_sources", __name__, url_prefix="/sop")
goes_through_login("sop_sources.upload")

_FORM_ENDING: Final = ".form"
_MOST_FORMS: Final = 100

#: Answers to the question whether a file is a version of the SOP that has its process id.
_SAME: Final = "ya"
_ANOTHER: Final = "sop-lain"

#: What a command calls a field → its control on the page.
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


@sop_sources.get("/katalog")
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


@sop_sources.post("/katalog/<key>")
@allowed(Who.SIGNED_IN)
def adopt(key: str) -> ResponseReturnValue:
    """Make a SOP of the catalogue the office's own (*Gunakan untuk kantor ini*)."""
    made = adopt_sop(
        context.store(),
        context.caller(),
        office_id=chosen_office(),
        key=key,
        now=context.now(),
        request=request_key(),
    )
    return redirect(page_after(ADDED, made.sop_id), 303)


@sop_sources.route("/unggah", methods=["GET", "POST"])
@allowed(Who.SIGNED_IN)
def upload() -> ResponseReturnValue:
    """Take a diagram with its forms; the gate's findings stand at their elements."""
    offices = authored_offices(context.store(), context.caller())
    if not offices:
        raise NotFound
    if request.method == "GET" or asked_again():
        return _upload_page(offices, [])
    try:
        raw, forms = kept_before() or (brought_diagram(), _brought_forms())
    except (DiagramUnusable, FileNotYours) as refused:
        documents = isinstance(refused, (DiagramIsDocument, DiagramIsPicture))
        page = _upload_page(offices, _upload_errors(refused), as_table=documents)
        return page, refused.status
    strange = _other_files()
    if strange:
        said = PageError(sentence("web.not-a-form", names=written_list(strange)), "formulir")
        return _upload_page(offices, [said]), 422
    return _added(offices, raw, forms)


def _added(
    offices: Sequence[AuthoredOffice], raw: bytes, forms: dict[str, bytes]
) -> ResponseReturnValue:
    """Make what was brought a version, or show what keeps it from being one."""
    try:
        found = add_sop_version(
            context.store(),
            context.caller(),
            office_id=chosen_office(),
            upload=_brought(raw, forms),
            now=context.now(),
            request=request_key(),
        )
    except DiagramRefused as refused:
        kept = _kept_for_draft(raw)
        return _upload_page(offices, [], refused.findings, raw, kept), refused.status
    except Forbidden:
        raise
    except OtherSopHasKey as refused:
        return _question(offices, refused, keep(raw, forms)), refused.status
    except Rejected as refused:
        page = _upload_page(offices, _upload_errors(refused), _findings_of(refused))
        return page, refused.status
    return redirect(page_after(ADDED, found.made.sop_id), 303)


@sop_sources.post("/unggah/draf")
@allowed(Who.SIGNED_IN)
def open_as_draft() -> ResponseReturnValue:
    """Go on with a file that has findings as a draft, where most of them have a mend."""
    if not authored_offices(context.store(), context.caller()):
        raise NotFound
    draft_id = begin_brought_sop_draft(
        context.store(),
        context.caller(),
        office_id=chosen_office(),
        sha256=text_of("berkas", most=64),
        title=text_of("nama", most=300),
        now=context.now(),
        request=request_key(),
    )
    page = "sop_tables.show" if text_of("bentuk") == "tabel" else "sop_drafts.show"
    return redirect(url_for(page, draft_id=draft_id), 303)


# ---------------------------------------------------------------- below


def _brought(raw: bytes, forms: dict[str, bytes]) -> Upload:
    """Return what was brought, as it was answered which SOP it is a version of."""
    answer, process_id = text_of("versi-baru"), text_of("proses", most=200) or None
    if answer == _ANOTHER:
        store, caller = context.store(), context.caller()
        own = with_own_process_id(store, caller, chosen_office(), raw, process_id=process_id)
        raw, process_id = own.raw, own.process_id or None
    return Upload(raw, forms, process_id, text_of("catatan"), whatever_name=answer == _SAME)


def _kept_for_draft(raw: bytes) -> str:
    """Store what was brought for a draft; return its hash, "": no draft could hold it."""
    try:
        require_readable(raw)
    except DiagramRefused:
        return ""
    return keep_file(raw)


def _question(offices: Sequence[AuthoredOffice], refused: OtherSopHasKey, kept: KeptSop) -> str:
    """Ask whether what was brought is a version of the SOP that has its process id."""
    return render_template(
        "sops/upload_question.html",
        offices=offices,
        words=sentence(refused.code, **refused.params),
        title=refused.params["title"],
        kept=kept,
        chosen=request.form.get("kantor", "") or str(offices[0].office_id),
        typed_process=text_of("proses", most=200),
        typed_note=text_of("catatan"),
    )


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


def _upload_errors(refused: Rejected) -> list[PageError]:
    if isinstance(refused, EntryRefused):
        return [
            PageError.of(one, _UPLOADED.get(one.field_name, DIAGRAM)) for one in refused.problems
        ]
    return [PageError.of(refused, DIAGRAM)]


def _upload_page(
    offices: Sequence[AuthoredOffice],
    errors: list[PageError],
    findings: tuple[Finding, ...] = (),
    raw: bytes = b"",
    kept: str = "",
    *,
    as_table: bool = False,
) -> str:
    file = request.files.get(DIAGRAM)
    name = (file.filename or "") if file is not None else ""
    return render_template(
        "sops/upload.html",
        offices=offices,
        errors=errors,
        findings=finding_lines(findings, raw),
        ids=True,
        picture=picture_of(opened(raw).raw, finding_marks(findings), "", KEPT) if kept else "",
        kept=kept,
        as_table=as_table,
        file_name=name.rpartition(".")[0][:300],
        most_bytes=context.services().settings.limits.xml_bytes,
        chosen=request.form.get("kantor", ""),
        typed_process=text_of("proses", most=200),
        typed_note=text_of("catatan"),
    )


def _findings_of(refused: Rejected) -> tuple[Finding, ...]:
    found = getattr(refused, "findings", ())
    return found if isinstance(found, tuple) else ()
