"""For every finding: a minimal file that provokes it, and a neighbour that does not."""

from dataclasses import replace

from service.diagrams import FormOutline, read
from tests.unit.diagrams.provoked import Case
from tests.unit.diagrams.provoked_by_beginnings import BEGINNINGS
from tests.unit.diagrams.provoked_by_scopes import SCOPES
from tests.unit.diagrams.written import (
    FORM,
    IDENTITY,
    SIMPLE,
    STEP,
    boundary,
    chain,
    condition,
    conditional,
    diagram,
    document,
    end,
    extensions,
    flow,
    lane,
    message,
    node,
    process,
    receive,
    signal,
    small,
    start,
    subprocess,
    task,
    thrown,
    timer,
)


def noted(target):
    return small(
        '<bpmn:textAnnotation id="n"/>'
        f'<bpmn:association id="n2" sourceRef="n" targetRef="{target}"/>'
    )


def ends(definition):
    return node("endEvent", "again", definition)


def beside_a_task(*parts):
    """Return a task beside which signal G leads to `parts`: elements, and the way along them."""
    drawn = [part for part in parts if part.startswith("<")]
    way = [part for part in parts if not part.startswith("<")] or ["b", "again"]
    border = boundary("b", "t", signal(), 'cancelActivity="false"')
    return small(border, *drawn, chain(*way))


def beside_a_process(last):
    begin = start("hs", signal(), 'isInterrupting="false"')
    return small(
        subprocess("h", begin, last, chain("hs", "again"), attributes='triggeredByEvent="true"')
    )


def left_by_itself(*, inside):
    """Return a subprocess that its signal G leaves and begins anew: thrown inside, or outside."""
    throw = node("intermediateThrowEvent", "again", signal())
    within = (throw, chain("s1", "again", "t1")) if inside else (chain("s1", "t1"),)
    sub = subprocess("sub", start("s1"), task("t1"), end("e1"), chain("t1", "e1"), *within)
    way = chain("b", "sub") if inside else throw + chain("b", "again", "sub")
    border = boundary("b", "sub", signal())
    return diagram(start(), sub, border, end(), chain("s", "sub", "e"), way)


def catching(definition):
    return diagram(
        start(), node("intermediateCatchEvent", "c", definition), end(), chain("s", "c", "e")
    )


def splitting(*flows, gateway="exclusiveGateway", attributes='default="f2"', ends=()):
    """Return start → task t → gateway g, and flows from it."""
    return diagram(
        start(),
        task(),
        node(gateway, "g", attributes=attributes),
        *(ends or (end("e1"), end("e2"))),
        chain("s", "t", "g"),
        *flows,
    )


def choice(condition="a = 1", **options):
    return splitting(flow("f1", "g", "e1", condition), flow("f2", "g", "e2"), **options)


def two_ways(attributes, *flows):
    """Return start → task t, and flows from it to two ends."""
    return diagram(
        start(), task(attributes=attributes), end(), end("e2"), flow("f1", "s", "t"), *flows
    )


def link(direction, node_id, name="L"):
    definition = f'<bpmn:linkEventDefinition name="{name}"/>'
    return node(f"intermediate{direction}Event", node_id, definition)


def linked(*parts):
    """Return a split with a link behind it, and link → end; parts stand for those of their id."""
    usual = {"out": link("Throw", "out"), "in": link("Catch", "in")}
    given = "".join(parts)
    kept = [text for key, text in usual.items() if f'id="{key}"' not in given]
    return diagram(
        start(),
        task(),
        node("parallelGateway", "p"),
        end(),
        chain("s", "p", "t", "e"),
        flow("f1", "p", "out"),
        flow("f2", "in", "e"),
        *kept,
        *parts,
    )


#: code, element, and what is put in the place of the right pair or beside it
LINKS = [
    ("link-unnamed", "out", [link("Throw", "out", ""), link("Catch", "in", "")]),
    ("link-caught-twice", "in2", [link("Catch", "in2"), flow("g", "in2", "e")]),
    ("link-not-caught", "out2", [link("Throw", "out2", "M"), flow("g", "p", "out2")]),
    ("link-not-thrown", "in2", [link("Catch", "in2", "M"), flow("g", "in2", "e")]),
    ("link-with-flow", "in", [flow("g", "p", "in")]),
]


def waiting(*parts):
    """Return an event-based gateway g with a message m and a timer w behind it."""
    usual = {
        "m": node("intermediateCatchEvent", "m", message()),
        "w": node("intermediateCatchEvent", "w", timer("P1D")),
        "f1": flow("f1", "g", "m"),
        "f2": flow("f2", "g", "w"),
        "f3": flow("f3", "w", "e"),
        "f4": flow("f4", "m", "e"),
    }
    given = "".join(parts)
    kept = [text for key, text in usual.items() if f'id="{key}"' not in given]
    return diagram(
        start(),
        task(),
        node("eventBasedGateway", "g"),
        end(),
        chain("s", "t", "g"),
        *kept,
        *parts,
    )


CHOICES = [
    ("event-gateway-target", "w", [task("w")]),
    ("event-gateway-one-way", "g", [node("exclusiveGateway", "x", attributes='default="x1"'),
                                    flow("f2", "x", "w", "a = 1"), flow("x1", "x", "e"),
                                    flow("f4", "m", "x")]),
    ("event-gateway-target-shared", "w", [node("exclusiveGateway", "x", attributes='default="x1"'),
                                          flow("x2", "x", "w", "a = 1"), flow("x1", "x", "e"),
                                          flow("f4", "m", "x")]),
    ("event-gateway-mixed", "g", [receive("w")]),
    ("condition-on-event-gateway", "f1", [flow("f1", "g", "m", "a = 1")]),
]  # fmt: skip


RESULT = ('<alur:result variable="b"/>',)


def scripted(text="a + 1", attributes='scriptFormat="feel"', words=RESULT):
    """Return start → task → script x → end."""
    script = f"<bpmn:script>{text}</bpmn:script>"
    step = node("scriptTask", "x", script, attributes, words)
    return diagram(start(), task(), step, end(), chain("s", "t", "x", "e"))


SCRIPTED = scripted()


def repeated(condition, attributes=""):
    """Return start → task → script x, done again while the condition holds → end."""
    loop = (
        f"<bpmn:standardLoopCharacteristics {attributes}>"
        f"<bpmn:loopCondition>{condition}</bpmn:loopCondition></bpmn:standardLoopCharacteristics>"
    )
    return SCRIPTED.replace(b"<bpmn:script>", f"{loop}<bpmn:script>".encode())


DMN = "https://www.omg.org/spec/DMN/20230324/MODEL/"
GIVEN = '<alur:in variable="a" value="b"/>'


def ruled(*words, text="a + 1", model="m", name="a"):
    """Return start → task → business rule task x → end, with a model of one decision d."""
    decisions = (
        f'<definitions xmlns="{DMN}" id="{model}" name="m" namespace="urn:m">'
        f'<inputData id="i" name="{name}"><variable name="{name}"/></inputData>'
        '<decision id="d" name="d"><variable name="d"/><informationRequirement>'
        '<requiredInput href="#i"/></informationRequirement>'
        f'<literalExpression id="l"><text>{text}</text></literalExpression></decision>'
        "</definitions>"
    )
    step = node("businessRuleTask", "x", words=words or (*RULES, *RESULT))
    identity = f"{IDENTITY}{decisions}"
    parts = start(), task(), step, end(), chain("s", "t", "x", "e")
    return diagram(*parts, identity=identity)


RULES = ('<alur:rules decision="d"/>',)
RULED = ruled()


def ruled_by(count):
    """Return a file in which so many models have the decision."""
    whole = ruled().decode()
    start_of, end_of = whole.index("<definitions "), whole.index("</definitions>")
    model = whole[start_of : end_of + len("</definitions>")]
    more = (model.replace('id="m"', f'id="m{at}"') for at in range(count - 1))
    return whole.replace(model, "".join((model, *more))).encode()


