"""Findings about what stands beside the flow of a scope: event subprocesses, compensation."""

from tests.unit.diagrams.provoked import Case
from tests.unit.diagrams.written import (
    boundary,
    chain,
    diagram,
    end,
    flow,
    message,
    node,
    small,
    start,
    subprocess,
    task,
    thrown,
    timer,
)

BESIDE_ONLY = 'isInterrupting="false"'
BESIDE = start("s1", message(), BESIDE_ONLY)


def triggered(begin=None, key="sub", last="", extra=""):
    """Return an event subprocess that does nothing but begin and end."""
    begin = start("s1", message()) if begin is None else begin
    first, final = begin.split('id="')[1].split('"')[0], f"e{key.removeprefix('sub') or 1}"
    return subprocess(
        key,
        extra,
        begin,
        end(final, last),
        chain(first, final),
        attributes='triggeredByEvent="true"',
    )


def interrupted(begin):
    """Return a subprocess that throws an escalation before its step."""
    return subprocess(
        "sub",
        start("s1"),
        node("intermediateThrowEvent", "i", thrown("escalation", "S")),
        task("t1"),
        end("e1"),
        chain("s1", "i", "t1", "e1"),
        triggered(begin, key="sub2"),
    )


COMPENSATION = "<bpmn:compensateEventDefinition/>"


def tied(host="t", by="u", key="b", attributes=""):
    """Return what undoes `host`: a boundary event and the activity that it is tied to."""
    return (
        boundary(key, host, COMPENSATION)
        + task(by, attributes=f'isForCompensation="true" {attributes}')
        + tie(key, by)
    )


def tie(source, target):
    return f'<bpmn:association id="tie_{source}" sourceRef="{source}" targetRef="{target}"/>'


def thrown_back(activity=None, *extra):
    """Return start → t → throw → end, and what is put beside them."""
    reference = "" if activity is None else f'activityRef="{activity}"'
    definition = f"<bpmn:compensateEventDefinition {reference}/>"
    return diagram(
        start(),
        task(),
        node("intermediateThrowEvent", "x", definition),
        end(),
        chain("s", "t", "x", "e"),
        *extra,
    )


def whole(attributes="", begin=COMPENSATION, interrupting=""):
    """Return a subprocess that an event subprocess undoes."""
    return subprocess(
        "sub",
        start("s1"),
        end("e1"),
        chain("s1", "e1"),
        subprocess(
            "back",
            start("s2", begin, interrupting),
            end("e2"),
            chain("s2", "e2"),
            attributes=f'triggeredByEvent="true" {attributes}',
        ),
    )


def around(*extra, **how):
    return diagram(start(), whole(**how), end(), chain("s", "sub", "e"), *extra)


CANCEL = "<bpmn:cancelEventDefinition/>"


def booking(ending=CANCEL, tag="transaction", caught=None, attributes=""):
    """Return a transaction that may be cancelled, and where that goes on."""
    beside = boundary("b", "sub", CANCEL) if caught is None else caught
    inside = (start("s1"), task("t1"), end("e1", ending), chain("s1", "t1", "e1"))
    return diagram(
        start(),
        node(tag, "sub", "".join(inside), attributes),
        end(),
        chain("s", "sub", "e"),
        beside,
        end("e2") + chain("b", "e2") if beside else "",
    )


def round_trip(middle):
    """Return a loop through `middle` that ends when a = 1."""
    return diagram(
        start(),
        node("exclusiveGateway", "m"),
        middle,
        node("exclusiveGateway", "again", attributes='default="back"'),
        end(),
        chain("s", "m", "sub", "again"),
        flow("stop", "again", "e", "a = 1"),
        flow("back", "again", "m"),
    )


