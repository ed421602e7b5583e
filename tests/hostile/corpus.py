"""Files that somebody could upload to harm the service, or by accident.

Each is refused with a code at an element. What a diagram of one construct too few looks like is
tested in tests/unit/diagrams; here are bytes, sizes, languages and tricks.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tests.unit.diagrams.findings_provoked import (
    callable_process,
    calls_of_depth,
    catching,
    choice,
    ending,
    looped,
    many,
    round_trip,
    standard,
    wide_calls,
    with_boundary,
)
from tests.unit.diagrams.written import (
    SIMPLE,
    boundary,
    chain,
    condition,
    diagram,
    document,
    end,
    flow,
    message,
    node,
    process,
    small,
    start,
    subprocess,
    task,
    timer,
)

PYTHON = "__import__('os').system('id')"
JUEL = "${''.getClass().forName('java.lang.Runtime')}"


@dataclass(frozen=True)
class Hostile:
    name: str
    raw: bytes
    code: str
    element: str

    def __str__(self):
        return self.name


def lonely(tag, inner="", attributes="", element="x"):
    """Return start → the element → end."""
    return diagram(start(), node(tag, element, inner, attributes), end(), chain("s", element, "e"))


def entities(declarations, use="&a;"):
    """Return a file with a DTD whose entity stands in a name."""
    text = small(attributes='name="TARGET"').decode().replace("TARGET", use)
    return f'<?xml version="1.0"?><!DOCTYPE d [{declarations}]>{text}'.encode()


BOMB = '<!ENTITY a0 "ha">' + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)
)

BYTES = [
    Hostile("nothing", b"", "not-xml", ""),
    Hostile("white space", b"   \n", "not-xml", ""),
    Hostile("zeros", bytes(1000), "not-xml", ""),
    Hostile("a zip file", b"PK\x03\x04" + bytes(range(256)), "not-xml", ""),
    Hostile("truncated", small()[:700], "not-xml", ""),
    Hostile("truncated in a tag", small()[:-3], "not-xml", ""),
    Hostile("two roots", small() + small(), "not-xml", ""),
    Hostile("an unknown encoding", b'<?xml version="1.0" encoding="x-7"?><a/>', "not-xml", ""),
    Hostile("half of UTF-16", small().decode().encode("utf-16")[:-201], "not-xml", ""),
    Hostile("an undefined entity", small(attributes='name="&nbsp;"'), "not-xml", ""),
    Hostile("a control character", small(attributes='name="&#8;"'), "not-xml", ""),
    Hostile("five megabytes", small("<!--" + "x" * 5 * 1024 * 1024 + "-->"), "too-large", ""),
    Hostile("HTML", b"<html><script>alert(1)</script></html>", "not-bpmn", ""),
    Hostile("BPMN of another year", small().replace(b"20100524", b"20090101"), "not-bpmn", ""),
]

DTDS = [
    Hostile("a DOCTYPE", b"<!DOCTYPE d>" + small(), "doctype", ""),
    Hostile(
        "a DOCTYPE elsewhere", b'<!DOCTYPE d SYSTEM "http://[::1]/x">' + small(), "doctype", ""
    ),
    Hostile("an entity", entities('<!ENTITY a "x">'), "doctype", ""),
    Hostile(
        "a file by entity", entities('<!ENTITY a SYSTEM "file:///etc/passwd">', ""), "doctype", ""
    ),
    Hostile(
        "an address by entity", entities('<!ENTITY a SYSTEM "http://[::1]/">', ""), "doctype", ""
    ),
    Hostile(
        "a parameter entity",
        entities('<!ENTITY % p SYSTEM "http://[::1]/x.dtd"> %p;', ""),
        "doctype",
        "",
    ),
    Hostile(
        "a file in an attribute",
        entities('<!ENTITY a SYSTEM "file:///etc/passwd">'),
        "not-xml",
        "",
    ),
    Hostile("an entity bomb", entities(BOMB, "&a9;"), "not-xml", ""),
    Hostile("an unused entity bomb", entities(BOMB, ""), "doctype", ""),
    Hostile(
        "a default attribute",
        entities('<!ATTLIST boundaryEvent cancelActivity CDATA "false">', ""),
        "doctype",
        "",
    ),
]

SIZES = [
    Hostile("depth that the parser refuses", b"<a>" * 3000, "not-xml", ""),
    Hostile("depth", small("<bpmn:group>" * 100 + "</bpmn:group>" * 100), "too-deep", ""),
    Hostile(
        "80,000 attributes",
        small(attributes=" ".join(f'a{n}=""' for n in range(80_000))),
        "too-many-attributes",
        "t",
    ),
    Hostile(
        "100,000 elements",
        small('<x:y xmlns:x="urn:x">' + "<x:y/>" * 100_000 + "</x:y>"),
        "too-many-elements",
        "",
    ),
    Hostile(
        "2,001 elements of BPMN", small('<bpmn:group id="g"/>' * 2001), "too-many-elements", ""
    ),
    Hostile("a wall of nested calls", wide_calls(9, 40), "calls-too-large", "P0"),
    Hostile("calls too deep", calls_of_depth(40), "call-too-deep", "P0_0"),
    Hostile("a long expression", choice("a or " * 100_000 + "a"), "expression-too-long", "f1"),
    Hostile("a deep expression", choice("(" * 900 + "a" + ")" * 900), "expression-too-deep", "f1"),
    Hostile(
        "a number of 5,000 digits",
        looped(standard(attributes=f'loopMaximum="{"9" * 5000}"')),
        "loop-maximum",
        "t",
    ),
]

NOT_EXECUTED = [
    Hostile(
        "Python in a script task",
        lonely("scriptTask", f"<bpmn:script>{PYTHON}</bpmn:script>", 'scriptFormat="python"'),
        "script-language",
        "x",
    ),
    *(
        Hostile(f"{tag} for nobody", lonely(tag), "job-without-topic", "x")
        for tag in ("serviceTask", "sendTask")
    ),
    *(
        Hostile(tag, lonely(tag), "unsupported-element", "x")
        for tag in (
            "task",
            "complexGateway",
            "adHocSubProcess",
            "callChoreography",
            "scripttask",
            "userTaskExtra",
        )
    ),
    Hostile(
        "an event of another file",
        lonely("intermediateCatchEvent", "<bpmn:eventDefinitionRef>y</bpmn:eventDefinitionRef>"),
        "dangling-reference",
        "x",
    ),
    Hostile(
        "an event of no standard",
        lonely("intermediateCatchEvent", "<bpmn:hopeEventDefinition/>"),
        "misplaced-element",
        "x",
    ),
    Hostile(
        "a compensation by nothing",
        small(boundary("b", "t", "<bpmn:compensateEventDefinition/>")),
        "compensation-without-activity",
        "b",
    ),
    Hostile(
        "a compensation of what is not there",
        ending('<bpmn:compensateEventDefinition activityRef="nobody"/>'),
        "dangling-reference",
        "e",
    ),
    Hostile("a nameless signal", ending("<bpmn:signalEventDefinition/>"), "signal-missing", "e"),
    Hostile(
        "an event subprocess that nothing begins",
        small(
            subprocess(
                "x",
                start("s1"),
                end("e1"),
                flow("f1", "s1", "e1"),
                attributes='triggeredByEvent="true"',
            )
        ),
        "event-subprocess-start",
        "x",
    ),
    Hostile(
        "a compensation activity in the flow",
        small(attributes='isForCompensation="true"'),
        "compensation-in-flow",
        "t",
    ),
    Hostile("a million tokens", small(attributes='completionQuantity="1000000"'), "quantity", "t"),
    Hostile(
        "a start by a condition",
        diagram(start("s", condition()), task(), end(), chain("s", "t", "e")),
        "start-event-kind",
        "s",
    ),
    Hostile(
        "an instantiating receive task behind a start",
        diagram(
            start(),
            node("receiveTask", "x", attributes='messageRef="M" instantiate="true"'),
            end(),
            chain("s", "x", "e"),
        ),
        "instantiate-place",
        "x",
    ),
    Hostile("an element of no standard", small('<x:do xmlns:x="urn:x"/>'), "foreign-element", "P"),
    Hostile(
        "an import",
        document('<bpmn:import namespace="x" location="/etc/passwd" importType="x"/>', SIMPLE),
        "import",
        "",
    ),
]

#: Every place where an expression can stand, with a text that must not be one.
SINKS: dict[str, Callable[[str], bytes]] = {
    "a condition": choice,
    "a loop": lambda text: looped(standard(text)),
    "a cardinality": lambda text: looped(
        many(f"<bpmn:loopCardinality>{text}</bpmn:loopCardinality>")
    ),
    "a completion condition": lambda text: looped(
        many(
            "<bpmn:loopCardinality>2</bpmn:loopCardinality>"
            f"<bpmn:completionCondition>{text}</bpmn:completionCondition>"
        )
    ),
    "an assignment": lambda text: small(words=[f'<alur:assign variable="n" value="{text}"/>']),
    "an output": lambda text: small(words=[f'<alur:output kind="record" when="{text}"/>']),
    "a unit": lambda text: small(words=[f'<alur:unit value="{text}"/>']),
    "a timer": lambda text: catching(timer(f"={text}")),
    "a correlation": lambda text: diagram(
        start(),
        node(
            "intermediateCatchEvent", "c", message(), words=[f'<alur:correlation value="{text}"/>']
        ),
        end(),
        chain("s", "c", "e"),
    ),
    "a mapping": lambda text: document(
        process(
            start(),
            node(
                "callActivity",
                "c",
                attributes='calledElement="Q"',
                words=[f'<alur:in variable="n" value="{text}"/>'],
            ),
            end(),
            chain("s", "c", "e"),
        ),
        callable_process(),
    ),
}

CODE = [
    Hostile(f"{language} in {place}", write(text), "", "")
    for place, write in SINKS.items()
    for language, text in (("Python", PYTHON), ("JUEL", JUEL), ("an attribute", "a.__class__"))
]

LOOPS = [
    Hostile(
        "gateways without a wait",
        round_trip(node("exclusiveGateway", "x")),
        "loop-without-wait",
        "m",
    ),
    Hostile(
        "a loop for ever",
        looped(standard("true"))
        .replace(b"userTask", b"subProcess")
        .replace(b'<alur:form key="f"/>', b""),
        "no-start",
        "t",
    ),
    Hostile("a call of itself", document(callable_process("Q", "Q")), "call-cycle", "Q_0"),
    Hostile(
        "calls of each other",
        document(callable_process("Q", "R"), callable_process("R", "Q")),
        "call-cycle",
        "Q_0",
    ),
    Hostile(
        "a ring of calls",
        document(*(callable_process(f"P{n}", f"P{(n + 1) % 7}") for n in range(7))),
        "call-cycle",
        "P0_0",
    ),
    Hostile(
        "R/PT0S",
        with_boundary(timer("R/PT0S", "timeCycle"), 'cancelActivity="false"'),
        "timer-period-not-positive",
        "b",
    ),
    Hostile(
        "R20/PT0.1S",
        with_boundary(timer("R20/PT0.1S", "timeCycle"), 'cancelActivity="false"'),
        "timer-period-too-short",
        "b",
    ),
    Hostile(
        "a cycle since the year 1",
        with_boundary(timer("R/0001-01-01T00:00:00Z/PT1M", "timeCycle"), 'cancelActivity="false"'),
        "timer-out-of-calendar",
        "b",
    ),
    Hostile(
        "a timer for 300 million years", catching(timer("P999999Y")), "timer-out-of-calendar", "c"
    ),
]

IDS = [
    Hostile("an id twice", small('<bpmn:textAnnotation id="t"/>'), "duplicate-id", "t"),
    Hostile("an id twice, by name", small(task("s")), "duplicate-id", "s"),
    Hostile(
        "a path as id",
        diagram(start(), task("../t"), end(), chain("s", "../t", "e")),
        "reserved-id",
        "../t",
    ),
    Hostile(
        "an id of the compiler",
        diagram(start(), task("t#i"), end(), chain("s", "t#i", "e")),
        "reserved-id",
        "t#i",
    ),
    Hostile(
        "no id",
        diagram(start(), node("userTask", ""), end(), chain("s", "", "e")),
        "missing-id",
        "",
    ),
    Hostile("a flow into nothing", small(flow("fx", "t", "gone")), "dangling-reference", "fx"),
    Hostile("a flow to a lane", small(flow("fx", "t", "L")), "dangling-reference", "fx"),
    Hostile(
        "a boundary of nothing",
        small(boundary("b", "gone", timer("P1D"))),
        "dangling-reference",
        "b",
    ),
    Hostile(
        "a boundary of an event",
        small(boundary("b", "s", timer("P1D"))),
        "dangling-reference",
        "b",
    ),
    Hostile(
        "a dangling data object",
        small('<bpmn:dataObjectReference id="r" dataObjectRef="gone"/>'),
        "dangling-reference",
        "r",
    ),
    Hostile(
        "a list that is nowhere",
        looped(many("<bpmn:loopDataInputRef>gone</bpmn:loopDataInputRef>")),
        "dangling-reference",
        "t",
    ),
    Hostile(
        "a name that hides a counter",
        small(words=['<alur:assign variable="nrOfInstances" value="1"/>']),
        "bad-variable",
        "t",
    ),
    Hostile(
        "a name with two underscores",
        small(words=['<alur:assign variable="__class__" value="1"/>']),
        "bad-variable",
        "t",
    ),
    Hostile(
        "a name that state tags with",
        small(words=['<alur:assign variable="$t" value="1"/>']),
        "bad-variable",
        "t",
    ),
]

CORPUS = [*BYTES, *DTDS, *SIZES, *NOT_EXECUTED, *CODE, *LOOPS, *IDS]