def conditioned(text):
    """Return a file whose only condition stands on flow f1."""
    return choice(text)


def deciding(*flows, words=('<alur:decision variable="d"/>',), attributes="", inner="", more=()):
    return diagram(
        start(),
        task("t", *words, inner=inner),
        node("exclusiveGateway", "g", attributes=attributes),
        end("e1"),
        *more,
        chain("s", "t", "g"),
        *flows,
    )


def outcome(flow_id, target, value, condition=None, name="Setuju", purpose=""):
    text = f'd = "{value}"' if condition is None else condition
    marks = f'alur:outcome="{value}" name="{name}" {purpose}'
    return flow(flow_id, "g", target, text, marks)


GOOD_DECISION = deciding(
    outcome("f1", "e1", "ya"), outcome("f2", "t", "tidak", purpose='alur:purpose="return"')
)


def looped(characteristics, *beside, words=()):
    return small(*beside, inner=characteristics, words=words)


def standard(condition="a = 1", attributes=""):
    text = "" if condition is None else f"<bpmn:loopCondition>{condition}</bpmn:loopCondition>"
    return (
        f"<bpmn:standardLoopCharacteristics {attributes}>{text}</bpmn:standardLoopCharacteristics>"
    )


def many(inner, attributes=""):
    return (
        f"<bpmn:multiInstanceLoopCharacteristics {attributes}>{inner}"
        "</bpmn:multiInstanceLoopCharacteristics>"
    )


def telling(border="", refers="GD"):
    """Return a task of which each instance throws signal G, and what stands at its border."""
    told = f'behavior="None" noneBehaviorEventRef="{refers}"'
    loop = many("<bpmn:loopCardinality>3</bpmn:loopCardinality>", told)
    drawn = process(
        start(),
        task(inner=loop),
        end(),
        chain("s", "t", "e"),
        *((border, end("e2"), flow("fb", "b", "e2")) if border else ()),
    )
    definition = '<bpmn:signalEventDefinition id="GD" signalRef="G"/>'
    return document(definition, drawn)


LIST = '<bpmn:dataObject id="xs"/>'
OUT = '<bpmn:dataObject id="ys"/>'
OVER_LIST = '<bpmn:loopDataInputRef>xs</bpmn:loopDataInputRef><bpmn:inputDataItem name="x"/>'

LISTED = looped(many(OVER_LIST), LIST)


def collected(ref="", item=""):
    written = f"<bpmn:loopDataOutputRef>{ref}</bpmn:loopDataOutputRef>" if ref else ""
    return written + (f'<bpmn:outputDataItem name="{item}"/>' if item else "")


def calling(attributes='calledElement="Q"', words=()):
    return diagram(
        start(),
        node("callActivity", "c", attributes=attributes, words=words),
        end(),
        chain("s", "c", "e"),
    )


def callable_process(process_id="Q", *calls, begun=""):
    """Return a process that waits once and then calls others."""
    names = [f"{process_id}_{number}" for number in range(len(calls))]
    own = [f"{process_id}_{part}" for part in "ste"]
    return process(
        start(own[0], begun),
        task(own[1]),
        *(
            node("callActivity", name, attributes=f'calledElement="{target}"')
            for name, target in zip(names, calls, strict=True)
        ),
        end(own[2]),
        chain(own[0], own[1], *names, own[2]),
        process_id=process_id,
        drawn=f'<bpmn:laneSet id="LS{process_id}">'
        f"{lane(f'L{process_id}', 'sekretaris', [own[1]])}</bpmn:laneSet>",
    )


def known(*roots):
    return {item.id: item for item in read(document(*roots)).diagram.processes}


def calls_of_depth(depth):
    """Return processes P0 → P1 → … → P<depth>."""
    return document(
        *(callable_process(f"P{number}", f"P{number + 1}") for number in range(depth)),
        callable_process(f"P{depth}"),
    )


def wide_calls(levels, width):
    """Return a few processes of which each calls the next one `width` times."""
    return document(
        *(callable_process(f"P{number}", *[f"P{number + 1}"] * width) for number in range(levels)),
        callable_process(f"P{levels}"),
    )


def with_boundary(definition, attributes="", host=None, words=()):
    inside = subprocess("sub", start("s1"), task("t1"), end("e1"), chain("s1", "t1", "e1"))
    return diagram(
        start(),
        host or inside,
        end(),
        chain("s", "sub" if host is None else "t", "e"),
        boundary("b", "sub" if host is None else "t", definition, attributes, words),
        end("e2"),
        flow("fb", "b", "e2"),
    )


def ending(definition, words=()):
    return diagram(start(), task(), end("e", definition, words), chain("s", "t", "e"))


def nested(depth):
    inner = ""
    for level in range(depth, 0, -1):
        ids = f"s{level}", f"t{level}", f"e{level}"
        middle = f"p{level + 1}" if inner else ids[1]
        inner = subprocess(
            f"p{level}",
            start(ids[0]),
            inner or task(ids[1]),
            end(ids[2]),
            chain(ids[0], middle, ids[2]),
        )
    return diagram(start(), inner, end(), chain("s", "p1", "e"))


def inclusive_loop(*, entered=False):
    """Return a loop around an inclusive split and join; `entered` comes in between the two."""
    side = (
        node("exclusiveGateway", "x", attributes='default="x2"'),
        flow("x1", "x", "b", "a = 1"),
        flow("x2", "x", "m"),
    )
    return diagram(
        start(),
        task("t"),
        *(side if entered else ()),
        node("exclusiveGateway", "m"),
        node("inclusiveGateway", "o", attributes='default="o2"'),
        task("a"),
        task("b"),
        node("inclusiveGateway", "j"),
        node("exclusiveGateway", "again", attributes='default="stop"'),
        end(),
        chain("s", "t", "x" if entered else "m"),
        flow("o0", "m", "o"),
        flow("o1", "o", "a", "a = 1"),
        flow("o2", "o", "b"),
        flow("j1", "a", "j"),
        flow("j2", "b", "j"),
        flow("j3", "j", "again"),
        flow("back", "again", "m", "a = 2"),
        flow("stop", "again", "e"),
    )


def round_trip(*middle):
    """Return a loop through `middle` that ends when a = 1."""
    ids = [part.split('id="')[1].split('"')[0] for part in middle]
    return diagram(
        start(),
        node("exclusiveGateway", "m"),
        *middle,
        node("exclusiveGateway", "again", attributes='default="back"'),
        end(),
        chain("s", "m", *ids, "again"),
        flow("stop", "again", "e", "a = 1"),
        flow("back", "again", "m"),
    )


def fork_in_loop(*, waits):
    second = task("b") if waits else node("intermediateThrowEvent", "b")
    return diagram(
        start(),
        node("exclusiveGateway", "m"),
        node("parallelGateway", "fork"),
        node("intermediateThrowEvent", "a"),
        second,
        node("parallelGateway", "join"),
        node("exclusiveGateway", "again", attributes='default="back"'),
        end(),
        chain("s", "m", "fork", "a", "join", "again"),
        chain("fork", "b", "join"),
        flow("stop", "again", "e", "a = 1"),
        flow("back", "again", "m"),
    )


def laned(*drawn, words=(), inner=""):
    lane_set = f'<bpmn:laneSet id="LS">{"".join(drawn)}</bpmn:laneSet>'
    return diagram(
        start(), task("t", *words, inner=inner), end(), chain("s", "t", "e"), drawn=lane_set
    )