SCOPES = [
    Case("event-subprocess-start", "sub", small(triggered(start("s1"))), small(triggered())),
    Case(
        "event-subprocess-start",
        "sub",
        small(
            subprocess(
                "sub", task("x"), end("e1"), chain("x", "e1"), attributes='triggeredByEvent="true"'
            )
        ),
        small(triggered()),
    ),
    Case(
        "event-subprocess-in-flow",
        "sub",
        diagram(start(), task(), end(), chain("s", "t", "sub", "e"), triggered()),
        small(triggered()),
    ),
    Case(
        "event-subprocess-repeated",
        "sub",
        small(
            triggered(
                extra='<bpmn:standardLoopCharacteristics loopMaximum="2"><bpmn:loopCondition>'
                "=a = 1</bpmn:loopCondition></bpmn:standardLoopCharacteristics>"
            )
        ),
        small(triggered()),
    ),
    Case(
        "event-subprocess-boundary",
        "b",
        small(triggered(), boundary("b", "sub", timer("P1D")), end("e2"), chain("b", "e2")),
        small(triggered(), boundary("b", "t", timer("P1D")), end("e2"), chain("b", "e2")),
    ),
    Case(
        "event-subprocess-twice",
        "s2",
        small(triggered(), triggered(start("s2", message()), key="sub2")),
        small(triggered(BESIDE), triggered(start("s2", message(), BESIDE_ONLY), key="sub2")),
    ),
    Case(
        "event-subprocess-twice",
        "s2",
        small(
            triggered(start("s1", thrown("escalation", "S"), BESIDE_ONLY)),
            triggered(start("s2", thrown("escalation", "S"), BESIDE_ONLY), key="sub2"),
        ),
        small(
            triggered(start("s1", thrown("escalation", "S"), BESIDE_ONLY)),
            triggered(start("s2", thrown("escalation", ""), BESIDE_ONLY), key="sub2"),
        ),
    ),
    Case(
        "error-not-interrupting",
        "s1",
        small(triggered(start("s1", thrown("error", "E"), BESIDE_ONLY))),
        small(triggered(start("s1", thrown("error", "E")))),
    ),
    Case(
        "cycle-position",
        "s1",
        small(triggered(start("s1", timer("R/P1D", "timeCycle")))),
        small(triggered(start("s1", timer("R/P1D", "timeCycle"), BESIDE_ONLY))),
    ),
    Case(
        "error-not-caught",
        "e",
        diagram(start(), task(), end("e", thrown("error", "E")), chain("s", "t", "e")),
        diagram(
            start(),
            task(),
            end("e", thrown("error", "E")),
            chain("s", "t", "e"),
            triggered(start("s1", thrown("error", ""))),
        ),
    ),
    Case(
        "error-not-caught",
        "e1",
        small(
            triggered(start("s1", message()), last=thrown("error", "E")),
            triggered(start("s2", thrown("error", "E")), key="sub2"),
        ),
        small(triggered()),
    ),
    Case(
        "loop-without-wait",
        "m",
        round_trip(interrupted(start("s2", thrown("escalation", "S")))),
        round_trip(interrupted(start("s2", thrown("escalation", "S"), BESIDE_ONLY))),
    ),
    Case(
        "event-position",
        "s1",
        small(triggered(start("s1", "<bpmn:terminateEventDefinition/>"))),
        small(triggered()),
    ),
    Case(
        "code-missing",
        "h",
        diagram(
            start(),
            node("intermediateThrowEvent", "h", thrown("escalation", "")),
            end(),
            chain("s", "h", "e"),
        ),
        diagram(
            start(),
            node("intermediateThrowEvent", "h", thrown("escalation", "S")),
            end(),
            chain("s", "h", "e"),
        ),
    ),
    # ------------------------------------------------------------ compensation
    Case(
        "compensation-without-activity",
        "b",
        small(boundary("b", "t", COMPENSATION)),
        small(tied()),
    ),
    Case(
        "compensation-without-activity",
        "b",
        small(
            boundary("b", "t", COMPENSATION),
            task("u", attributes='isForCompensation="true"'),
            task("v", attributes='isForCompensation="true"'),
            tie("b", "u"),
            tie("b", "v").replace("tie_b", "tie_v"),
        ),
        small(tied()),
    ),
    Case("compensation-twice", "c", small(tied(), tied(by="v", key="c")), small(tied())),
    Case("compensation-twice", "b", around(tied("sub")), around()),
    Case("compensation-in-flow", "b", small(tied(), chain("b", "e")), small(tied())),
    Case("compensation-in-flow", "u", small(tied(attributes='startQuantity="2"')), small(tied())),
    Case(
        "compensation-in-flow",
        "u",
        small(tied(), chain("u", "e")),
        small(tied()),
    ),
    Case(
        "compensation-out-of-sight",
        "x",
        thrown_back("u", tied()),
        thrown_back("t", tied()),
    ),
    Case(
        "compensation-of-compensation",
        "c",
        small(tied(), tied("u", "v", "c")),
        small(tied()),
    ),
    Case(
        "compensation-unused",
        "u",
        small(task("u", attributes='isForCompensation="true"')),
        small(tied()),
    ),
    Case(
        "compensation-boundary",
        "c",
        small(tied(), boundary("c", "u", timer("P1D")), end("e2"), chain("c", "e2")),
        small(tied(), boundary("c", "t", timer("P1D")), end("e2"), chain("c", "e2")),
    ),
    Case("compensation-beside", "s2", around(interrupting=BESIDE_ONLY), around()),
    Case(
        "compensation-start",
        "back",
        around(attributes='isForCompensation="true"', begin=message()),
        around(attributes='isForCompensation="true"'),
    ),
    Case("nothing-to-compensate", "x", thrown_back(), thrown_back(None, tied())),
    Case("dangling-reference", "x", thrown_back("nobody", tied()), thrown_back("t", tied())),
    # ------------------------------------------------------------ transactions
    Case(
        "cancel-outside-transaction",
        "e1",
        booking(tag="subProcess", caught=""),
        booking(),
    ),
    Case("cancel-not-caught", "e1", booking(caught=""), booking()),
    Case(
        "cancel-position",
        "b",
        small(boundary("b", "t", CANCEL), end("e2"), chain("b", "e2")),
        booking(),
    ),
    Case(
        "cancel-not-interrupting",
        "b",
        booking(caught=boundary("b", "sub", CANCEL, 'cancelActivity="false"')),
        booking(),
    ),
    Case("cancel-not-thrown", "b", booking(ending=""), booking()),
    Case(
        "handlers-of-one-code",
        "b2",
        booking(
            caught=boundary("b", "sub", CANCEL)
            + boundary("b2", "sub", CANCEL)
            + end("e3")
            + chain("b2", "e3")
        ),
        booking(),
    ),
    Case("event-position", "s1", small(triggered(start("s1", CANCEL))), small(triggered())),
    Case(
        "unsupported-attribute",
        "sub",
        booking(attributes='method="##Store"'),
        booking(attributes='method="##Compensate"'),
    ),
    Case(
        "unsupported-attribute",
        "sub",
        booking(attributes='triggeredByEvent="true"'),
        booking(attributes='triggeredByEvent="false"'),
    ),
]
