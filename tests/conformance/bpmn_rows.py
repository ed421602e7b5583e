"""What Alur executes of BPMN 2.0.2, and what is without effect on execution, one row each.

`service/docs/bpmn-coverage.md` is written from these rows and those of `bpmn_refused.py`.
`test_bpmn.py` holds them to be true: what is executed is drawn in the diagram of its test, what
is refused is refused with that code when the gate judges the diagram that stands in its row, and
every element and attribute of the standard's schema stands in exactly one row.

A new construct moves its names from a row there to a row here. Names are elements; "@" makes one
an attribute, of all elements that have it or, as in "startEvent@name", of one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Executed:
    names: str
    what: str
    #: what is tested in tests/constructs: "none_events" is test_none_events.py and its diagram
    tests: str
    #: of the standard; where it is empty the docstrings of the tests say it
    clause: str = ""


@dataclass(frozen=True, slots=True)
class WithoutEffect:
    """Drawn in `without_effect.bpmn`; without it the process runs the same."""

    names: str
    what: str


EXECUTED: Final = (
    Executed(
        "process @isExecutable",
        "several in a file, each by itself",
        "none_events call_activity",
    ),
    Executed(
        "startEvent",
        "one in each subprocess, several in a process, each of which begins one by itself; or none"
        " at all: then everything that no flow leads to begins at once; a process may begin with a"
        " message, whose arrival is recorded by starting it, with a signal, or at a date or in a"
        " cycle",
        "none_events implicit_start_and_end message_start beginnings",
    ),
    Executed(
        "endEvent",
        "several; without one a path ends at what has no outgoing flow",
        "none_events implicit_start_and_end",
    ),
    Executed(
        "intermediateThrowEvent",
        "goes on at once",
        "none_events message_throw signal_events link_events escalation_thrown_on_the_way",
    ),
    Executed(
        "intermediateCatchEvent",
        "waits, and is no task",
        "message_catch signal_events conditional_events timer_events link_events",
    ),
    Executed(
        "boundaryEvent @attachedToRef @cancelActivity",
        "on tasks, subprocesses, calls, loops and multi-instances",
        "boundary_events error_and_escalation",
    ),
    Executed("terminateEventDefinition", "ends its own scope", "terminate_end"),
    Executed(
        "messageEventDefinition message @messageRef",
        "by name: two diagrams meet by it; to one receiver, the longest armed",
        "message_catch message_throw boundary_events receive_task",
    ),
    Executed(
        "signalEventDefinition signal @signalRef",
        "by name; to everything that waits for it at the moment of the throw, in the order of"
        " arming; nobody keeps one",
        "signal_events order_of_throws",
    ),
    Executed(
        "timerEventDefinition timeDate timeDuration timeCycle",
        'ISO 8601, or FEEL behind "="; a date with a zone; cycles where they do not interrupt,'
        " 60 seconds apart at least",
        "timer_events boundary_events",
    ),
    Executed(
        "conditionalEventDefinition condition",
        "looked at when nothing moves by itself any more, in the order of arming; what does not"
        " interrupt goes each time that it becomes true",
        "conditional_events",
    ),
    Executed(
        "@parallelMultiple",
        "of several definitions in one event any is enough, or all must come; what is thrown is"
        " all thrown, what ends the scope last",
        "multiple_events",
    ),
    Executed(
        "eventDefinitionRef",
        "a definition at the root of the file, as if it stood in the event",
        "multiple_events",
    ),
    Executed(
        "errorEventDefinition error @errorRef @errorCode",
        "by code, to the nearest handler outward; interrupting",
        "error_and_escalation",
    ),
    Executed(
        "escalationEventDefinition escalation @escalationRef @escalationCode",
        "by code, to the nearest handler outward",
        "error_and_escalation",
    ),
    Executed("linkEventDefinition", "by name, in one scope", "link_events"),
    Executed(
        "compensateEventDefinition @activityRef @waitForCompletion @isForCompensation",
        "what completed is undone, the latest first and once: an activity by the one that is tied"
        " to its boundary event, a scope by its event subprocess or by undoing all in it",
        "compensation",
    ),
    Executed("userTask", "a person completes it", "user_task"),
    Executed("manualTask", "a person says that it is done", "manual"),
    Executed(
        "scriptTask @scriptFormat script",
        "FEEL: its value goes into `alur:result`, or each entry of the context that it gives into"
        " a variable",
        "script_task",
    ),
    Executed(
        "businessRuleTask",
        "a decision of DMN that stands in the process: its value goes into `alur:result`",
        "business_rule_task",
    ),
    Executed(
        "serviceTask sendTask",
        "a job: a system outside fetches it by the topic of its `alur:job`, for a jabatan of its"
        " lane, and completes it",
        "jobs",
    ),
    Executed("receiveTask", "a message, or a person who records what arrived", "receive_task"),
    Executed(
        "exclusiveGateway inclusiveGateway parallelGateway @default",
        "also in loops",
        "exclusive_gateway inclusive_gateway parallel_gateway",
    ),
    Executed(
        "eventBasedGateway",
        "exclusive; before events that wait, and receive tasks",
        "event_based_gateway",
    ),
    Executed(
        "@instantiate",
        "of a receive task or event-based gateway that no flow leads to: what is awaited there"
        " begins the process",
        "beginnings",
    ),
    Executed("subProcess", "embedded, up to 10 inside each other", "subprocess"),
    Executed(
        "@triggeredByEvent @isInterrupting",
        "a subprocess that an event begins, in a process, a subprocess or another such one; while"
        " its scope is open, as often as the event comes, or once and instead of all else there",
        "event_subprocess",
    ),
    Executed(
        "transaction cancelEventDefinition",
        "cancelled by an end event inside: all in it stops, what completed is undone, then it is"
        " left by its boundary event; an error that leaves it undoes nothing",
        "transactions",
    ),
    Executed(
        "callActivity @calledElement",
        "of a process; `alur:in` and `alur:out`, or arrows, carry data; up to 10 inside each"
        " other, never in a circle",
        "call_activity call_data",
    ),
    Executed(
        "globalUserTask globalManualTask globalScriptTask globalBusinessRuleTask @scriptLanguage",
        "called by a call activity, which is that task where it stands: on the data there, by who"
        " performs in its lane",
        "global_tasks",
    ),
    Executed(
        "standardLoopCharacteristics loopCondition @testBefore @loopMaximum",
        "tested before or after",
        "standard_loop",
    ),
    Executed(
        "multiInstanceLoopCharacteristics @isSequential loopCardinality loopDataInputRef"
        " inputDataItem loopDataOutputRef outputDataItem completionCondition",
        "parallel and sequential, by number or list; up to 1,000 instances",
        "multi_instance",
    ),
    Executed(
        "@behavior @oneBehaviorEventRef @noneBehaviorEventRef",
        "All, or None and One with a signal that each instance, or the first, throws as it"
        " completes; Complex is refused",
        "instances_that_tell",
    ),
    Executed(
        "sequenceFlow sequenceFlow@sourceRef sequenceFlow@targetRef conditionExpression",
        "with or without an id; conditions behind exclusive and inclusive gateways, and out of"
        " activities with several flows",
        "exclusive_gateway flows_out_of_activities",
    ),
    Executed(
        "dataObject",
        "a variable of its scope",
        "subprocess data_ownership",
    ),
    Executed(
        "dataObjectReference @dataObjectRef property",
        "a variable, too; a property of a process or subprocess",
        "data_names",
    ),
    Executed(
        "laneSet lane childLaneSet flowNodeRef",
        "who performs; also inside a subprocess, where what no lane names has the lane of the "
        "subprocess",
        "lanes",
    ),
    Executed(
        "@startQuantity @completionQuantity",
        "of an activity, 1 to 100",
        "token_quantities",
    ),
    Executed(
        "extensionElements",
        "what Alur reads of its own words stands in bpmn-extensions.md",
        "assignments call_activity",
        "§8.3.3",
    ),
    Executed(
        "@id @name",
        "what everything is known by, and what people read",
        "none_events link_events",
        "§8.3.1",
    ),
)

WITHOUT_EFFECT: Final = (
    WithoutEffect("definitions", "what the file says of itself; the whole diagram interchange"),
    WithoutEffect(
        "documentation textAnnotation text association group category categoryValue"
        " categoryValueRef association@sourceRef association@targetRef @associationDirection",
        "notes for people; but what an association ties to a compensation event undoes its step",
    ),
    WithoutEffect("auditing monitoring relationship source target", "notes for programs"),
    WithoutEffect("extension", "unless it must be understood"),
    WithoutEffect("incoming outgoing", "the flows say it; what contradicts them is refused"),
    WithoutEffect(
        "collaboration participant @processRef messageFlow messageFlow@messageRef"
        " messageFlow@sourceRef messageFlow@targetRef",
        "a picture of who talks to whom; an empty pool is somebody else's process",
    ),
    WithoutEffect(
        "@processType @isClosed @definitionalCollaborationRef supports supportedInterfaceRef"
        " interfaceRef endPointRef",
        "what others may know of a process",
    ),
    WithoutEffect(
        "itemDefinition @itemRef @itemSubjectRef @structureRef @isCollection @evaluatesToTypeRef"
        " dataState",
        "data have the type of their value",
    ),
    WithoutEffect(
        "dataInputAssociation dataOutputAssociation sourceRef targetRef ioSpecification dataInput"
        " dataOutput inputSet outputSet dataInputRefs dataOutputRefs optionalInputRefs"
        " optionalOutputRefs whileExecutingInputRefs whileExecutingOutputRefs inputSetRefs"
        " outputSetRefs",
        "arrows to data, when both ends have the same name",
    ),
    WithoutEffect(
        "dataStore dataStoreReference @dataStoreRef @capacity @isUnlimited",
        "whoever performs a step reads and fills it; the engine cannot",
    ),
    WithoutEffect("partitionElement @partitionElementRef", "the nodes of a lane say it"),
    WithoutEffect("@gatewayDirection @isImmediate", "the flows say it"),
    WithoutEffect("@implementation @operationRef operationRef", "how a message travels"),
)