def bare_task(*words, tag="userTask", attributes=""):
    """Return a file whose one task has exactly these words of ours."""
    return diagram(
        start(),
        node(tag, "t", attributes=attributes, words=words),
        end(),
        chain("s", "t", "e"),
        drawn=f'<bpmn:laneSet id="LS">{lane("L", "sekretaris", ["t"])}</bpmn:laneSet>',
    )


def arrow(source, target):
    return (
        f'<bpmn:dataInputAssociation id="da"><bpmn:sourceRef>{source}</bpmn:sourceRef>'
        f"<bpmn:targetRef>{target}</bpmn:targetRef></bpmn:dataInputAssociation>"
    )


def data_input(name):
    return (
        f'<bpmn:ioSpecification id="io"><bpmn:dataInput id="i1" name="{name}"/>'
        "</bpmn:ioSpecification>"
    )


def outline(text_keys=(), choices=None, of_step=()):
    return FormOutline(
        frozenset({"d"}), frozenset(text_keys), choices or {}, {}, frozenset(of_step)
    )


OK = small()
TIMED = catching(timer("P3D"))
DECLARED = IDENTITY.replace("/>", '><alur:document key="rka" name="RKA"/></alur:sop>')


def documented(*words, identity=DECLARED):
    return diagram(start(), task("t", *words), end(), chain("s", "t", "e"), identity=identity)


TWO_DECLARED = DECLARED.replace("</alur:sop>", '<alur:document key="dpa" name="DPA"/></alur:sop>')
MAKES_RKA = documented('<alur:output kind="newVersion" document="rka"/>')
FORMS = {"f": outline()}
SIGNED = '<alur:act kind="sign" document="rka"/>'


def acting(activity, *words, identity=DECLARED):
    """Return a process whose step has these words of the document."""
    raw = documented(*words, identity=identity).decode()
    step = f"<alur:activity>{activity}</alur:activity></alur:step>"
    return raw.replace(STEP, STEP.replace("/>", f">{step}")).encode()


def remarked(remarks):
    """Return a process of two steps, of which the first has these remarks."""
    first = STEP.replace("/>", f"><alur:remarks>{remarks}</alur:remarks></alur:step>")
    return diagram(
        start(),
        node("userTask", "t", words=(first, FORM)),
        node("userTask", "u", words=(STEP.replace("1", "2", 2), FORM)),
        end(),
        chain("s", "t", "u", "e"),
        drawn=f'<bpmn:laneSet id="LS">{lane("L", "sekretaris", ["t", "u"])}</bpmn:laneSet>',
    )


def split_and_joined(split, join):
    """Return start → g, by two tasks, → j → task u → end."""
    chosen = split == "exclusiveGateway"
    return diagram(
        start(),
        task(),
        node(split, "g", attributes='default="f2"' if chosen else ""),
        task("a"),
        task("b"),
        node(join, "j"),
        task("u"),
        end(),
        chain("s", "t", "g"),
        flow("f1", "g", "a", "a = 1" if chosen else None),
        flow("f2", "g", "b"),
        chain("a", "j"),
        chain("b", "j", "u", "e"),
    )


def ring(*, way_out=False):
    """Return start → gateway g → end, or → task a → task b → back to a; or there to the end."""
    return diagram(
        start(),
        task(),
        node("exclusiveGateway", "g", attributes='default="f2"'),
        task("a"),
        task("b"),
        node("exclusiveGateway", "h", attributes='default="f4"'),
        end(),
        chain("s", "t", "g"),
        flow("f1", "g", "e", "a = 1"),
        flow("f2", "g", "a"),
        flow("f3", "a", "h"),
        flow("f4", "h", "b"),
        flow("f5", "h", "e" if way_out else "a", "a = 2"),
        flow("f6", "b", "a"),
    )


def throwing(handler):
    """Return a subprocess that ends with an error, and a boundary event on it."""
    return diagram(
        start(),
        subprocess(
            "sub",
            start("s1"),
            task("t1"),
            end("e1", thrown("error", "E")),
            chain("s1", "t1", "e1"),
        ),
        end(),
        chain("s", "sub", "e"),
        handler,
        end("e2"),
        flow("f1", "b", "e2"),
    )


def talking(target):
    """Return a process t → t2 in a pool, and a message flow from t2."""
    return document(
        '<bpmn:collaboration id="C"><bpmn:participant id="pp" processRef="P"/>'
        '<bpmn:participant id="Q"/>'
        f'<bpmn:messageFlow id="mf" sourceRef="t2" targetRef="{target}"/></bpmn:collaboration>',
        process(start(), task(), task("t2"), end(), chain("s", "t", "t2", "e")),
    )


FILES = [
    Case("too-large", "", b" " * (1024 * 1024 + 1), OK),
    Case("not-xml", "", OK[:-20], OK),
    Case("doctype", "", b"<!DOCTYPE bpmn>" + OK, OK),
    Case("not-bpmn", "", b"<html/>", OK),
    Case("too-many-elements", "", small('<bpmn:textAnnotation id="n"/>' * 2001), OK),
    Case(
        "too-many-attributes",
        "t",
        small(attributes=" ".join(f'a{n}=""' for n in range(70))),
        OK,
    ),
    Case("too-deep", "", small("<bpmn:group>" * 40 + "</bpmn:group>" * 40), OK),
    Case("no-process", "", document(), OK),
    Case("import", "", document('<bpmn:import location="other.bpmn"/>', SIMPLE), OK),
    Case(
        "must-understand",
        "",
        document('<bpmn:extension mustUnderstand="true" definition="x:y"/>', SIMPLE),
        document('<bpmn:extension mustUnderstand="false" definition="x:y"/>', SIMPLE),
    ),
    Case("duplicate-id", "t", small('<bpmn:textAnnotation id="t"/>'), OK),
    Case(
        "missing-id",
        "",
        small('<bpmn:laneSet id="other"><bpmn:lane alur:role="bidang"/></bpmn:laneSet>'),
        OK,
    ),
    Case(
        "reserved-id",
        "a/b",
        diagram(start(), task("a/b"), end(), chain("s", "a/b", "e")),
        OK,
    ),
    Case("dangling-reference", "n2", noted("gone"), noted("t")),
    Case(
        "flow-contradiction",
        "t",
        small(inner="<bpmn:incoming>f_t_e</bpmn:incoming>"),
        small(inner="<bpmn:incoming>f_s_t</bpmn:incoming><bpmn:outgoing>f_t_e</bpmn:outgoing>"),
    ),
    Case(
        "flow-leaves-scope",
        "f2",
        diagram(
            start(),
            node("exclusiveGateway", "g", attributes='default="f1"'),
            subprocess("sub", start("s1"), task("t1"), end("e1"), chain("s1", "t1", "e1")),
            end(),
            flow("f0", "s", "g"),
            flow("f1", "g", "sub"),
            flow("f2", "g", "t1", "a = 1"),
            flow("f3", "sub", "e"),
        ),
        OK,
    ),
    Case(
        "unknown-attribute",
        "t",
        small(attributes='isSequental="true"'),
        small(attributes='xmlns:x="urn:x" x:isSequental="true"'),
    ),
    Case(
        "bad-attribute",
        "b",
        with_boundary(timer("P1D"), 'cancelActivity="False"'),
        with_boundary(timer("P1D"), 'cancelActivity=" false "'),
    ),
    Case(
        "misplaced-element",
        "t",
        small(
            inner="<bpmn:incoming>f_s_t</bpmn:incoming><bpmn:outgoing>f_t_e</bpmn:outgoing><bpmn:startEvent/>"
        ),
        OK,
    ),
    Case("foreign-element", "P", small('<x:userTask xmlns:x="urn:x"/>'), OK),
    Case(
        "given-twice",
        "f1",
        splitting(
            flow("f1", "g", "e1", "a = 1", inner=conditional("b = 1")), flow("f2", "g", "e2")
        ),
        choice(),
    ),
    Case("unknown-extension", "t", small(words=['<alur:fom key="f"/>']), OK),
    *(
        Case(
            "bad-extension",
            "P",
            documented(identity=f'<alur:sop number="1" name="SOP" kinds="{wrong}"/>'),
            documented(identity=f'<alur:sop number="1" name="SOP" kinds="{right}"/>'),
        )
        for wrong, right in (
            ("murni tahunan", "murni"),
            ("murni perubahan murni", "murni perubahan"),
            ("murni,perubahan", ""),
        )
    ),
    Case(
        "bad-extension",
        "t",
        small(words=['<alur:effect kind="formTeams"/>']),
        small(words=['<alur:effect kind="formTeam"/>']),
    ),
    Case("not-executed", "t", small(inner='<bpmn:potentialOwner id="o"/>'), OK),
    Case(
        "vendor-extension",
        "t",
        small(attributes='xmlns:c="http://camunda.org/schema/1.0/bpmn" c:modelerTemplate="x"'),
        small(attributes='xmlns:c="urn:c" c:modelerTemplate="x"'),
    ),
    Case(
        "vendor-behaviour",
        "t",
        small(attributes='xmlns:c="http://camunda.org/schema/1.0/bpmn" c:assignee="x"'),
        small(attributes='xmlns:c="http://camunda.org/schema/1.0/bpmn" c:modelerTemplate="x"'),
    ),
    Case(
        "message-name-twice",
        "M2",
        document(
            '<bpmn:message id="M" name="surat"/><bpmn:message id="M2" name="surat"/>', SIMPLE
        ),
        document('<bpmn:message id="M" name="surat"/><bpmn:message id="M2" name="nota"/>', SIMPLE),
    ),
    Case(
        "signal-name-twice",
        "G2",
        document('<bpmn:signal id="G" name="libur"/><bpmn:signal id="G2" name="libur"/>', SIMPLE),
        document('<bpmn:signal id="G" name="libur"/><bpmn:signal id="G2" name="ulang"/>', SIMPLE),
    ),
    Case(
        "empty-process",
        "Q",
        document(SIMPLE, '<bpmn:process id="Q"/>'),
        OK,
    ),
]


