"""What must hold before people can start processes with a version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from service.errors import Rejected
from service.running.judging import Judged, findings_that_hinder, judge
from service.running.sop_versions import pinned_forms, pinned_processes
from service.store import blobs
from service.store.sops import pins_of

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Connection

    from service.diagrams import Finding


class NotPublishable(Rejected):
    """The gate still finds what an office needs before it can run the version."""

    code = "sop.not-publishable"

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__(count=len(findings))


class IdentityEmpty(Rejected):
    """The SOP says neither on what law it stands, nor who may do it, nor who ratifies it."""

    code = "sop.identity-empty"


def refuse_without_identity(judged: Judged) -> None:
    """Raise IdentityEmpty where an office could not answer for what binds it.

    One part or two can be empty in a real document: an analyst confirms that.
    """
    if judged.without_identity:
        raise IdentityEmpty


def judged_anew(connection: Connection, pemda_id: UUID, version: Any) -> Judged:
    """Ask the gate of this release about a stored version, with exactly what it is bound to."""
    pins = pins_of(connection, pemda_id, version.id)
    forms = pinned_forms(connection, pemda_id, pins)
    called = pinned_processes(connection, pemda_id, pins, forms)
    return judge(
        blobs.content(connection, pemda_id, version.xml_sha256),
        version.process_id,
        find_form=forms.get,
        find_called=called.get,
    )


def refuse_unpublishable(connection: Connection, pemda_id: UUID, version: Any) -> Judged:
    """Return the verdict on a version that could be run. Raises NotPublishable."""
    judged = judged_anew(connection, pemda_id, version)
    hindering = findings_that_hinder(judged.verdict)
    if hindering:
        raise NotPublishable(hindering)
    return judged
