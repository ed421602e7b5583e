"""Elements without a name are called by what stands before them, never by the modeller's id."""

import pytest

from service.diagrams import read_diagram
from service.diagrams.called import called
from service.diagrams.model import Activity

(PROCESS,) = read_diagram(b"""
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="all"
  targetNamespace="urn:test"><bpmn:process id="uji" isExecutable="true">
  <bpmn:startEvent id="mulai_0"/>
  <bpmn:userTask id="task_1" name="Menyusun"/>
  <bpmn:boundaryEvent id="event_1" attachedToRef="task_1"><bpmn:timerEventDefinition>
    <bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>
  <bpmn:exclusiveGateway id="gateway_1"/><bpmn:parallelGateway id="gateway_2"/>
  <bpmn:userTask id="task_2"/><bpmn:endEvent id="end_1"/>
  <bpmn:userTask id="task_3"/>
  <bpmn:sequenceFlow id="a" sourceRef="mulai_0" targetRef="task_1"/>
  <bpmn:sequenceFlow id="b" sourceRef="task_1" targetRef="gateway_1"/>
  <bpmn:sequenceFlow id="c" sourceRef="gateway_1" targetRef="gateway_2"/>
  <bpmn:sequenceFlow id="g" sourceRef="gateway_1" targetRef="end_1"/>
  <bpmn:sequenceFlow id="d" sourceRef="gateway_2" targetRef="task_2"/>
  <bpmn:sequenceFlow id="e" sourceRef="task_2" targetRef="end_1"/>
  <bpmn:sequenceFlow id="f" sourceRef="event_1" targetRef="end_1"/>
</bpmn:process></bpmn:definitions>""").processes


@pytest.mark.parametrize(
    ("element", "words"),
    [
        ("task_1", "Menyusun"),
        ("mulai_0", "awal"),
        ("gateway_1", "percabangan sesudah Menyusun"),
        ("gateway_2", "titik temu sesudah Menyusun"),
        ("event_1", "kejadian sesudah Menyusun"),
        ("task_2", "langkah sesudah Menyusun"),
        ("end_1", "akhir sesudah Menyusun"),
        ("task_3", "task_3"),
    ],
)
def test_an_element_is_called_by_its_name_or_by_what_stands_before_it(element, words):
    nodes = list(PROCESS.scope.nodes)
    nodes += [it for node in nodes if isinstance(node, Activity) for it in node.boundaries]
    (found,) = [node for node in nodes if node.id == element]

    assert called(PROCESS, found) == words
