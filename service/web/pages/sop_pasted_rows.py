"""Rows of a spreadsheet that were pasted onto the drawing of a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, request

from service.diagrams import read
from service.diagrams.table import NoTable, chained
from service.queries.sop_drafts import draft_view
from service.sentences import sentence
from service.web import context
from service.web.brought_diagram import brought_diagram
from service.web.guard import Who, allowed
from service.web.sop_table_pasting import words_at_row
from service.web.typed import text_of

if TYPE_CHECKING:
    from uuid import UUID

    from service.diagrams.model import Diagram, Process
    from service.diagrams.table import Chain

sop_pasted_rows = Blueprint("sop_pasted_rows", __name__, url_prefix="/sop/draf/<uuid:draft_id>")


@sop_pasted_rows.post("/baris")
@allowed(Who.SIGNED_IN)
def read_rows(draft_id: UUID) -> dict[str, Any]:
    """Say what pasted rows add to a process as it is drawn; nothing is kept.

    Raises NotFound for who may not see the draft, DiagramUnusable, DiagramRefused.
    """
    draft_view(context.store(), context.caller(), draft_id)
    after = text_of("sesudah")
    process = _process(read(brought_diagram()).diagram, after)
    return _told(chained(request.form.get("baris", ""), process, after=after))


def _process(diagram: Diagram, after: str) -> Process:
    """Return the process in which an element is drawn."""
    for process in diagram.processes:
        if any(node.id == after for node in process.scope.all_nodes()):
            return process
    raise NoTable(process=after)


def _told(chain: Chain) -> dict[str, Any]:
    """Return the steps, and what the page says about them."""
    notes = [words_at_row(it) for it in chain.problems]
    message = sentence("web.rows-pasted", count=len(chain.rows))
    if not chain.rows:
        # One reason is said once: beside it, that nothing was read would seem another one.
        message = notes.pop() if len(notes) == 1 else sentence("web.no-rows-pasted")
    return {
        "rows": [
            {
                "type": f"bpmn:{row.element[:1].upper()}{row.element[1:]}",
                "name": row.name,
                "lane": row.lane,
                "each_unit": row.each_unit,
                "extensions": row.extensions,
            }
            for row in chain.rows
        ],
        "returns": [_way_back(chain, *way) for way in chain.returns],
        "documents": [{"key": each.key, "name": each.name} for each in chain.documents],
        "message": message,
        "notes": notes,
    }


def _way_back(chain: Chain, source: int, target: int) -> dict[str, Any]:
    way: dict[str, Any] = {"from": source, "to": target}
    words = chain.asked.get((source, target))
    if words is not None:
        way["asked"] = dict(zip(("question", "onward", "back"), words, strict=True))
    return way