def cancellable(method):
    inside = start("s1") + end("e1") + chain("s1", "e1")
    step = node("transaction", "x", inside, f'method="{method}"')
    return diagram(start(), step, end(), chain("s", "x", "e"))


NOT_EXECUTED = [
    Case(
        "unsupported-element",
        "x",
        diagram(start(), node("adHocSubProcess", "x"), end(), chain("s", "x", "e")),
        OK,
    ),
    Case(
        "unsupported-attribute",
        "x",
        cancellable("##Store"),
        cancellable("##Compensate"),
    ),
]

QUANTITIES = [
    Case(
        "quantity",
        "t",
        diagram(start(), task(attributes=f'{attribute}="{value}"'), end(), chain("s", "t", "e")),
        diagram(start(), task(attributes=f'{attribute}="2"'), end(), chain("s", "t", "e")),
    )
    for attribute in ("startQuantity", "completionQuantity")
    for value in ("0", "-1", "101", "two", "1.5", "9" * 5000)
]

COUNTED = Case("tokens-counted", "t", small(attributes='startQuantity="2"'), OK)

SCRIPTS = [
    Case("rules-missing", "x", ruled(*RESULT), RULED),
    Case("rules-not-found", "x", ruled('<alur:rules decision="e"/>', *RESULT), RULED),
    Case("rules-ambiguous", "x", ruled_by(2), ruled_by(1)),
    Case("rules-too-many", "x", ruled_by(11), RULED),
    Case("rules-refused", "x", ruled(text="a +"), RULED),
    Case("rules-refused", "x", ruled(text="b"), RULED),
    Case("rules-refused", "x", ruled(text="now()"), RULED),
    Case("rules-without-result", "x", ruled(*RULES), RULED),
    Case("bad-variable", "x", ruled(*RULES, '<alur:result variable="two words"/>'), RULED),
    Case("rules-input-unknown", "x", ruled(*RULES, *RESULT, GIVEN.replace('"a"', '"c"')), RULED),
    Case("call-data-twice", "x", ruled(*RULES, *RESULT, GIVEN, GIVEN), RULED),
    Case("rules-input-unnamed", "x", ruled(name="the a", text="the a"), RULED),
    Case(
        "expression-unexpected-end",
        "x",
        ruled(*RULES, *RESULT, '<alur:in variable="a" value="b +"/>'),
        RULED,
    ),
    Case("script-language", "x", scripted("a + 1", 'scriptFormat="python"'), SCRIPTED),
    Case("script-missing", "x", scripted("", words=RESULT), SCRIPTED),
    Case("script-without-result", "x", scripted("a + 1", words=()), SCRIPTED),
    Case("bad-variable", "x", scripted("{ loopCounter: 1 }", words=()), SCRIPTED),
    Case("bad-variable", "x", scripted(words=('<alur:result variable="two words"/>',)), SCRIPTED),
]


def fetched(*words, lanes=True):
    """Return start → service task x → end, in a lane or not."""
    drawn = f'<bpmn:laneSet id="LS">{lane("L", "sekretaris", ["x"])}</bpmn:laneSet>'
    step = node("serviceTask", "x", words=words)
    return diagram(start(), step, end(), chain("s", "x", "e"), drawn=drawn if lanes else "")


JOB = '<alur:job type="kirim"/>'
FETCHED = fetched(JOB)

JOBS = [
    Case("job-without-topic", "x", fetched(), FETCHED),
    Case("job-without-topic", "x", fetched(f'<alur:job type="{"x" * 101}"/>'), FETCHED),
    Case("job-without-lane", "x", fetched(JOB, lanes=False), FETCHED),
    Case(
        "bad-variable",
        "x",
        fetched(JOB, '<alur:returns variable="loopCounter"/>'),
        fetched(JOB, '<alur:returns variable="nomor"/>'),
    ),
    Case(
        "bad-extension",
        "x",
        fetched(JOB, '<alur:returns variable="nomor" kind="angka"/>'),
        fetched(JOB, '<alur:returns variable="nomor" kind="number"/>'),
    ),
    Case(
        "reads-text-field",
        "x",
        fetched(JOB, '<alur:returns variable="a"/>', '<alur:in variable="b" value="a"/>'),
        fetched(
            JOB, '<alur:returns variable="a" kind="choice"/>', '<alur:in variable="b" value="a"/>'
        ),
    ),
]

