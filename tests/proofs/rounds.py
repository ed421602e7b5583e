"""A process that goes round: somebody completes a task, a timer waits a second, and again."""

from __future__ import annotations

import json

FORM = json.dumps(
    {
        "type": "default",
        "id": "lagi",
        "schemaVersion": 19,
        "components": [
            {"type": "checkbox", "id": "field_lagi", "key": "lagi", "label": "Ulangi"},
            {"type": "textfield", "id": "field_catatan", "key": "catatan", "label": "Catatan"},
        ],
    }
).encode()

ROUNDS = b"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:alur="urn:alur:bpmn:1"
  id="d" targetNamespace="urn:test">
  <bpmn:process id="rounds" name="Putaran" isExecutable="true">
    <bpmn:laneSet id="lanes">
      <bpmn:lane id="lane" name="Anggota Tim" alur:role="anggota_tim">
        <bpmn:flowNodeRef>work</bpmn:flowNodeRef>
      </bpmn:lane>
    </bpmn:laneSet>
    <bpmn:startEvent id="start"/>
    <bpmn:sequenceFlow id="begin" sourceRef="start" targetRef="merge"/>
    <bpmn:exclusiveGateway id="merge"/>
    <bpmn:sequenceFlow id="enter" sourceRef="merge" targetRef="work"/>
    <bpmn:userTask id="work" name="Bekerja">
      <bpmn:extensionElements><alur:form key="lagi"/></bpmn:extensionElements>
    </bpmn:userTask>
    <bpmn:sequenceFlow id="leave" sourceRef="work" targetRef="wait"/>
    <bpmn:intermediateCatchEvent id="wait">
      <bpmn:timerEventDefinition id="second">
        <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">PT1S</bpmn:timeDuration>
      </bpmn:timerEventDefinition>
    </bpmn:intermediateCatchEvent>
    <bpmn:sequenceFlow id="waited" sourceRef="wait" targetRef="decide"/>
    <bpmn:exclusiveGateway id="decide" default="stop"/>
    <bpmn:sequenceFlow id="again" sourceRef="decide" targetRef="merge">
      <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=lagi</bpmn:conditionExpression>
    </bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="stop" sourceRef="decide" targetRef="end"/>
    <bpmn:endEvent id="end"/>
  </bpmn:process>
</bpmn:definitions>
"""
