"""Findings about the ways in which a process begins."""

from tests.unit.diagrams.provoked import Case
from tests.unit.diagrams.written import (
    STEP,
    boundary,
    chain,
    diagram,
    end,
    flow,
    message,
    node,
    signal,
    start,
    subprocess,
    task,
    timer,
)

INSTANTIATES = 'messageRef="M" instantiate="true"'


def begun_by(definition, last="", attributes=""):
    ending = node("endEvent", "e", last)
    return diagram(start("s", definition, attributes), task(), ending, chain("s", "t", "e"))


def two(first, second):
    """Return two start events, each with a task and an end of its own."""
    ways = (chain("s", "t", "e"), chain("s2", "t2", "e2"))
    return diagram(first, second, task(), task("t2"), end(), end("e2"), *ways)


def named(node_id="s2", definition=""):
    return start(node_id, definition, f'name="{node_id}"')


def arrival(attributes=INSTANTIATES):
    agency = '<alur:agency key="tapd"/>'
    return node("receiveTask", "r", attributes=attributes, words=(STEP, agency))


def received(*parts, attributes=INSTANTIATES):
    """Return a receive task that begins the process, and a task behind it."""
    return diagram(arrival(attributes), task(), end(), chain("r", "t", "e"), *parts)


def chosen(second):
    """Return a gateway that begins the process behind a message m or the element x."""
    gateway = node("eventBasedGateway", "g", attributes='instantiate="true"')
    first = node("intermediateCatchEvent", "m", message())
    ways = (chain("g", "m", "e"), chain("g", "x", "e2"))
    return diagram(gateway, first, second, end(), end("e2"), *ways)


def catch(definition):
    return node("intermediateCatchEvent", "x", definition)


def around(*parts):
    return diagram(start(), subprocess("sub", *parts), end(), chain("s", "sub", "e"))


#: Two starts of one subprocess, one of which runs at a time.
JOINED = node("exclusiveGateway", "g") + chain("s1", "g", "t1", "e1")
OK = two(named("s"), named())
RECEIVED = received()
CHOSEN = chosen(catch(signal()))
CYCLE = timer("R/2027-01-04T08:00:00Z/P1Y", "timeCycle")

BEGINNINGS = [
    Case(
        "several-starts",
        "s3",
        around(start("s1"), start("s3"), task("t1"), end("e1"), JOINED + chain("s3", "g")),
        around(start("s1"), task("t1"), end("e1"), chain("s1", "t1", "e1")),
    ),
    Case(
        "start-event-kind",
        "s",
        begun_by(
            "<bpmn:conditionalEventDefinition><bpmn:condition>a = 1</bpmn:condition>"
            "</bpmn:conditionalEventDefinition>"
        ),
        begun_by(signal()),
    ),
    Case(
        "start-event-kind",
        "s",
        begun_by(message() + signal(), attributes='parallelMultiple="true"'),
        begun_by(message() + signal()),
    ),
    Case("start-recorded", "s", begun_by(message()), OK),
    Case("start-by-itself", "s", begun_by(signal()), begun_by(message())),
    Case("start-by-itself", "s", begun_by(CYCLE), begun_by(message())),
    Case("start-timer", "s", begun_by(timer("P1D")), begun_by(CYCLE)),
    Case(
        "start-timer", "s", begun_by(timer('="2027-01-04T08:00:00Z"', "timeDate")), begun_by(CYCLE)
    ),
    Case("start-twice", "s2", two(named("s", message()), named("s2", message())), OK),
    Case("start-unnamed", "s2", two(named("s"), start("s2")), OK),
    Case("instantiate-place", "r", received(start(), flow("f", "s", "r")), RECEIVED),
    Case(
        "instantiate-place",
        "r",
        around(arrival(), end("e1"), chain("r", "e1")),
        RECEIVED,
    ),
    Case(
        "instantiate-with-more",
        "r",
        received(boundary("b", "r", timer("P1D")), end("e2"), chain("b", "e2")),
        RECEIVED,
    ),
    Case("instantiate-target", "x", chosen(catch(timer("P1D"))), CHOSEN),
]
