"""Rows of a spreadsheet that were pasted onto the drawing of a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, request

from service.diagrams import read
from service.diagrams.table import NoTable, chained
from service.queries.drawn import form_choices
from service.queries.sop_drafts import draft_view
from service.sentences import sentence
from service.web import context
from service.web.brought_diagram import brought_diagram
from service.web.form_names import FormNames
from service.web.guard import Who, allowed
from service.web.sop_papers import why_proposed
from service.web.sop_table_pasting import words_at_row
from service.web.typed import text_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from service.diagrams.extensions import DocumentDeclaration
    from service.diagrams.model import Diagram, Process
    from service.diagrams.table import Chain, ChainedRow

sop_pasted_rows = Blueprint("sop_pasted_rows", __name__, url_prefix="/sop/draf/<uuid:draft_id>")


@sop_pasted_rows.post("/baris")
@allowed(Who.SIGNED_IN)
def read_rows(draft_id: UUID) -> dict[str, Any]:
    """Say what pasted rows add to a process as it is drawn; nothing is kept.

    Raises NotFound for who may not see the draft, DiagramUnusable, DiagramRefused.
    """
    view = draft_view(context.store(), context.caller(), draft_id)
    forms = FormNames(form_choices(context.store(), context.caller(), view))
    after = text_of("sesudah")
    process = _process(read(brought_diagram()).diagram, after)
    chain = chained(request.form.get("baris", ""), process, after=after)
    declared = () if process.identity is None else process.identity.documents
    documents = (*declared, *chain.documents)
    told = [_form(row, forms, documents) for row in chain.rows]
    count = sum(bool(each["form"]) for each in told)
    formed = sentence("web.rows-formed", count=count, total=len(told))
    return {**_told(chain), "forms": told, "formed": formed}


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


def _form(
    row: ChainedRow, forms: FormNames, documents: Sequence[DocumentDeclaration]
) -> dict[str, str]:
    """Return what a step is called, its form, and what asked for that; or that it has none."""
    words = {"step": f"{row.number} {row.name}".strip(), "form": "", "why": ""}
    if row.proposal is None:
        return words | {
            "why": "" if row.element == "receiveTask" else sentence("web.no-form-fits")
        }
    why = why_proposed(documents, row.proposal)
    return words | {"form": forms.of(row.proposal.form), "why": why}


def _way_back(chain: Chain, source: int, target: int) -> dict[str, Any]:
    way: dict[str, Any] = {"from": source, "to": target}
    words = chain.asked.get((source, target))
    if words is not None:
        way["asked"] = dict(zip(("question", "onward", "back"), words, strict=True))
    return way