STRUCTURE = [
    Case(
        "activity-unnamed",
        "t",
        diagram(start(), task(attributes='name=" "'), end(), chain("s", "t", "e")),
        OK,
    ),
    Case("message-flow-within-pool", "mf", talking("t"), talking("Q")),
    Case("no-start", "P", document('<bpmn:process id="P"/>'), OK),
    Case(
        "no-end",
        "P",
        round_trip(task())
        .replace(b'<bpmn:endEvent id="e" ></bpmn:endEvent>', b"")
        .replace(
            b'id="stop" sourceRef="again" targetRef="e"',
            b'id="stop" sourceRef="again" targetRef="t"',
        ),
        OK,
    ),
    Case(
        "flow-into-start",
        "s",
        diagram(
            start(),
            node("exclusiveGateway", "g", attributes='default="f2"'),
            task(),
            end("e2"),
            chain("s", "t", "g"),
            flow("f1", "g", "s", "a = 1"),
            flow("f2", "g", "e2"),
        ),
        OK,
    ),
    Case("flow-out-of-end", "e", small(end("e2"), flow("f2", "e", "e2")), OK),
    Case("implicit-start", "t2", small(task("t2"), end("e2"), flow("f2", "t2", "e2")), OK),
    Case(
        "implicit-end",
        "t2",
        diagram(
            start(),
            node("exclusiveGateway", "g", attributes='default="f1"'),
            task(),
            task("t2"),
            end(),
            flow("f0", "s", "g"),
            flow("f1", "g", "t"),
            flow("f2", "g", "t2", "a = 1"),
            flow("f3", "t", "e"),
        ),
        OK,
    ),
    Case("implicit-split", "t", small(end("e2"), flow("f2", "t", "e2")), OK),
    Case(
        "condition-outside-gateway",
        "f1",
        diagram(start(), task(), end(), flow("f1", "s", "t", "a = 1"), flow("f2", "t", "e")),
        OK,
    ),
    Case(
        "condition-on-only-flow",
        "f2",
        diagram(start(), task(), end(), flow("f1", "s", "t"), flow("f2", "t", "e", "a = 1")),
        diagram(
            start(),
            task(),
            end(),
            end("e2"),
            flow("f1", "s", "t"),
            flow("f2", "t", "e", "a = 1"),
            flow("f3", "t", "e2"),
        ),
    ),
    Case(
        "condition-on-default",
        "f2",
        two_ways('default="f2"', flow("f2", "t", "e", "a = 1"), flow("f3", "t", "e2")),
        two_ways('default="f2"', flow("f2", "t", "e"), flow("f3", "t", "e2", "a = 1")),
    ),
    Case(
        "no-default",
        "t",
        two_ways("", flow("f2", "t", "e", "a = 1"), flow("f3", "t", "e2", "a = 2")),
        two_ways("", flow("f2", "t", "e", "a = 1"), flow("f3", "t", "e2")),
    ),
    Case(
        "dangling-reference",
        "t",
        two_ways('default="f1"', flow("f2", "t", "e"), flow("f3", "t", "e2", "a = 1")),
        two_ways('default="f2"', flow("f2", "t", "e"), flow("f3", "t", "e2", "a = 1")),
    ),
    *(Case(code, at, linked(*parts), linked()) for code, at, parts in LINKS),
    *(Case(code, at, waiting(*parts), waiting()) for code, at, parts in CHOICES),
    Case("start-not-drawn", "P", diagram(task(), end(), flow("f2", "t", "e")), OK),
    Case(
        "gateway-leads-nowhere",
        "g",
        diagram(start(), task(), node("parallelGateway", "g"), chain("s", "t", "g")),
        OK,
    ),
    Case(
        "unreachable",
        "t2",
        small(task("t2"), task("t3"), flow("f2", "t2", "t3"), flow("f3", "t3", "t2")),
        OK,
    ),
    Case("nesting-too-deep", "p11", nested(11), nested(10)),
    Case("feeds-itself", "again", beside_a_task(ends(signal())), beside_a_task(ends(message()))),
    Case(
        "feeds-itself",
        "again",
        beside_a_task(ends(signal())),
        beside_a_task(task("t2"), ends(signal()), "b", "t2", "again"),
    ),
    Case(
        "feeds-itself",
        "again",
        beside_a_process(ends(signal())),
        beside_a_process(ends(message())),
    ),
    Case("feeds-itself", "again", left_by_itself(inside=True), left_by_itself(inside=False)),
    Case(
        "loop-without-wait",
        "m",
        round_trip(node("intermediateThrowEvent", "i")),
        round_trip(task()),
    ),
    Case(
        "loop-without-wait",
        "m",
        round_trip(node("intermediateCatchEvent", "i", timer("PT59S"))),
        round_trip(node("intermediateCatchEvent", "i", timer("PT60S"))),
    ),
    Case("loop-by-itself", "x", repeated("b = 1"), repeated("a = 1", 'loopMaximum="3"')),
    Case("loop-without-wait", "x", repeated("other = 1"), repeated("b = 1")),
    Case("loop-without-wait", "m", fork_in_loop(waits=False), fork_in_loop(waits=True)),
    Case(
        "loop-without-wait",
        "m",
        round_trip(
            node("intermediateThrowEvent", "i", message()),
            node("intermediateCatchEvent", "c", message()),
        ),
        round_trip(
            node("intermediateThrowEvent", "i", message()),
            node("intermediateCatchEvent", "c", signal()),
        ),
    ),
    Case(
        "loop-without-wait",
        "m",
        round_trip(node("intermediateCatchEvent", "c", condition())),
        round_trip(
            node("intermediateCatchEvent", "c", condition()),
            node("intermediateThrowEvent", "i", words=['<alur:assign variable="a" value="2"/>']),
        ),
    ),
]

GATEWAYS = [
    Case(
        "condition-missing",
        "f1",
        splitting(flow("f1", "g", "e1"), flow("f2", "g", "e2")),
        choice(),
    ),
    Case(
        "condition-on-default",
        "f2",
        splitting(flow("f1", "g", "e1", "a = 1"), flow("f2", "g", "e2", "a = 2")),
        choice(),
    ),
    Case(
        "condition-on-only-flow",
        "f1",
        splitting(flow("f1", "g", "e1", "a = 1"), attributes="", ends=(end("e1"),)),
        splitting(flow("f1", "g", "e1"), attributes="", ends=(end("e1"),)),
    ),
    Case(
        "condition-on-parallel",
        "f1",
        splitting(
            flow("f1", "g", "e1", "a = 1"),
            flow("f2", "g", "e2"),
            gateway="parallelGateway",
            attributes="",
        ),
        splitting(
            flow("f1", "g", "e1"), flow("f2", "g", "e2"), gateway="parallelGateway", attributes=""
        ),
    ),
    Case(
        "no-default",
        "g",
        splitting(flow("f1", "g", "e1", "a = 1"), flow("f2", "g", "e2", "a = 2"), attributes=""),
        choice(),
    ),
    Case("inclusive-join-in-loop", "j", inclusive_loop(entered=True), inclusive_loop()),
    Case(
        "gateway-without-choice",
        "g",
        diagram(start(), task(), node("exclusiveGateway", "g"), end(), chain("s", "t", "g", "e")),
        OK,
    ),
    Case(
        "waits-for-ever",
        "j",
        split_and_joined("exclusiveGateway", "parallelGateway"),
        split_and_joined("parallelGateway", "parallelGateway"),
    ),
    Case(
        "runs-twice",
        "j",
        split_and_joined("parallelGateway", "exclusiveGateway"),
        split_and_joined("exclusiveGateway", "exclusiveGateway"),
    ),
    Case("no-way-to-the-end", "a", ring(), ring(way_out=True)),
]

