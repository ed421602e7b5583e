"""SOPs and their versions, and what the gate says of a diagram."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import Response, request
from marshmallow import Schema, fields

from service.diagrams import examine
from service.diagrams.model import UserTask
from service.errors import NotFound
from service.queries.paging import page_of
from service.queries.sops import sop_view, sops_seen, version_files
from service.web import context
from service.web.api.blueprint import Blueprint, FindingShape
from service.web.api.pages import PageAsked, PageShape
from service.web.explaining import findings_told
from service.web.guard import Who
from service.web.pages.files import attachment

if TYPE_CHECKING:
    from uuid import UUID

    from service.diagrams.model import Process
    from service.queries.paging import Page
    from service.queries.sops import SopVersion, SopView

sops = Blueprint("sops", description="SOPs of the offices, their versions, and the gate.")

#: Bytes of a posted diagram that are read at all; the gate's own limit is lower and says so.
_MOST_BYTES: Final = 8 * 1024 * 1024

_XML: Final = "application/xml"


class VersionShape(Schema):
    """A version of a SOP, and what the caller may do with it (on the pages)."""

    id = fields.UUID(attribute="version_id")
    number = fields.Integer()
    status = fields.String(
        metadata={"enum": ["draft", "checked", "trial", "ratified", "effective", "withdrawn"]}
    )
    sha256 = fields.String(attribute="xml_sha256", metadata={"description": "of the diagram"})
    process_id = fields.String(metadata={"description": "id of the BPMN process"})
    effective_from = fields.Date(allow_none=True)
    effective_to = fields.Date(allow_none=True)
    made_at = fields.AwareDateTime()
    may_publish_trial = fields.Boolean()
    may_make_effective = fields.Boolean()
    may_record_ratification = fields.Boolean()
    may_withdraw = fields.Boolean()


class SopLine(Schema):
    id = fields.UUID(attribute="sop_id")
    key = fields.String(metadata={"description": "id of its BPMN process"})
    title = fields.String()
    number = fields.String(allow_none=True)
    source = fields.String(allow_none=True, metadata={"description": "key in the catalogue"})
    office_id = fields.UUID()
    office = fields.String(attribute="office_name")
    may_author = fields.Boolean()
    may_start = fields.Boolean()
    newest = fields.Nested(VersionShape, allow_none=True)


class SopShape(SopLine):
    versions = fields.List(fields.Nested(VersionShape))


class SopPage(PageShape):
    items = fields.List(fields.Nested(SopLine))


class VersionList(Schema):
    items = fields.List(fields.Nested(VersionShape))


class ProcessOutline(Schema):
    id = fields.String()
    name = fields.String()
    lanes = fields.List(fields.String())
    user_tasks = fields.List(fields.String(), metadata={"description": "element ids"})


class Verdict(Schema):
    """What the gate says: `deployable` when no finding is an error."""

    deployable = fields.Boolean()
    processes = fields.List(fields.Nested(ProcessOutline))
    findings = fields.List(fields.Nested(FindingShape))


@sops.operation("GET", "/sops", who=Who.PROGRAM, takes=PageAsked, where="query", gives=SopPage)
def list_sops(asked: dict[str, Any]) -> Page[SopView]:
    """Give one page of them."""
    seen = sops_seen(context.store(), context.caller())
    return page_of(seen, number=asked["page"], size=asked["size"])


@sops.operation("GET", "/sops/<uuid:sop_id>", who=Who.PROGRAM, gives=SopShape)
def show_sop(sop_id: UUID) -> SopView:
    """Give a SOP."""
    return sop_view(context.store(), context.caller(), sop_id)


@sops.operation("GET", "/sops/<uuid:sop_id>/versions", who=Who.PROGRAM, gives=VersionList)
def list_versions(sop_id: UUID) -> dict[str, Any]:
    """Give its versions."""
    return {"items": sop_view(context.store(), context.caller(), sop_id).versions}


@sops.operation(
    "GET",
    "/sops/<uuid:sop_id>/versions/<int:number>/diagram",
    who=Who.PROGRAM,
    gives={"type": "string"},
    media=_XML,
)
def download_diagram(sop_id: UUID, number: int) -> Response:
    """Give the file, byte for byte."""
    view = sop_view(context.store(), context.caller(), sop_id)
    raw, _ = version_files(context.store(), context.caller(), _version(view, number))
    name = f"{view.key}-v{number}.bpmn"
    return attachment(iter([raw]), name=name, size=len(raw), media_type=_XML)


@sops.operation("POST", "/check", who=Who.PROGRAM, body=_XML, gives=Verdict)
def check_diagram() -> dict[str, Any]:
    """Say what the gate finds in the body."""
    limit = context.services().settings.limits.xml_bytes
    request.max_content_length = max(_MOST_BYTES, 2 * limit)
    verdict = examine(request.get_data())
    processes = () if verdict.diagram is None else verdict.diagram.processes
    return {
        "deployable": verdict.deployable,
        "processes": [_outline(process) for process in processes],
        "findings": findings_told(verdict.findings),
    }


def _version(view: SopView, number: int) -> SopVersion:
    found = next((version for version in view.versions if version.number == number), None)
    if found is None:
        raise NotFound
    return found


def _outline(process: Process) -> dict[str, Any]:
    tasks = (node.id for node in process.scope.all_nodes() if isinstance(node, UserTask))
    return {
        "id": process.id,
        "name": process.name,
        "lanes": [lane.name for lane in process.lanes],
        "user_tasks": list(tasks),
    }
