"""*Batalkan tanda tangan*: say what it does, then ask for the reason and the password."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, render_template

from service.access.refusals import NotTheSigner
from service.access.rules import may_cancel_signature
from service.commands.cancel_signature import cancel_signature
from service.errors import NotFound
from service.events.process_parts import SIGNATURES
from service.queries.instances import process_view
from service.running.refusals import NotSigned, ProcessNotRunning
from service.web import context, labels
from service.web.carried import asked_again
from service.web.guard import Who, allowed
from service.web.managing import asked, problems_with, to_process
from service.web.pages.returning import goes_through_login
from service.web.watch import watched

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from service.access.model import Caller
    from service.queries.documents import DocumentVersion
    from service.queries.instances import ProcessView

unsigning = Blueprint(
    "unsigning",
    __name__,
    url_prefix="/proses/<uuid:instance_id>/dokumen/<document>/batalkan-tanda-tangan",
)

goes_through_login("unsigning.cancel")

_RUNNING: Final = "running"


@unsigning.get("")
@allowed(Who.SIGNED_IN)
def ask(instance_id: UUID, document: str) -> str:
    """Say what cancelling the signature does, and ask whether that is meant."""
    return _page(instance_id, document, {})


@unsigning.post("")
@allowed(Who.SIGNED_IN)
def cancel(instance_id: UUID, document: str) -> ResponseReturnValue:
    """Cancel the signature on the newest version of the document."""
    if asked_again():
        return _page(instance_id, document, {})
    wrong = problems_with(cancel_signature, instance_id, document=document)
    return (_page(instance_id, document, wrong), 422) if wrong else to_process(instance_id)


def may_unsign(caller: Caller, process: ProcessView, version: DocumentVersion) -> bool:
    """Say whether the caller may cancel the signature on a version, which must be the newest."""
    signed_in = _signed_in(version)
    return (
        process.status == _RUNNING
        and bool(signed_in)
        and may_cancel_signature(caller, process.facts, signed_in)
    )


def _signed_in(version: DocumentVersion) -> frozenset[UUID]:
    return frozenset(
        act.position_id for act in version.acts if act.act in SIGNATURES and not act.void
    )


def _page(instance_id: UUID, document: str, wrong: dict[str, str]) -> str:
    caller = context.caller()
    process = process_view(context.store(), caller, instance_id, today=context.today())
    watched(process.audit, instance_id, "process")
    version = next((it for it in process.documents if it.document == document), None)
    if version is None:
        raise NotFound
    if process.status != _RUNNING:
        raise ProcessNotRunning(number=process.number)
    if not may_cancel_signature(caller, process.facts, _signed_in(version)):
        raise NotTheSigner
    if not _signed_in(version):
        raise NotSigned(document=document)
    return render_template(
        "processes/unsign.html",
        process=process,
        version=version,
        acts=[act for act in version.acts if not act.void],
        act_words=labels.ACTS,
        **asked(wrong),
    )
