"""`./alur history`: the events of a process, in order, with the hash that ends the list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from service.cli.frame.commands import command

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.cli.frame.talk import Talk
    from service.queries.history import History
    from service.queries.operators import FoundProcess
    from service.queries.told_events import HistoryEntry


@command("history")
@click.argument("process")
def history(talk: Talk, *, process: str) -> None:
    """Print every event of one process."""
    from service.cli.frame.stores import open_session
    from service.queries.operators import find_process, history_for_operator

    with open_session() as session:
        found = find_process(session, process)
        told, zone = history_for_operator(session, found, talk.lang)
    talk.result(document(found, told), lines(talk, found, told, zone))


def document(found: FoundProcess, told: History) -> dict[str, Any]:
    """Return the history as JSON: instants in UTC, texts as they stand now."""
    return {
        "process": found.number,
        "id": str(found.instance_id),
        "diagram": told.diagram,
        "events": [_event(entry) for entry in told.entries],
        "last_seq": told.last_seq,
        "last_hash": told.last_hash,
    }


def _event(entry: HistoryEntry) -> dict[str, Any]:
    return {
        "seq": entry.seq,
        "kind": entry.kind,
        "occurred_at": entry.occurred_at.isoformat(),
        "recorded_at": entry.recorded_at.isoformat(),
        "jabatan": entry.jabatan,
        "behalf": entry.behalf,
        "letter": entry.letter,
        "element": entry.element,
        "title": entry.title,
        "details": [{"label": label, "text": text} for label, text in entry.details],
        "flows": [item.element for item in entry.trace if item.kind == "flow"],
        "hash": entry.hash,
    }


def lines(talk: Talk, found: FoundProcess, told: History, zone: str) -> Iterator[str]:
    """Yield the history as a person reads it, in the time of the office."""
    local = ZoneInfo(zone)
    yield talk.text("cli-history.head", process=found.number, diagram=told.diagram)
    for entry in told.entries:
        when = entry.recorded_at.astimezone(local).strftime("%Y-%m-%d %H.%M.%S")
        who = entry.jabatan or talk.text("cli-history.system")
        if entry.behalf:
            who = talk.text("cli-history.behalf", who=who, behalf=entry.behalf)
        yield f"{entry.seq:>5}  {when}  {who}: {entry.title}"
        for label, text in entry.details:
            yield f"{'':>28}{label}: {text}"
    yield talk.text("cli-history.foot", count=told.last_seq, last_hash=told.last_hash)