EVENTS = [
    Case(
        "error-not-caught",
        "e1",
        throwing(boundary("b", "sub", timer("P1D"))),
        throwing(boundary("b", "sub", thrown("error", "E"))),
    ),
    Case("event-position", "c", catching(""), TIMED),
    Case(
        "message-missing",
        "t",
        diagram(start(), receive("t", attributes=""), end(), chain("s", "t", "e")),
        diagram(start(), receive("t"), end(), chain("s", "t", "e")),
    ),
    Case("timer-missing", "c", catching("<bpmn:timerEventDefinition/>"), TIMED),
    Case(
        "event-condition-missing",
        "c",
        catching("<bpmn:conditionalEventDefinition/>"),
        catching(condition()),
    ),
    Case("multiple-twice", "c", catching(signal() + signal()), catching(signal() + message())),
    Case(
        "multiple-kind",
        "b",
        with_boundary(thrown("error", "E") + signal(), 'parallelMultiple="true"'),
        with_boundary(thrown("error", "E") + signal()),
    ),
    Case(
        "multiple-again",
        "b",
        with_boundary(
            timer("P1D") + condition(), 'parallelMultiple="true" cancelActivity="false"'
        ),
        with_boundary(signal() + condition(), 'parallelMultiple="true" cancelActivity="false"'),
    ),
    Case(
        "multiple-ends",
        "e1",
        throwing(boundary("b", "sub", thrown("error", "E"))).replace(
            thrown("error", "E").encode(),
            thrown("error", "E").encode() + b"<bpmn:terminateEventDefinition/>",
            1,
        ),
        throwing(boundary("b", "sub", thrown("error", "E"))),
    ),
    Case("signal-missing", "c", catching("<bpmn:signalEventDefinition/>"), catching(signal())),
    Case(
        "cycle-position",
        "c",
        catching(timer("R3/PT1H", "timeCycle")),
        with_boundary(timer("R3/PT1H", "timeCycle"), 'cancelActivity="false"'),
    ),
    Case(
        "code-missing", "e", ending("<bpmn:errorEventDefinition/>"), ending(thrown("error", "E"))
    ),
    Case(
        "error-not-interrupting",
        "b",
        with_boundary(thrown("error", "E"), 'cancelActivity="false"'),
        with_boundary(thrown("error", "E")),
    ),
    Case(
        "nothing-throws",
        "b",
        with_boundary(thrown("error", "E"), host=task()),
        with_boundary(timer("P1D"), host=task()),
    ),
    Case(
        "handlers-of-one-code",
        "b2",
        diagram(
            start(),
            subprocess("sub", start("s1"), task("t1"), end("e1"), chain("s1", "t1", "e1")),
            end(),
            chain("s", "sub", "e"),
            boundary("b", "sub", thrown("error", "E")),
            boundary("b2", "sub", thrown("error", "E")),
            end("e2"),
            end("e3"),
            flow("f1", "b", "e2"),
            flow("f2", "b2", "e3"),
        ),
        diagram(
            start(),
            subprocess("sub", start("s1"), task("t1"), end("e1"), chain("s1", "t1", "e1")),
            end(),
            chain("s", "sub", "e"),
            boundary("b", "sub", thrown("error", "E")),
            boundary("b2", "sub", thrown("error", "")),
            end("e2"),
            end("e3"),
            flow("f1", "b", "e2"),
            flow("f2", "b2", "e3"),
        ),
    ),
    Case("timer-not-a-duration", "c", catching(timer("tiga hari")), TIMED),
    Case("timer-negative-duration", "c", catching(timer("-P1D")), TIMED),
    Case("timer-out-of-calendar", "c", catching(timer("P9999Y")), TIMED),
    Case(
        "timer-not-an-instant",
        "c",
        catching(timer("besok", "timeDate")),
        catching(timer("2026-11-23T07:30:00+07:00", "timeDate")),
    ),
    Case(
        "timer-zone-missing",
        "c",
        catching(timer("2026-11-23", "timeDate")),
        catching(timer("2026-11-23T07:30:00Z", "timeDate")),
    ),
    Case(
        "timer-not-a-repetition",
        "b",
        with_boundary(timer("tiap hari", "timeCycle"), 'cancelActivity="false"'),
        TIMED,
    ),
    Case(
        "timer-period-not-positive",
        "b",
        with_boundary(timer("R/PT0S", "timeCycle"), 'cancelActivity="false"'),
        TIMED,
    ),
    Case(
        "timer-period-too-short",
        "b",
        with_boundary(timer("R3/PT59S", "timeCycle"), 'cancelActivity="false"'),
        with_boundary(timer("R3/PT60S", "timeCycle"), 'cancelActivity="false"'),
    ),
]

EXPRESSIONS = [
    Case("expression-syntax", "f1", conditioned("a = )"), conditioned("a = 1")),
    Case("expression-unexpected-end", "f1", conditioned("a ="), conditioned("=a = 1")),
    Case("expression-not-feel-spelling", "f1", conditioned("a == 1"), conditioned('a = "=="')),
    Case("expression-empty", "f1", conditioned(" "), conditioned("a")),
    Case(
        "expression-too-long",
        "f1",
        conditioned("a = 1 or " * 400 + "a"),
        conditioned("a = 1 or " * 40 + "a"),
    ),
    Case(
        "expression-too-deep", "f1", conditioned("(" * 300 + "a" + ")" * 300), conditioned("((a))")
    ),
    Case("expression-unknown-function", "f1", conditioned("eval(a)"), conditioned("not(a)")),
    Case(
        "expression-wrong-number-of-arguments",
        "f1",
        conditioned("not(a, b)"),
        conditioned("not(a)"),
    ),
    Case(
        "expression-invalid-literal",
        "f1",
        conditioned('a = @"besok"'),
        conditioned('a = @"2026-11-23"'),
    ),
    Case(
        "expression-duplicate-entry",
        "f1",
        conditioned("{x: 1, x: 2}.x = 1"),
        conditioned("{x: 1, y: 2}.x = 1"),
    ),
    Case(
        "expression-external-function",
        "f1",
        conditioned("(function(x) external {java: 1})(1) = 1"),
        conditioned("(function(x) x)(1) = 1"),
    ),
    Case(
        "expression-unknown-type",
        "f1",
        conditioned("a instance of surat"),
        conditioned("a instance of number"),
    ),
    Case(
        "expression-language",
        "f1",
        choice("a = 1").replace(b'xsi:type="bpmn:tFormalExpression" ', b'language="groovy" '),
        choice("a = 1").replace(
            b'xsi:type="bpmn:tFormalExpression" ',
            b'language="https://www.omg.org/spec/DMN/20191111/FEEL/" ',
        ),
    ),
    Case(
        "reads-text-field",
        "f1",
        choice("catatan = 1"),
        choice("nilai = 1"),
        forms={"f": outline(["catatan"])},
    ),
    Case(
        "bad-variable",
        "t",
        small(words=['<alur:assign variable="loopCounter" value="1"/>']),
        small(words=['<alur:assign variable="n" value="1"/>']),
    ),
    Case(
        "assignment-place",
        "g",
        choice().replace(
            b'<bpmn:exclusiveGateway id="g" default="f2">',
            b'<bpmn:exclusiveGateway id="g" default="f2">'
            + extensions('<alur:assign variable="n" value="1"/>').encode(),
        ),
        choice(),
    ),
    Case(
        "correlation-place",
        "c",
        diagram(
            start(),
            node("intermediateCatchEvent", "c", signal(), words=['<alur:correlation value="1"/>']),
            end(),
            chain("s", "c", "e"),
        ),
        diagram(
            start(),
            node(
                "intermediateCatchEvent", "c", message(), words=['<alur:correlation value="1"/>']
            ),
            end(),
            chain("s", "c", "e"),
        ),
    ),
    Case(
        "payload-place",
        "e",
        ending("", ['<alur:out variable="n" value="1"/>']),
        ending(signal(), ['<alur:out variable="n" value="1"/>']),
    ),
    Case(
        "data-renamed",
        "t",
        small(
            '<bpmn:dataObject id="D1" name="rka"/>', inner=data_input("dpa") + arrow("D1", "i1")
        ),
        small(
            '<bpmn:dataObject id="D1" name="rka"/>', inner=data_input("rka") + arrow("D1", "i1")
        ),
    ),
    Case(
        "data-out-of-sight",
        "t",
        small(
            inner=many("<bpmn:loopDataInputRef>xs</bpmn:loopDataInputRef>"),
        ).replace(
            b"</bpmn:definitions>",
            process(
                LIST,
                start("s2"),
                task("t2"),
                end("e2"),
                chain("s2", "t2", "e2"),
                process_id="Q",
                drawn=f'<bpmn:laneSet id="LSQ">{lane("LQ", "sekretaris", ["t2"])}</bpmn:laneSet>',
            ).encode()
            + b"</bpmn:definitions>",
        ),
        looped(many("<bpmn:loopDataInputRef>xs</bpmn:loopDataInputRef>"), LIST),
    ),
]

