"""Diagrams of processes that speak with one another."""

from __future__ import annotations

from itertools import pairwise

from tests.integration.running.diagrams import _flow, _lanes, _process, _task

_WHAT = (
    '<bpmn:message id="m" name="surat"/><bpmn:signal id="s" name="anggaran-dibuka"/>'
    '<bpmn:message id="m2" name="balasan"/>'
)


def event_of(kind: str, key: str, definition: str, extension: str = "") -> str:
    inside = f"<bpmn:extensionElements>{extension}</bpmn:extensionElements>" if extension else ""
    return f'<bpmn:{kind} id="{key}" name="{key}">{inside}{definition}</bpmn:{kind}>'


def message_of(ref: str = "m") -> str:
    return f'<bpmn:messageEventDefinition id="def_{ref}" messageRef="{ref}"/>'


SIGNAL = '<bpmn:signalEventDefinition id="def_s" signalRef="s"/>'


def _line(key: str, middle: str, *way: str, start: str = "work") -> bytes:
    """Work, then what is in the middle, then a second task."""
    steps = ("start", start, *way, "second", "end")
    return _process(
        key,
        _lanes(sekretaris=" ".join(steps))
        + '<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>'
        + _task(start)
        + middle
        + _task("second")
        + "".join(_flow(a, b) for a, b in pairwise(steps)),
        _WHAT,
    )


_PAYLOAD = '<alur:correlation value="=tahun"/><alur:out variable="lembar" value="=tahun + 1"/>'

#: After its work it sends the message of its year.
SENDER = _line(
    "sender",
    event_of("intermediateThrowEvent", "send", message_of(), _PAYLOAD),
    "send",
)

#: After its work it waits for the message of its year.
RECEIVER = _line(
    "receiver",
    event_of("intermediateCatchEvent", "get", message_of(), '<alur:correlation value="=tahun"/>'),
    "get",
)

#: After its work it waits for any message.
ANY = _line("any", event_of("intermediateCatchEvent", "get", message_of()), "get")

#: Its work may be interrupted by the message.
INTERRUPTED = _process(
    "interrupted",
    _lanes(sekretaris="start work get second end done")
    + '<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/><bpmn:endEvent id="done"/>'
    + _task("work")
    + f'<bpmn:boundaryEvent id="get" attachedToRef="work">{message_of()}</bpmn:boundaryEvent>'
    + _task("second")
    + _flow("start", "work")
    + _flow("work", "done")
    + _flow("get", "second")
    + _flow("second", "end"),
    _WHAT,
)

#: After its work it throws the signal.
CALLER = _line("caller", event_of("intermediateThrowEvent", "call", SIGNAL), "call")

#: After its work it waits for the signal.
HEARER = _line("hearer", event_of("intermediateCatchEvent", "hear", SIGNAL), "hear")


def begun(key: str, definition: str, last: str = "") -> bytes:
    """Begun by an event, or by a person; then a task, and what it ends with."""
    return _process(
        key,
        _lanes(sekretaris="start plain work end")
        + f'<bpmn:startEvent id="start" name="start">{definition}</bpmn:startEvent>'
        + '<bpmn:startEvent id="plain" name="plain"/>'
        + f'<bpmn:endEvent id="end">{last}</bpmn:endEvent>'
        + _task("work")
        + _flow("start", "work")
        + _flow("plain", "work")
        + _flow("work", "end"),
        _WHAT,
    )


#: Begun by the message, and by the signal.
BEGUN_BY_MESSAGE = begun("begun-by-message", message_of())
BEGUN_BY_SIGNAL = begun("begun-by-signal", SIGNAL)


def at_once(key: str, definition: str, last: str) -> bytes:
    """Begun by an event, and throws another one at once."""
    return _process(
        key,
        _lanes(sekretaris="start end")
        + f'<bpmn:startEvent id="start">{definition}</bpmn:startEvent>'
        + f'<bpmn:endEvent id="end">{last}</bpmn:endEvent>'
        + _flow("start", "end"),
        _WHAT,
    )


#: Each begins the other.
PING = at_once("ping", message_of("m"), message_of("m2"))
PONG = at_once("pong", message_of("m2"), message_of("m"))


def every(text: str, kind: str = "timeCycle") -> bytes:
    """Begun at a time."""
    timed = (
        f"<bpmn:timerEventDefinition><bpmn:{kind}>{text}</bpmn:{kind}></bpmn:timerEventDefinition>"
    )
    return begun("begun-by-time", timed)


#: Begun by the signal and by nothing else.
BY_SIGNAL_ALONE = _process(
    "by-signal-alone",
    _lanes(sekretaris="start work end")
    + f'<bpmn:startEvent id="start">{SIGNAL}</bpmn:startEvent>'
    + '<bpmn:endEvent id="end"/>'
    + _task("work")
    + _flow("start", "work")
    + _flow("work", "end"),
    _WHAT,
)
