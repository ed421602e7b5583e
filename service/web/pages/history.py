"""What happened in a process: the printable list, the replay, and whether both can be believed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from flask import (
    Blueprint,
    Response,
    redirect,
    render_template,
    request,
    stream_template,
    url_for,
)

from service.diagrams import KEPT
from service.queries.checks import check_chain, check_rerun
from service.queries.history import ALL, MOST, history_of, standing_after, whole_history
from service.queries.instances import process_diagram, process_view
from service.queries.repairs import REPAIRS, repairs_of
from service.sentences.words import machine_instant
from service.web import context, labels
from service.web.diagrams import marks_of, picture_of
from service.web.guard import Who, allowed
from service.web.watch import watched

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from service.queries.told_events import HistoryEntry

#: Events that one page of the replay plays; a longer history is played in parts.
PART: Final = 500


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a history, numbered from 1."""

    number: int

    @classmethod
    def asked(cls) -> Part:
        """Return the part that the address names, else the first."""
        number = request.args.get("bagian", default=1, type=int)
        return cls(min(max(1, number), ALL // PART))

    @property
    def after(self) -> int:
        """The number of the last event before it."""
        return (self.number - 1) * PART


history = Blueprint("history", __name__, url_prefix="/proses/<uuid:instance_id>")


@history.get("/riwayat")
@allowed(Who.SIGNED_IN)
def show(instance_id: UUID) -> ResponseReturnValue:
    """Show every event, for the screen and for paper."""
    store, caller = context.store(), context.caller()
    process = process_view(store, caller, instance_id, today=context.today())
    watched(process.audit, instance_id, "history")
    found = whole_history(store, caller, instance_id)
    shown: dict[str, Any] = {
        "process": process,
        "entries": found.entries,
        "last_seq": found.last_seq,
        "last_hash": found.last_hash,
        "chain": check_chain(store, caller, instance_id),
        "rerun": None,
        "now": context.now(),
        "state_words": labels.STATES,
        "repairs": repairs_of(store, caller, instance_id),
        "repair_kinds": REPAIRS,
    }
    if found.last_seq <= MOST:
        return render_template("history/show.html", **shown)
    # A printed list must be whole: sent while it is read, so that no length fills the memory.
    return Response(stream_template("history/show.html", **shown), mimetype="text/html")


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
def replay(instance_id: UUID) -> ResponseReturnValue:
    """Show the history on the diagram; without JavaScript, the diagram as it stands and a list."""
    store, caller = context.store(), context.caller()
    process = process_view(store, caller, instance_id, today=context.today())
    watched(process.audit, instance_id, "replay")
    part = Part.asked()
    found = history_of(store, caller, instance_id, after=part.after, most=PART)
    parts = -(-found.last_seq // PART)
    if part.number > parts:
        return redirect(url_for("history.replay", instance_id=instance_id, bagian=parts))
    raw = process_diagram(store, caller, instance_id)
    return render_template(
        "history/replay.html",
        process=process,
        entries=found.entries,
        part=part,
        parts=parts,
        last_seq=found.last_seq,
        picture=picture_of(raw, marks_of(process), process.sop_title, KEPT),
        chain=check_chain(store, caller, instance_id),
        rerun=None,
    )


@history.get("/putar-ulang.json")
@allowed(Who.SIGNED_IN)
def frames(instance_id: UUID) -> dict[str, Any]:
    """Give the events of a part as the replay plays them, and what stood there before."""
    store, caller, part = context.store(), context.caller(), Part.asked()
    found = history_of(store, caller, instance_id, after=part.after, most=PART)
    before = standing_after(store, caller, instance_id, part.after)
    return {
        "frames": [_frame(entry) for entry in found.entries],
        "before": {
            "waiting": list(before.waiting.items()),
            "done": sorted(before.done),
            "flows": list(before.flows.items()),
        },
    }


def _frame(entry: HistoryEntry) -> dict[str, Any]:
    return {
        "seq": entry.seq,
        "instant": machine_instant(entry.recorded_at),
        "element": entry.element,
        # Nothing of the engine's runs then, so no trace says that the tokens are gone.
        "cancelled": entry.kind == "ProcessCancelled",
        "trace": [
            {"kind": taken.kind, "element": taken.element, "token": taken.token}
            for taken in entry.trace
        ],
    }
