"""What a compiled definition says of its elements."""

from tests.walked import ground_of

ENGINE = ground_of(
    b"""<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="all"
  targetNamespace="urn:test"><bpmn:process id="uji" isExecutable="true">
  <bpmn:startEvent id="mulai"/>
  <bpmn:subProcess id="dalam"><bpmn:userTask id="tulis"/></bpmn:subProcess>
  <bpmn:endEvent id="akhir"/>
  <bpmn:sequenceFlow id="a" sourceRef="mulai" targetRef="dalam"/>
  <bpmn:sequenceFlow id="b" sourceRef="dalam" targetRef="akhir"/>
</bpmn:process></bpmn:definitions>""",
    {},
).engine


def test_an_element_is_found_by_its_id_wherever_it_lies():
    assert ENGINE.path_of("dalam") == "uji/dalam"
    assert ENGINE.path_of("tulis") == "uji/dalam/tulis"
    assert ENGINE.path_of("tiada") is None
