"""BPMN written small: a file that nothing is missing of, and what tests put into it."""

import re
from itertools import pairwise

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"'
    ' xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"'
    ' xmlns:di="http://www.omg.org/spec/DD/20100524/DI"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xmlns:alur="urn:alur:bpmn:1" id="D" targetNamespace="urn:test"'
)
IDENTITY = '<alur:sop number="1" name="SOP" unit="Sekretariat"/>'
STEP = '<alur:step seq="1" number="1" timeIso="PT1H"/>'
FORM = '<alur:form key="f"/>'


#: How the tags of activities end: one without a name has a finding of its own.
ACTIVITIES = ("Task", "task", "Activity", "subProcess", "transaction")


def extensions(*words):
    return f"<bpmn:extensionElements>{''.join(words)}</bpmn:extensionElements>" if words else ""


def flow(flow_id, source, target, condition=None, attributes="", inner=""):
    text = "" if condition is None else conditional(condition)
    return (
        f'<bpmn:sequenceFlow id="{flow_id}" sourceRef="{source}" targetRef="{target}"'
        f" {attributes}>{inner}{text}</bpmn:sequenceFlow>"
    )


def conditional(text, attributes=""):
    return (
        f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression" {attributes}>'
        f"{text}</bpmn:conditionExpression>"
    )


def chain(*ids):
    """Return flows from each id to the next: f_a_b."""
    return "".join(flow(f"f_{a}_{b}", a, b) for a, b in pairwise(ids))


def node(tag, node_id, inner="", attributes="", words=()):
    named = "" if "name=" in attributes or not tag.endswith(ACTIVITIES) else f'name="{node_id}"'
    attributes = f"{attributes} {named}".strip()
    return f'<bpmn:{tag} id="{node_id}" {attributes}>{extensions(*words)}{inner}</bpmn:{tag}>'


def start(node_id="s", inner="", attributes=""):
    return node("startEvent", node_id, inner, attributes)


def end(node_id="e", inner="", words=()):
    return node("endEvent", node_id, inner, words=words)


def task(node_id="t", *words, tag="userTask", inner="", attributes=""):
    """Return a task of which nothing is missing."""
    return node(tag, node_id, inner, attributes, (STEP, FORM, *words))


def receive(node_id="r", *words, inner="", attributes='messageRef="M"'):
    agency = '<alur:agency key="tapd"/>'
    return task(node_id, agency, *words, tag="receiveTask", inner=inner, attributes=attributes)


def subprocess(node_id, *parts, attributes="", words=()):
    return node("subProcess", node_id, "".join(parts), attributes, words)


def boundary(node_id, host, definition, attributes="", words=()):
    return node(
        "boundaryEvent", node_id, definition, f'attachedToRef="{host}" {attributes}', words
    )


def timer(text, kind="timeDuration", attributes=""):
    return (
        "<bpmn:timerEventDefinition>"
        f"<bpmn:{kind} {attributes}>{text}</bpmn:{kind}></bpmn:timerEventDefinition>"
    )


def message(reference="M"):
    return f'<bpmn:messageEventDefinition messageRef="{reference}"/>'


def signal(reference="G"):
    return f'<bpmn:signalEventDefinition signalRef="{reference}"/>'


def condition(text="a = 1"):
    return (
        "<bpmn:conditionalEventDefinition>"
        f"<bpmn:condition>{text}</bpmn:condition></bpmn:conditionalEventDefinition>"
    )


def thrown(kind, reference):
    attribute = f'{kind}Ref="{reference}"' if reference else ""
    return f"<bpmn:{kind}EventDefinition {attribute}/>"


def lanes(*parts):
    """Return a lane for the office's own tasks and one for an outside agency's, when needed."""
    text = "".join(parts)
    own = re.findall(r'<bpmn:(?:userTask|manualTask) id="([^"]+)"', text)
    outside = re.findall(r'<bpmn:receiveTask id="([^"]+)"', text)
    drawn = [lane("L", "sekretaris", own)]
    if outside:
        drawn.append(lane("A", "instansi", outside))
    return f'<bpmn:laneSet id="LS">{"".join(drawn)}</bpmn:laneSet>'


def lane(lane_id, role, nodes, inner=""):
    bound = f'alur:role="{role}"' if role else ""
    refs = "".join(f"<bpmn:flowNodeRef>{item}</bpmn:flowNodeRef>" for item in nodes)
    return f'<bpmn:lane id="{lane_id}" name="Lane {lane_id}" {bound}>{refs}{inner}</bpmn:lane>'


def process(
    *parts, process_id="P", attributes='isExecutable="true"', identity=IDENTITY, drawn=None
):
    """Return a process; `drawn` replaces its lanes."""
    written = lanes(*parts) if drawn is None else drawn
    return (
        f'<bpmn:process id="{process_id}" {attributes}>'
        f"{extensions(identity)}{written}{''.join(parts)}</bpmn:process>"
    )


def document(*roots, attributes=""):
    """Return a file; what the tests refer to (message M, error E, escalation S) is declared."""
    text = "".join(roots)
    declared = "".join(
        f'<bpmn:{tag} id="{root_id}" name="{root_id}" {code}/>'
        for tag, root_id, code in (
            ("message", "M", ""),
            ("signal", "G", ""),
            ("error", "E", 'errorCode="e"'),
            ("escalation", "S", 'escalationCode="s"'),
        )
        if f'Ref="{root_id}"' in text and f'<bpmn:{tag} id="{root_id}"' not in text
    )
    return f"{HEAD} {attributes}>{declared}{text}</bpmn:definitions>".encode()


def diagram(*parts, **options):
    """Return a file with one process."""
    return document(process(*parts, **options))


def small(*extra, words=(), inner="", attributes=""):
    """Return start → task t → end, and what is put beside them."""
    return diagram(
        start(),
        task("t", *words, inner=inner, attributes=attributes),
        end(),
        chain("s", "t", "e"),
        *extra,
    )


#: start → task t → end
SIMPLE = process(start(), task(), end(), chain("s", "t", "e"))
