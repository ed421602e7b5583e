"""SOPs: the list, one SOP with its versions and what the gate says of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, Response, render_template
from markupsafe import Markup

from service.diagrams import examine
from service.diagrams.picture import draw
from service.errors import NotFound
from service.queries.definitions import outlines_of
from service.queries.sops import sop_view, sops_seen, version_files
from service.sentences import sentence
from service.web import context, labels
from service.web.diagrams import finding_marks
from service.web.guard import Who, allowed
from service.web.pages.files import attachment

if TYPE_CHECKING:
    from uuid import UUID

    from service.diagrams import Finding
    from service.diagrams.model import Process
    from service.queries.sops import SopVersion, SopView

sops = Blueprint("sops", __name__, url_prefix="/sop")


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding in words, with the number that its mark on the diagram has."""

    number: int
    severity: str
    element: str
    words: str


@sops.get("")
@allowed(Who.SIGNED_IN)
def list_all() -> str:
    """Show the SOPs that the caller may see."""
    found = sops_seen(context.store(), context.caller())
    return render_template("sops/list.html", sops=found, version_words=labels.VERSIONS)


@sops.get("/<uuid:sop_id>")
@allowed(Who.SIGNED_IN)
def show(sop_id: UUID) -> str:
    """Show a SOP: its identity, versions, diagram, and what the gate says of the newest one."""
    view = sop_view(context.store(), context.caller(), sop_id)
    return _page(view)


@sops.get("/<uuid:sop_id>/versi/<int:number>.bpmn")
@allowed(Who.SIGNED_IN)
def download(sop_id: UUID, number: int) -> Response:
    """Give the BPMN file of a version."""
    view = sop_view(context.store(), context.caller(), sop_id)
    version = _version(view, number)
    raw, _ = version_files(context.store(), context.caller(), version)
    return attachment(
        iter([raw]),
        name=f"{view.key}-v{number}.bpmn",
        size=len(raw),
        media_type="application/xml",
    )


def _version(view: SopView, number: int) -> SopVersion:
    found = next((version for version in view.versions if version.number == number), None)
    if found is None:
        raise NotFound
    return found


def _page(view: SopView) -> str:
    newest = view.newest
    findings: tuple[Finding, ...] = ()
    process: Process | None = None
    picture = Markup()
    if newest is not None:
        raw, forms = version_files(context.store(), context.caller(), newest)
        verdict = examine(raw, forms=outlines_of(forms))
        findings = verdict.findings
        process = verdict.diagram.process(newest.process_id) if verdict.diagram else None
        # Drawn by us: names are text nodes, no element carries markup of the file.
        picture = Markup(  # noqa: S704
            draw(raw, finding_marks(findings), label=f"Diagram {view.title}")
        )
    return render_template(
        "sops/show.html",
        sop=view,
        identity=process.identity if process else None,
        findings=finding_lines(findings),
        picture=picture,
        version_words=labels.VERSIONS,
    )


def finding_lines(findings: tuple[Finding, ...]) -> list[FindingLine]:
    """Return findings in words, worst first, numbered as on the diagram."""
    return [
        FindingLine(
            number,
            finding.severity,
            finding.element,
            sentence(finding.code, element=finding.element, **finding.params),
        )
        for number, finding in enumerate(findings, start=1)
    ]
