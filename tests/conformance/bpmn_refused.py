"""What Alur tells that it does not execute, and what it refuses, one row each.

How these rows are held to be true stands in `bpmn_rows.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tests.unit.diagrams.findings_provoked import catching, conditioned, looped, many
from tests.unit.diagrams.written import (
    SIMPLE,
    chain,
    conditional,
    diagram,
    document,
    end,
    message,
    node,
    small,
    start,
    timer,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True)
class Told:
    """Told with this code: an info of what is left out, or an error of what is refused."""

    what: str
    code: str
    #: each name with the smallest diagram that has it and nothing else to be told
    wrong: Mapping[str, bytes]
    #: names that stand in nothing but these
    inside: str = field(default="", kw_only=True)


def each(place: Callable[[str], bytes], names: str) -> dict[str, bytes]:
    """Return each name with the diagram in which it stands at `place`."""
    return {name: place(name) for name in names.split()}


def as_step(tag):
    return diagram(start(), node(tag, "x"), end(), chain("s", "x", "e"))


def beside(tag):
    return small(f'<bpmn:{tag} id="x"/>')


def in_task(tag):
    return small(inner=f"<bpmn:{tag}/>")


def in_event(tag):
    return catching(f"<bpmn:{tag}/>")


def in_arrow(tag):
    return small(
        '<bpmn:dataObject id="a"/>',
        inner='<bpmn:dataInputAssociation id="da"><bpmn:sourceRef>a</bpmn:sourceRef>'
        f"<bpmn:targetRef>a</bpmn:targetRef><bpmn:{tag}/></bpmn:dataInputAssociation>",
    )


def as_root(tag):
    return document(f'<bpmn:{tag} id="x"/>', SIMPLE)


def in_collaboration(tag):
    return document(
        f'<bpmn:collaboration id="C"><bpmn:{tag} id="x"/></bpmn:collaboration>', SIMPLE
    )


def many_times(attributes="", inner=""):
    return looped(many(f"<bpmn:loopCardinality>3</bpmn:loopCardinality>{inner}", attributes))


NOT_EXECUTED: Final = (
    Told(
        "lanes say who performs",
        "not-executed",
        each(in_task, "resourceRole performer humanPerformer potentialOwner"),
        inside="resourceAssignmentExpression resourceParameterBinding resourceRef expression"
        " formalExpression",
    ),
    Told("forms are Alur's", "not-executed", each(in_task, "rendering")),
    Told(
        "conversations and choreographies of a collaboration",
        "not-executed",
        each(
            in_collaboration,
            "conversation callConversation subConversation conversationLink participantAssociation"
            " conversationAssociation messageFlowAssociation choreographyRef",
        ),
        inside="innerParticipantRef outerParticipantRef messageFlowRef participantRef",
    ),
    Told(
        "how many there are of a participant",
        "not-executed",
        {
            "participantMultiplicity": document(
                '<bpmn:collaboration id="C"><bpmn:participant id="pp" processRef="P">'
                "<bpmn:participantMultiplicity/></bpmn:participant></bpmn:collaboration>",
                SIMPLE,
            )
        },
    ),
    Told(
        "beside processes",
        "not-executed",
        each(
            as_root,
            "interface resource endPoint partnerEntity partnerRole correlationProperty"
            " globalTask choreography globalChoreographyTask globalConversation",
        ),
        inside="operation inMessageRef outMessageRef errorRef resourceParameter"
        " correlationPropertyRetrievalExpression messagePath",
    ),
)

REFUSED: Final = (
    Told(
        "what machines do",
        "unsupported-element",
        each(as_step, "task"),
    ),
    Told(
        "joins and splits by a formula",
        "unsupported-element",
        each(as_step, "complexGateway"),
        inside="activationCondition",
    ),
    Told(
        "subprocesses of other kinds",
        "unsupported-element",
        each(as_step, "adHocSubProcess"),
    ),
    Told(
        "steps of a choreography",
        "unsupported-element",
        each(as_step, "callChoreography choreographyTask subChoreography"),
    ),
    Told(
        "ways to match messages other than `alur:correlation`",
        "unsupported-element",
        each(in_collaboration, "correlationKey") | each(beside, "correlationSubscription"),
        inside="correlationPropertyRef correlationPropertyBinding dataPath",
    ),
    Told("what binds data to an interface", "unsupported-element", each(in_task, "ioBinding")),
    Told(
        "an arrow to data that computes",
        "unsupported-element",
        each(in_arrow, "transformation assignment"),
        inside="from to",
    ),
    Told(
        "what a multi-instance throws",
        "unsupported-element",
        {"complexBehaviorDefinition": many_times(inner="<bpmn:complexBehaviorDefinition/>")},
        inside="event implicitThrowEvent",
    ),
    Told(
        "other than their defaults",
        "unsupported-attribute",
        {
            "@method": diagram(
                start(),
                node(
                    "transaction",
                    "x",
                    start("s1") + end("e1") + chain("s1", "e1"),
                    'method="##Store"',
                ),
                end(),
                chain("s", "x", "e"),
            ),
            "@eventGatewayType": diagram(
                start(),
                node("eventBasedGateway", "g", attributes='eventGatewayType="Parallel"'),
                node("intermediateCatchEvent", "c1", message()),
                node("intermediateCatchEvent", "c2", timer("P3D")),
                end("e1"),
                end("e2"),
                chain("s", "g", "c1", "e1"),
                chain("g", "c2", "e2"),
            ),
        },
    ),
    Told(
        "other than FEEL",
        "expression-language",
        {
            "@language": conditioned("a = 1").replace(
                conditional("a = 1").encode(), conditional("a = 1", 'language="python"').encode()
            )
        },
    ),
    Told(
        "more than one file",
        "import",
        {"import": document('<bpmn:import location="other.bpmn"/>', SIMPLE)},
    ),
)
