"""What happened in a process: the printable list, the replay, and whether both can be believed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, render_template, request, url_for
from markupsafe import Markup

from service.diagrams.picture import draw
from service.queries.checks import check_chain, check_rerun
from service.queries.history import history_of
from service.queries.instances import process_diagram, process_view
from service.sentences.words import machine_instant
from service.web import context, labels
from service.web.diagrams import marks_of
from service.web.guard import Who, allowed
from service.web.watch import watched

if TYPE_CHECKING:
    from uuid import UUID

    from service.queries.history import HistoryEntry

history = Blueprint("history", __name__, url_prefix="/proses/<uuid:instance_id>")


@history.get("/riwayat")
@allowed(Who.SIGNED_IN)
def show(instance_id: UUID) -> str:
    """Show every event, for the screen and for paper."""
    store, caller = context.store(), context.caller()
    process = process_view(store, caller, instance_id, today=context.today())
    watched(process.audit, instance_id, "history")
    after = max(0, request.args.get("sesudah", default=0, type=int))
    found = history_of(store, caller, instance_id, after=after)
    more = bool(found.entries) and found.entries[-1].seq < found.last_seq
    return render_template(
        "history/show.html",
        process=process,
        entries=found.entries,
        last_seq=found.last_seq,
        last_hash=found.last_hash,
        next_href=url_for("history.show", instance_id=instance_id, sesudah=found.entries[-1].seq)
        if more
        else None,
        chain=check_chain(store, caller, instance_id),
        rerun=None,
        now=context.now(),
        state_words=labels.STATES,
    )


@history.get("/pemeriksaan")
@allowed(Who.SIGNED_IN)
def check(instance_id: UUID) -> str:
    """Check the chain, execute the process again, and say what came of both."""
    store, caller = context.store(), context.caller()
    process = process_view(store, caller, instance_id, today=context.today())
    watched(process.audit, instance_id, "verification")
    return render_template(
        "history/checked.html",
        process=process,
        chain=check_chain(store, caller, instance_id),
        rerun=check_rerun(store, caller, instance_id),
    )


@history.get("/putar-ulang")
@allowed(Who.SIGNED_IN)
def replay(instance_id: UUID) -> str:
    """Show the history on the diagram; without JavaScript, the diagram as it stands and a list."""
    store, caller = context.store(), context.caller()
    process = process_view(store, caller, instance_id, today=context.today())
    watched(process.audit, instance_id, "replay")
    found = history_of(store, caller, instance_id)
    raw = process_diagram(store, caller, instance_id)
    return render_template(
        "history/replay.html",
        process=process,
        entries=found.entries,
        picture=Markup(draw(raw, marks_of(process), label=process.sop_title)),  # noqa: S704
        chain=check_chain(store, caller, instance_id),
        rerun=None,
    )


@history.get("/putar-ulang.json")
@allowed(Who.SIGNED_IN)
def frames(instance_id: UUID) -> dict[str, Any]:
    """Give the events as the replay plays them."""
    found = history_of(context.store(), context.caller(), instance_id)
    return {"frames": [_frame(entry) for entry in found.entries]}


def _frame(entry: HistoryEntry) -> dict[str, Any]:
    return {
        "seq": entry.seq,
        "instant": machine_instant(entry.recorded_at),
        "element": entry.element,
        "trace": [
            {"kind": taken.kind, "element": taken.element, "token": taken.token}
            for taken in entry.trace
        ],
    }