LOOPS = [
    Case("loop-condition-missing", "t", looped(standard(None)), looped(standard())),
    Case(
        "loop-maximum",
        "t",
        looped(standard(attributes='loopMaximum="²"')),
        looped(standard(attributes='loopMaximum="2"')),
    ),
    Case(
        "loop-maximum",
        "t",
        looped(standard(attributes='loopMaximum="0"')),
        looped(standard(attributes='loopMaximum="1"')),
    ),
    Case(
        "instances-unclear",
        "t",
        looped(many("")),
        looped(many("<bpmn:loopCardinality>3</bpmn:loopCardinality>")),
    ),
    Case("behavior-event", "t", telling(refers="M"), telling()),
    Case(
        "behavior-interrupts",
        "b",
        telling(boundary("b", "t", signal())),
        telling(boundary("b", "t", signal(), 'cancelActivity="false"')),
    ),
    Case(
        "item-without-list",
        "t",
        looped(
            many('<bpmn:loopCardinality>3</bpmn:loopCardinality><bpmn:inputDataItem name="x"/>')
        ),
        looped(many(OVER_LIST), LIST),
    ),
    Case(
        "output-list-incomplete",
        "t",
        looped(many(OVER_LIST + collected("ys")), LIST, OUT),
        looped(many(OVER_LIST + collected("ys", "y")), LIST, OUT),
    ),
    Case(
        "given-twice",
        "t",
        looped(standard() + many("<bpmn:loopCardinality>3</bpmn:loopCardinality>")),
        looped(standard()),
    ),
]


def carrying(*parts, words=()):
    """Return a call of Q with data `x` in it, an input `i` and an output `o`."""
    specified = (
        '<bpmn:ioSpecification><bpmn:dataInput id="i" name="i"/>'
        '<bpmn:dataOutput id="o" name="o"/></bpmn:ioSpecification>'
    )
    call = node("callActivity", "c", specified + "".join(parts), 'calledElement="Q"', words)
    data = '<bpmn:dataObject id="x" name="x"/><bpmn:dataObject id="y" name="y"/>'
    return diagram(start(), call, end(), data, chain("s", "c", "e"))


def carried(way, source, target, inner=""):
    """Return an arrow that carries data into a call or out of it."""
    sources = "".join(f"<bpmn:sourceRef>{each}</bpmn:sourceRef>" for each in source.split())
    target = f"<bpmn:targetRef>{target}</bpmn:targetRef>"
    return f"<bpmn:data{way}Association>{sources}{target}{inner}</bpmn:data{way}Association>"


INWARD, OUTWARD = carried("Input", "x", "i"), carried("Output", "o", "y")
CARRIED = carrying(INWARD, OUTWARD)

CALL_DATA = [
    Case(code, "c", wrong, CARRIED, called=known(callable_process()))
    for code, wrong in (
        ("call-input-unfilled", carrying(OUTWARD)),
        ("arrow-sources", carrying(carried("Input", "x y", "i"))),
        (
            "unsupported-element",
            carrying(
                carried(
                    "Input",
                    "x",
                    "i",
                    "<bpmn:assignment><bpmn:from>x</bpmn:from><bpmn:to>i</bpmn:to></bpmn:assignment>",
                )
            ),
        ),
        ("call-data-twice", carrying(INWARD, words=('<alur:in variable="i" value="1"/>',))),
    )
]


def stored(tag, attributes="", inner=""):
    """Return start → x → end, and an arrow from x to a data store."""
    arrow = carried("Output", "x", "store")
    made = task("x", inner=arrow) if tag == "userTask" else None
    step = made or node(tag, "x", inner + arrow, attributes, RESULT)
    store = '<bpmn:dataStoreReference id="store" name="SIPD"/>'
    return diagram(start(), step, end(), store, chain("s", "x", "e"))


STORES = [
    Case("data-store-by-hand", "x", stored("userTask"), OK),
    Case(
        "data-store-out-of-reach",
        "x",
        stored("scriptTask", inner="<bpmn:script>1</bpmn:script>"),
        SCRIPTED,
    ),
]


def calling_a_task(words=()):
    """Return a call of a global task that a person does by hand."""
    step = task("c", *words, tag="callActivity", attributes='calledElement="done"')
    lanes = f'<bpmn:laneSet id="LS">{lane("L", "sekretaris", ["c"])}</bpmn:laneSet>'
    flows = chain("s", "c", "e")
    drawn = process(start(), step.replace(FORM, ""), end(), flows, drawn=lanes)
    return document('<bpmn:globalManualTask id="done" name="done"/>', drawn)


CALLS = [
    Case(
        "global-task-data",
        "c",
        calling_a_task(words=('<alur:in variable="a" value="1"/>',)),
        calling_a_task(),
    ),
    Case("call-without-target", "c", calling(""), calling(), called=known(callable_process())),
    Case(
        "called-process-missing",
        "c",
        calling('calledElement="gone"'),
        calling(),
        called=known(callable_process()),
    ),
    Case(
        "call-of-message-start",
        "c",
        calling(),
        calling('calledElement="R"'),
        called=known(callable_process(begun=message()), callable_process("R")),
    ),
    Case(
        "call-cycle", "Q_0", document(callable_process("Q", "Q")), document(callable_process("Q"))
    ),
    Case("call-too-deep", "P0_0", calls_of_depth(11), calls_of_depth(10)),
    Case("calls-too-large", "P0", wide_calls(5, 6), wide_calls(2, 6)),
]

DECISIONS = [
    Case(
        "decision-without-gateway",
        "t",
        small(words=['<alur:decision variable="d"/>']),
        GOOD_DECISION,
    ),
    Case(
        "decision-in-instances",
        "t",
        GOOD_DECISION.replace(
            b"</bpmn:userTask>",
            many("<bpmn:loopCardinality>3</bpmn:loopCardinality>").encode() + b"</bpmn:userTask>",
        ),
        GOOD_DECISION,
    ),
    Case(
        "decision-gateway-shared",
        "g",
        deciding(
            outcome("f1", "e1", "ya"),
            outcome("f2", "t2", "tidak"),
            flow("f3", "t2", "g"),
            more=(task("t2"),),
        ),
        GOOD_DECISION,
    ),
    Case(
        "outcome-missing",
        "f2",
        deciding(
            outcome("f1", "e1", "ya"),
            flow("f2", "g", "e2", 'd = "tidak"', 'name="Tidak"'),
            attributes='default="f1"',
            more=(end("e2"),),
        ).replace(conditional('d = "ya"').encode(), b""),
        GOOD_DECISION,
    ),
    Case(
        "outcome-twice",
        "f2",
        deciding(outcome("f1", "e1", "ya"), outcome("f2", "e2", "ya"), more=(end("e2"),)),
        GOOD_DECISION,
    ),
    Case(
        "outcome-condition",
        "f2",
        deciding(
            outcome("f1", "e1", "ya"), outcome("f2", "e2", "tidak", 'd = "tak"'), more=(end("e2"),)
        ),
        deciding(outcome("f1", "e1", "ya"), outcome("f2", "e2", "belum jelas"), more=(end("e2"),)),
    ),
    Case(
        "outcome-unnamed",
        "f2",
        deciding(
            outcome("f1", "e1", "ya"), outcome("f2", "e2", "tidak", name=""), more=(end("e2"),)
        ),
        GOOD_DECISION,
    ),
    Case(
        "outcome-without-decision",
        "f1",
        choice().replace(b'targetRef="e1"', b'targetRef="e1" alur:outcome="ya"'),
        choice(),
    ),
    Case(
        "no-forward-outcome",
        "t",
        deciding(
            outcome("f1", "e1", "ya", purpose='alur:purpose="return"'),
            outcome("f2", "t", "tidak", purpose='alur:purpose="return"'),
        ),
        GOOD_DECISION,
    ),
    Case(
        "form-lacks-choice",
        "t",
        deciding(outcome("f1", "e1", "ya"), outcome("f2", "e2", "tidak"), more=(end("e2"),)),
        GOOD_DECISION,
        forms={"f": outline(choices={"d": ("ya", "mungkin")})},
    ),
]

