"""Processes: start one, find them, see where one stands, and whether its history can be believed.

An auditor's look is written down before it is granted, as on the pages (decisions §3.10).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import Response, stream_with_context, url_for

from service.commands.start_process import start_process
from service.errors import Conflict, NotFound, Rejected
from service.queries.checks import check_chain, check_rerun
from service.queries.files import file_of_process
from service.queries.history import history_of
from service.queries.instances import process_diagram, process_view
from service.queries.process_list import find_processes
from service.queries.sops import sop_view
from service.queries.starting import owning_units, startable_sop
from service.running.refusals import UnitNotYours, VersionNotStartable
from service.running.results import Moved
from service.store.blobs import stream_content
from service.web import context
from service.web.api.blueprint import Blueprint
from service.web.api.keys import sent_key
from service.web.api.moved import MovedShape
from service.web.api.process_shapes import (
    ChainShape,
    HistoryAsked,
    HistoryShape,
    ProcessPage,
    ProcessSearch,
    ProcessShape,
    RerunShape,
    Start,
)
from service.web.guard import Who
from service.web.language import language
from service.web.pages.files import attachment
from service.web.watch import watched

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from service.commands.log_process_view import What
    from service.queries.checks import ChainCheck, RerunCheck
    from service.queries.history import History
    from service.queries.instances import ProcessView
    from service.queries.paging import Page
    from service.queries.process_list import ProcessLine
    from service.queries.starting import OwningUnit, StartableSop

processes = Blueprint("processes", description="Processes: runs of a SOP.")

_XML: Final = "application/xml"
_OCTETS: Final = "application/octet-stream"
_BYTES: Final = {"type": "string", "format": "binary"}


class NoOwningUnit(Rejected):
    """The office has no unit with a Ketua Tim or Anggota Tim."""

    code = "web.no-owning-unit"


class TwinRuns(Conflict):
    """Nothing was started: the same SOP, year and kind has processes already, `numbers`."""

    code = "api.twin-runs"


@processes.operation(
    "GET",
    "/processes",
    who=Who.PROGRAM,
    takes=ProcessSearch,
    where="query",
    gives=ProcessPage,
)
def list_processes(asked: dict[str, Any]) -> Page[ProcessLine]:
    """Give one page of them, the newest first."""
    return find_processes(
        context.store(),
        context.caller(),
        words=asked["search"],
        status=asked["status"],
        page=asked["page"],
        size=asked["size"],
    )


@processes.operation(
    "POST",
    "/processes",
    who=Who.PROGRAM,
    takes=Start,
    gives=MovedShape,
    status=201,
    keyed=True,
)
def start(given: dict[str, Any]) -> tuple[Moved, dict[str, str]]:
    """Start a process of the version in force, else of the one on trial."""
    store, caller = context.store(), context.caller()
    sop = _startable(given["sop_id"])
    units = owning_units(store, caller, sop.office_id)
    made = start_process(
        store,
        caller,
        version_id=sop.version_id,
        unit_id=_unit(units, given["unit_id"]),
        title=given["title"],
        year=given["year"],
        kind=given["kind"],
        basis=given["basis"],
        way=given["way"],
        adjusted=given["adjusted"],
        confirmed=given["confirmed"],
        now=context.now(),
        request=sent_key(),
    )
    if not isinstance(made, Moved):
        raise TwinRuns(numbers=", ".join(made.numbers))
    place = url_for("api_processes.show_process", process_id=made.instance_id)
    return made, {"Location": place}


@processes.operation("GET", "/processes/<uuid:process_id>", who=Who.PROGRAM, gives=ProcessShape)
def show_process(process_id: UUID) -> ProcessView:
    """Give a process."""
    return _seen(process_id, "process")


@processes.operation(
    "GET",
    "/processes/<uuid:process_id>/diagram",
    who=Who.PROGRAM,
    gives={"type": "string"},
    media=_XML,
)
def download_process_diagram(process_id: UUID) -> Response:
    """Give the file, byte for byte."""
    process = _seen(process_id, "process")
    raw = process_diagram(context.store(), context.caller(), process_id)
    name = f"{process.process_id}-v{process.version_number}.bpmn"
    return attachment(iter([raw]), name=name, size=len(raw), media_type=_XML)


@processes.operation(
    "GET",
    "/processes/<uuid:process_id>/history",
    who=Who.PROGRAM,
    takes=HistoryAsked,
    where="query",
    gives=HistoryShape,
)
def show_history(asked: dict[str, Any], process_id: UUID) -> History:
    """Give the events beyond one that is known already."""
    _seen(process_id, "history")
    return history_of(
        context.store(),
        context.caller(),
        process_id,
        after=asked["after"],
        most=asked["size"],
    )


@processes.operation(
    "GET",
    "/processes/<uuid:process_id>/verification",
    who=Who.PROGRAM,
    gives=ChainShape,
)
def verify_process(process_id: UUID) -> ChainCheck:
    """Check hashes, links, texts and the stored state."""
    _seen(process_id, "verification")
    return check_chain(context.store(), context.caller(), process_id, lang=language())


@processes.operation(
    "GET",
    "/processes/<uuid:process_id>/reexecution",
    who=Who.PROGRAM,
    gives=RerunShape,
)
def reexecute_process(process_id: UUID) -> RerunCheck:
    """Compare every state with the recorded one."""
    _seen(process_id, "verification")
    return check_rerun(context.store(), context.caller(), process_id, lang=language())


@processes.operation(
    "GET",
    "/processes/<uuid:process_id>/files/<sha256>",
    who=Who.PROGRAM,
    gives=_BYTES,
    media=_OCTETS,
)
def download_file(process_id: UUID, sha256: str) -> Response:
    """Give a file that the process refers to."""
    store, caller = context.store(), context.caller()
    found = file_of_process(store, caller, process_id, sha256)
    watched(found.audit, process_id, "file", sha256=sha256)
    return attachment(
        stream_with_context(stream_content(store, caller.pemda_id, sha256)),
        name=found.name or f"berkas-{sha256[:12]}",
        size=found.size,
    )


def _seen(process_id: UUID, what: What) -> ProcessView:
    """Return a process that the caller may see, with the view logged where it must be."""
    process = process_view(context.store(), context.caller(), process_id, today=context.today())
    watched(process.audit, process_id, what)
    return process


def _startable(sop_id: UUID) -> StartableSop:
    """Return the version to start. Raises NotFound, NotYourOffice, VersionNotStartable."""
    store, caller = context.store(), context.caller()
    sop_view(store, caller, sop_id)
    try:
        return startable_sop(store, caller, sop_id, today=context.today())
    except NotFound:
        raise VersionNotStartable from None


def _unit(units: Sequence[OwningUnit], wanted: UUID | None) -> UUID:
    """Return the owning unit: one with a team, the caller's own unless another was named."""
    if not units:
        raise NoOwningUnit
    if wanted is None:
        return units[0].unit_id
    if wanted not in {unit.unit_id for unit in units}:
        raise UnitNotYours
    return wanted
