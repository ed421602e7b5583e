"""Files that the gate may let pass, and that want much once they are run."""

from tests.hostile.corpus import Hostile
from tests.unit.diagrams.findings_provoked import catching, looped, many
from tests.unit.diagrams.written import (
    boundary,
    chain,
    condition,
    diagram,
    end,
    flow,
    node,
    signal,
    start,
    subprocess,
    task,
    timer,
)


def script(node_id, variable, text):
    return node(
        "scriptTask",
        node_id,
        f"<bpmn:script>{text}</bpmn:script>",
        'scriptFormat="feel"',
        (f'<alur:result variable="{variable}"/>',),
    )


def scripts(first, texts):
    """Return start → scripts that write `a` → task → end."""
    steps = [script(f"q{number}", "a", text) for number, text in enumerate([first, *texts])]
    ids = [f"q{number}" for number in range(len(steps))]
    return diagram(start(), *steps, task(), end(), chain("s", *ids, "t", "e"))


def handler(node_id, definition, *parts):
    """Return an event subprocess: start, one part after the other, end."""
    ids = [f"s{node_id}", *(f"{node_id}p{number}" for number in range(len(parts))), f"e{node_id}"]
    steps = [part.replace("ID", ids[number + 1]) for number, part in enumerate(parts)]
    return subprocess(
        node_id,
        start(ids[0], definition, 'isInterrupting="false"'),
        *steps,
        end(ids[-1]),
        chain(*ids),
        attributes='triggeredByEvent="true"',
    )


def with_handlers(*handlers, first=""):
    """Return start → what comes first → task → end, and handlers beside it."""
    ids = ["s", *(["go"] if first else []), "t", "e"]
    return diagram(start(), first, task(), end(), chain(*ids), *handlers)


def ladder(count, split, merge, attributes=""):
    """Return one split and merge behind the other: two ways each time."""
    parts, last = [], "s"
    for number in range(count):
        parts += [
            node(split, f"x{number}", attributes=attributes.replace("N", str(number))),
            node(merge, f"y{number}"),
            flow(f"l{number}", last, f"x{number}"),
            flow(f"d{number}", f"x{number}", f"y{number}"),
            flow(f"c{number}", f"x{number}", f"y{number}", "a = 1" if attributes else None),
        ]
        last = f"y{number}"
    return diagram(start(), *parts, task(), end(), flow("l", last, "t"), chain("t", "e"))


def branches(count):
    """Return parallel branches, each of which may leave before the join."""
    parts = [
        node("exclusiveGateway", f"p{number}", attributes=f'default="b{number}"')
        + flow(f"a{number}", "g", f"p{number}")
        + flow(f"b{number}", f"p{number}", "j")
        + flow(f"c{number}", f"p{number}", "e", "a = 1")
        for number in range(count)
    ]
    gates = node("parallelGateway", "g"), node("parallelGateway", "j")
    return diagram(start(), *gates, *parts, end(), chain("s", "g"), chain("j", "e"))


def everything_to_everything(count):
    ids = [f"m{number}" for number in range(count)]
    return diagram(
        start(),
        task(),
        end(),
        chain("s", "t", ids[0]),
        *(node("parallelGateway", each) + flow(f"d{each}", each, "e") for each in ids),
        *(flow(f"f{a}{b}", a, b) for a in ids for b in ids if a != b),
    )


def cubed(count):
    inner = task()
    ids = ["t"]
    for level in range(3):
        ids = [f"s{level}", ids[-1] if level else "t", f"e{level}"]
        number = f"<bpmn:loopCardinality>{count}</bpmn:loopCardinality>"
        inner = subprocess(
            f"p{level}", many(number), start(ids[0]), inner, end(ids[2]), chain(*ids)
        )
        ids = [f"p{level}"]
    return diagram(start(), inner, end(), chain("s", "p2", "e"))


THROW = node("intermediateThrowEvent", "ID", signal())
GO = node("intermediateThrowEvent", "go", signal())
DEAR = "count(for a in 1..45, b in 1..45, c in 1..4 return 1)"
COMPENSATED = (
    task("a")
    + boundary("cb", "a", "<bpmn:compensateEventDefinition/>")
    + task("u", attributes='isForCompensation="true"')
    + '<bpmn:association id="as" associationDirection="One" sourceRef="cb" targetRef="u"/>'
    + node("intermediateThrowEvent", "th", "<bpmn:compensateEventDefinition/>")
    + node("exclusiveGateway", "m")
    + node("exclusiveGateway", "h", attributes='default="fo"')
    + flow("fo", "h", "e")
    + flow("back", "h", "m", "more")
)