SOP = [
    Case(
        "not-executable",
        "P",
        diagram(start(), task(), end(), chain("s", "t", "e"), attributes=""),
        OK,
    ),
    Case(
        "identity-missing",
        "P",
        diagram(start(), task(), end(), chain("s", "t", "e"), identity=""),
        OK,
    ),
    Case("lane-unbound", "L", laned(lane("L", "", ["t"])), OK),
    Case("unknown-role", "L", laned(lane("L", "bupati", ["t"])), OK),
    Case(
        "two-lanes",
        "t",
        laned(lane("L", "sekretaris", ["t"]), lane("L2", "ketua_tim", ["t"])),
        laned(
            lane(
                "L",
                "sekretaris",
                ["t"],
                inner='<bpmn:childLaneSet id="C">'
                + lane("L2", "ketua_tim", ["t"])
                + "</bpmn:childLaneSet>",
            )
        ),
    ),
    Case("no-lane", "t", laned(lane("L", "sekretaris", [])), OK),
    Case(
        "agency-missing",
        "t",
        diagram(
            start(),
            node("receiveTask", "t", attributes='messageRef="M"', words=(STEP, FORM)),
            end(),
            chain("s", "t", "e"),
        ),
        diagram(start(), receive("t"), end(), chain("s", "t", "e")),
    ),
    Case(
        "agency-works",
        "t",
        laned(lane("A", "instansi", ["t"]), words=['<alur:agency key="tapd"/>']),
        OK,
    ),
    Case(
        "receive-in-own-lane",
        "t",
        bare_task(STEP, FORM, tag="receiveTask", attributes='messageRef="M"'),
        OK,
    ),
    Case(
        "unit-missing",
        "t",
        laned(lane("L", "bidang", ["t"])),
        laned(lane("L", "bidang", ["t"]), words=['<alur:unit value="u"/>']),
    ),
    Case("form-missing", "t", bare_task(STEP), bare_task(STEP, tag="manualTask")),
    Case(
        "form-unknown",
        "t",
        small(),
        bare_task(STEP, '<alur:form key="g"/>'),
        forms={"g": outline()},
    ),
    Case("step-missing", "t", bare_task(FORM), bare_task(FORM, '<alur:proposed partOf="1"/>')),
    Case("step-unwritten", "t", acting("Langkah pertama"), acting("Langkah pertama kali")),
    Case(
        "standard-missing",
        "P",
        bare_task('<alur:step seq="1" number="1" time="-"/>', FORM),
        bare_task('<alur:step seq="1" number="1" time="secepatnya"/>', FORM),
    ),
    Case("step-time", "t", bare_task(FORM, STEP.replace("PT1H", "2 jam")), OK),
    Case(
        "remarks-lead-elsewhere", "t", remarked("kembali ke langkah 3"), remarked("ke langkah 2")
    ),
    Case(
        "remarks-lead-nowhere",
        "t",
        remarked("Dikembalikan kepada Kasubbag bila salah"),
        remarked("Berkas kembali kosong"),
    ),
    Case(
        "remarks-lead-elsewhere",
        "t",
        remarked("Jika tidak, kembali ke no. 1"),
        remarked("Jika ya, lanjut ke langkah 2. Nota Dinas No. 9 terlampir"),
    ),
    Case(
        "time-uncounted",
        "t",
        bare_task(FORM, STEP.replace('timeIso="PT1H"', 'time="0,5 hari"')),
        bare_task(FORM, STEP.replace('timeIso="PT1H"', 'time="Disesuaikan" timeAdjusted="true"')),
    ),
    Case(
        "time-uncounted",
        "t",
        bare_task(
            FORM, STEP.replace("/>", '><alur:subStep number="1.1" time="menit"/></alur:step>')
        ),
        bare_task(FORM, STEP.replace('timeIso="PT1H"', 'time="-"')),
    ),
    Case(
        "performer-assumed",
        "t",
        bare_task(FORM, STEP.replace("<alur:step ", '<alur:step confidence="low" ')),
        bare_task(FORM, STEP.replace("<alur:step ", '<alur:step confidence="medium" ')),
    ),
    Case(
        "collector-without-instances",
        "t",
        small(words=['<alur:collector element="t"/>']),
        looped(
            many("<bpmn:loopCardinality>3</bpmn:loopCardinality>"),
            words=['<alur:collector element="t"/>'],
        ),
    ),
    Case(
        "document-undeclared",
        "t",
        documented('<alur:requirement name="DPA" document="dpa"/>'),
        documented('<alur:requirement name="RKA" document="rka"/>'),
    ),
    Case(
        "output-without-document",
        "t",
        documented('<alur:output kind="newVersion" name="RKA"/>'),
        documented('<alur:output kind="newVersion" name="RKA" document="rka"/>'),
    ),
    Case(
        "form-asks-no-file",
        "t",
        documented(
            '<alur:output kind="newDocument" document="rka"/>',
            '<alur:output kind="newDocument" document="dpa"/>',
            identity=TWO_DECLARED,
        ),
        documented(
            '<alur:output kind="newDocument" document="rka"/>',
            '<alur:output kind="record" name="Catatan"/>',
        ),
        forms={"f": outline(of_step=("berkas",))},
    ),
    Case("form-asks-no-file", "t", MAKES_RKA, MAKES_RKA.replace(b"newVersion", b"record"), FORMS),
    Case(
        "act-without-document",
        "t",
        acting("Menandatangani RKA", identity=DECLARED),
        acting("Menandatangani RKA", SIGNED),
    ),
    Case(
        "act-on-no-document",
        "t",
        documented(SIGNED),
        documented('<alur:requirement name="RKA" document="rka"/>', SIGNED),
    ),
    Case(
        "act-on-no-document",
        "t",
        documented(
            '<alur:output kind="newDocument" document="dpa"/>', SIGNED, identity=TWO_DECLARED
        ),
        documented('<alur:output kind="newVersion" document="rka"/>', SIGNED),
    ),
    Case(
        "act-on-no-document",
        "t",
        documented(SIGNED),
        documented(SIGNED).replace(b'key="f"', b'key="g"'),
        forms={
            "f": outline(),
            "g": FormOutline(frozenset(), frozenset(), {}, {"berkas": "rka"}),
        },
    ),
    Case(
        "list-never-filled",
        "t",
        LISTED,
        LISTED.replace(b'key="f"', b'key="g"'),
        forms={"f": outline(), "g": replace(outline(), list_keys=frozenset({"xs"}))},
    ),
    Case(
        "list-never-filled",
        "t",
        LISTED,
        looped(many(OVER_LIST), LIST, words=['<alur:assign variable="xs" value="=[1, 2]"/>']),
        FORMS,
    ),
    Case(
        "list-filled-by-one",
        "t",
        LISTED,
        LISTED.replace(b'key="f"', b'key="g"'),
        forms={
            "f": outline(["xs"]),
            "g": replace(outline(["xs"]), list_keys=frozenset({"xs"})),
        },
    ),
    Case(
        "act-without-document",
        "t",
        acting("Memaraf naskah", identity=TWO_DECLARED),
        acting("Mengarsipkan RKA yang telah ditandatangani"),
    ),
]

CASES = [
    *FILES,
    *NOT_EXECUTED,
    COUNTED,
    *QUANTITIES,
    *SCRIPTS,
    *JOBS,
    *STRUCTURE,
    *SCOPES,
    *BEGINNINGS,
    *GATEWAYS,
    *EVENTS,
    *EXPRESSIONS,
    *LOOPS,
    *CALLS,
    *CALL_DATA,
    *STORES,
    *DECISIONS,
    *SOP,
]
