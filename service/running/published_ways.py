"""With what a published version begins processes by itself (docs/decisions/0015)."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from service.diagrams.model import MessageEvent, SignalEvent, TimerEvent
from service.diagrams.timer_text import read_timer
from service.diagrams.ways_in import ways_in
from service.feel.iso8601 import OutOfCalendar, Repetition
from service.store.ways_in import NewWay

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from service.diagrams.model import Process


def ways_of(
    process: Process, *, since: datetime | None, zone: str, now: datetime
) -> Iterator[NewWay]:
    """Yield the messages, signals and times that begin a process of a version.

    `since`: the instant from which it is in force; None: it is a trial, which no time begins.
    """
    for way in ways_in(process):
        for place, event in enumerate(way.events, 1):
            match event:
                case MessageEvent(name=name):
                    yield NewWay(way.node.id, place, "message", name)
                case SignalEvent(name=name):
                    yield NewWay(way.node.id, place, "signal", name)
                case TimerEvent() if since is not None:
                    due = next_due(event, since=since, after=now, zone=zone)
                    yield NewWay(way.node.id, place, "timer", due_at=due)
                case _:
                    pass


def beginning_of(day: date, zone: str) -> datetime:
    """Return the instant at which a day begins in an office."""
    return datetime.combine(day, time(), ZoneInfo(zone))


def next_due(event: TimerEvent, *, since: datetime, after: datetime, zone: str) -> datetime | None:
    """Return when a timer begins a process next, of a version in force `since`; None: never again.

    What was missed until `after` begins nothing any more.
    """
    timer = read_timer(event.kind, event.text)
    if isinstance(timer, datetime):
        return timer if timer > after and timer >= since else None
    if not isinstance(timer, Repetition):
        return None
    # Few are tried one by one: R/2000-01-01T00:00:00Z/PT1M has been due fourteen million times.
    longest = timedelta(days=31 * timer.every.months) + timer.every.time
    number = max(1, (max(since, after) - (timer.start or since)) // longest - 1)
    try:
        while True:
            due = timer.due(since, number, ZoneInfo(zone))
            if due is None or (due > after and due >= since):
                return due
            number += 1
    except OutOfCalendar:
        return None
