"""A SOP that was ratified on paper: somebody else than the signer records it (decisions §3.6)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

from flask import (
    Blueprint,
    Response,
    redirect,
    render_template,
)

from service.access.entries import EntryRefused
from service.access.rules import ratification_recorder_for
from service.commands.make_effective import (
    LaterVersionInForce,
    NotPublished,
    PaperRatification,
    make_effective,
)
from service.errors import Forbidden, NotFound, Rejected
from service.queries.sops import SopPlace, ratifications_of, sop_view
from service.running.refusals import FileNotYours
from service.sentences import sentence
from service.web import context
from service.web.carried import asked_again
from service.web.confirming import REFUSALS, confirmed_caller
from service.web.guard import Who, allowed
from service.web.pages.returning import goes_through_login
from service.web.pages.scans import CONTROL, Scan, scan_file
from service.web.pages.sops import later_version, version_of
from service.web.sop_said import PUT_IN_FORCE, page_after
from service.web.typed import PageError, request_key, text_of

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from service.forms import FileRef
    from service.queries.sops import SopVersion, SopView

ratifying = Blueprint("ratifying", __name__, url_prefix="/sop/<uuid:sop_id>/versi/<int:number>")

goes_through_login("ratifying.record")

#: What the command calls a field → its control on the page.
_CONTROLS: Final = {"number": "nomor", "signed_on": "ditandatangani", "effective_from": "berlaku"}

#: The controls for days, and what is said when one holds none.
_DAYS: Final = {
    "ditandatangani": "web.letter-date-needed",
    "berlaku": "web.effective-date-needed",
}

#: The controls in the order of the page.
_ORDER: Final = ("", "nomor", "ditandatangani", "berlaku", "pindaian", "sandi")


@dataclass(frozen=True, slots=True)
class PaperForm:
    """What was typed of the paper, as typed."""

    nomor: str = ""
    ditandatangani: str = ""
    berlaku: str = ""
    scan: FileRef | None = None
    wrong: dict[str, str] = field(default_factory=dict)

    @classmethod
    def arrived(cls) -> PaperForm:
        """Return what the request carries; a scan that came with it is stored first."""
        scan = Scan.arrived()
        wrong = {CONTROL: scan.problem} if scan.problem else {}
        return cls(
            text_of("nomor"), text_of("ditandatangani"), text_of("berlaku"), scan.file, wrong
        )

    def paper(self) -> tuple[PaperRatification, date] | None:
        """Return the paper and the day from which it binds; None: `wrong` says what to mend."""
        signed, effective = self._day("ditandatangani"), self._day("berlaku")
        if not self.nomor:
            self.wrong["nomor"] = sentence("web.letter-number-needed")
        if self.scan is None:
            self.wrong.setdefault("pindaian", sentence("web.scan-needed"))
        if self.wrong or self.scan is None or signed is None or effective is None:
            return None
        return PaperRatification(self.nomor, signed, self.scan.sha256), effective

    def _day(self, name: str) -> date | None:
        try:
            return date.fromisoformat(getattr(self, name))
        except ValueError:
            self.wrong[name] = sentence(_DAYS[name])
            return None


@ratifying.get("/pengesahan")
@allowed(Who.SIGNED_IN)
def ask(sop_id: UUID, number: int) -> str:
    """Ask for the paper by which the version was ratified."""
    view, version = _recordable(sop_id, number)
    return _page(view, version, PaperForm())


@ratifying.post("/pengesahan")
@allowed(Who.SIGNED_IN)
def record(sop_id: UUID, number: int) -> ResponseReturnValue:
    """Record that the head signed on paper, which puts the version in force."""
    view, version = _recordable(sop_id, number)
    typed = PaperForm.arrived()
    if asked_again():
        return _page(view, version, typed)
    found = typed.paper()
    if found is None:
        return _page(view, version, typed), 422
    paper, effective_from = found
    try:
        make_effective(
            context.store(),
            confirmed_caller(),
            version_id=version.version_id,
            effective_from=effective_from,
            paper=paper,
            now=context.now(),
            request=request_key(),
        )
    except REFUSALS as refused:
        typed.wrong["sandi"] = sentence(refused.code, **refused.params)
    except EntryRefused as refused:
        for problem in refused.problems:
            control = _CONTROLS.get(problem.field_name, "")
            typed.wrong[control] = sentence(problem.code, **problem.params)
    except (Forbidden, NotFound):
        raise
    except Rejected as refused:
        typed.wrong.update(_told(refused))
    if typed.wrong:
        return _page(view, version, typed), 422
    return redirect(page_after(PUT_IN_FORCE, sop_id, number), 303)


@ratifying.get("/pindaian")
@allowed(Who.SIGNED_IN)
def scan(sop_id: UUID, number: int) -> Response:
    """Give the scan of the paper by which a version was ratified."""
    store, caller = context.store(), context.caller()
    view = sop_view(store, caller, sop_id)
    found = ratifications_of(store, caller, sop_id).get(version_of(view, number).version_id)
    if found is None or found.scan_sha256 is None:
        raise NotFound
    return scan_file(found.scan_sha256, f"pengesahan-{view.key}-v{number}")


def _recordable(sop_id: UUID, number: int) -> tuple[SopView, SopVersion]:
    """Return the version whose ratification the caller may record.

    Raises NotFound, OnlyRecorders, AuthorMayNotRatify, NotPublished.
    """
    caller = context.caller()
    view = sop_view(context.store(), caller, sop_id)
    version = version_of(view, number)
    place = SopPlace(caller.pemda_id, view.office_id)
    ratification_recorder_for(caller, place, version.author_ids)
    if not version.may_record_ratification:
        raise NotPublished
    return view, version


def _told(refused: Rejected) -> dict[str, str]:
    """Return what is wrong, at the control that it is about; "": at none."""
    match refused:
        case FileNotYours():
            return {"pindaian": sentence(refused.code)}
        case LaterVersionInForce():
            return {"berlaku": later_version(refused)}
        case _:
            return {"": sentence(refused.code, **refused.params)}


def _page(view: SopView, version: SopVersion, typed: PaperForm) -> str:
    return render_template(
        "sops/ratified_on_paper.html",
        sop=view,
        version=version,
        typed=typed,
        wrong=typed.wrong,
        errors=[PageError(typed.wrong[name], name) for name in _ORDER if name in typed.wrong],
    )