RUNNING = [
    Hostile(
        "a signal that calls itself",
        with_handlers(handler("x", signal(), THROW), first=GO),
        "feeds-itself",
        "",
    ),
    Hostile(
        "two signals that call each other",
        with_handlers(handler("x", signal(), THROW), handler("y", signal(), THROW), first=GO),
        "feeds-itself",
        "",
    ),
    Hostile(
        "conditions that flip each other",
        with_handlers(
            handler("x", condition("a"), script("ID", "a", "false")),
            handler("y", condition("a = false"), script("ID", "a", "true")),
            first=script("go", "a", "true"),
        ),
        "",
        "",
    ),
    Hostile(
        "200 dear conditions",
        with_handlers(*(handler(f"x{n}", condition(f"{DEAR} = {n}")) for n in range(200))),
        "feel.too-much-work",
        "",
    ),
    Hostile("200 dear scripts", scripts("1", [DEAR] * 200), "feel.too-much-work", ""),
    Hostile(
        "a dear script in each of 1,000 instances",
        diagram(
            start(),
            subprocess(
                "p",
                many("<bpmn:loopCardinality>1000</bpmn:loopCardinality>"),
                start("s1"),
                script("q", "z", DEAR),
                end("e1"),
                chain("s1", "q", "e1"),
            ),
            task(),
            end(),
            chain("s", "p", "t", "e"),
        ),
        "feel.too-much-work",
        "",
    ),
    Hostile(
        "a text that doubles", scripts('"xxxxxxxxxx"', ["a + a"] * 40), "feel.value-too-large", ""
    ),
    Hostile(
        "a list that doubles", scripts("[1, 2]", ["[a, a]"] * 40), "engine.value-too-large", ""
    ),
    Hostile(
        "a list that is joined to itself",
        scripts('["x"]', ["concatenate(a, a)"] * 60),
        "feel.value-too-large",
        "",
    ),
    *(
        Hostile(
            f"{count} instances{how}",
            looped(many(f"<bpmn:loopCardinality>{count}</bpmn:loopCardinality>", attributes)),
            "engine.too-many-instances",
            "",
        )
        for count in ("1000000000", "10**30")
        for how, attributes in (("", ""), (" one after the other", 'isSequential="true"'))
    ),
    Hostile(
        "a hundred times a hundred times a hundred", cubed(100), "engine.too-many-instances", ""
    ),
    Hostile(
        "2^300 tokens",
        ladder(300, "parallelGateway", "exclusiveGateway"),
        "engine.too-many-steps",
        "",
    ),
    Hostile(
        "2^300 ways",
        ladder(300, "exclusiveGateway", "exclusiveGateway", 'default="dN"'),
        "feel.unknown-variable",
        "",
    ),
    Hostile("300 branches that may leave", branches(300), "feel.unknown-variable", ""),
    Hostile("gateways from each to each", everything_to_everything(40), "engine.deadlock", ""),
    Hostile(
        "480 boundary events for one signal",
        diagram(
            start(),
            GO,
            task(),
            end(),
            chain("s", "go", "t", "e"),
            *(
                boundary(f"b{n}", "t", signal(), 'cancelActivity="false"')
                + flow(f"fb{n}", f"b{n}", "e")
                for n in range(480)
            ),
        ),
        "",
        "",
    ),
    Hostile(
        "a compensation in a loop",
        diagram(start(), COMPENSATED, end(), chain("s", "m", "a", "th", "h")),
        "",
        "",
    ),
    Hostile(
        "a compensation in a loop without a wait",
        diagram(start(), COMPENSATED, end(), chain("s", "a", "m", "th", "h")),
        "loop-without-wait",
        "m",
    ),
    Hostile(
        "a link to itself",
        diagram(
            start(),
            node("intermediateThrowEvent", "l1", '<bpmn:linkEventDefinition name="L"/>'),
            node("intermediateCatchEvent", "l2", '<bpmn:linkEventDefinition name="L"/>'),
            chain("s", "l1"),
            chain("l2", "l1"),
        ),
        "loop-without-wait",
        "l1",
    ),
    Hostile(
        "100 tokens five times",
        diagram(
            start(),
            *(task(f"q{n}", attributes='completionQuantity="100"') for n in range(5)),
            end(),
            chain("s", *(f"q{n}" for n in range(5)), "e"),
        ),
        "",
        "",
    ),
    Hostile(
        "the last second of 9999", catching(timer("9999-12-31T23:59:59Z", "timeDate")), "", ""
    ),
    Hostile(
        "the first second of 10000",
        catching(timer("10000-01-01T00:00:00Z", "timeDate")),
        "timer-not-an-instant",
        "c",
    ),
    Hostile(
        "after the last second of 9999 by its zone",
        catching(timer("9999-12-31T23:59:59-14:00", "timeDate")),
        "timer-not-an-instant",
        "c",
    ),
    Hostile("no time at all", catching(timer("PT0S")), "", ""),
]
