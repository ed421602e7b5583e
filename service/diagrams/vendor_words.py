"""Words of other engines that change what those engines do: `service/docs/vendor-extensions.md`.

From the vendors' own schemas and manuals. What a vendor writes besides, Alur keeps like these and
does not name: notes of its editor, properties, colours, versions.
"""

from __future__ import annotations

from typing import Final

_JAVA: Final = "class delegateExpression expression resultVariable field executionListener"
_PEOPLE: Final = "assignee candidateUsers candidateGroups dueDate priority taskListener"
_CALLS: Final = "in out collection elementVariable initiator failedJobRetryTimeCycle"

_CAMUNDA_7: Final = f"""
{_JAVA} {_PEOPLE} {_CALLS} followUpDate asyncBefore asyncAfter async exclusive type topic
taskPriority jobPriority formKey formRef formRefBinding formRefVersion formData formHandlerClass
inputOutput connector script resource decisionRef decisionRefBinding decisionRefVersion
decisionRefTenantId mapDecisionResult calledElementBinding calledElementVersion
calledElementVersionTag calledElementTenantId caseRef caseBinding caseVersion caseTenantId
variableMappingClass variableMappingDelegateExpression variableName variableEvents
errorEventDefinition errorCodeVariable errorMessageVariable escalationCodeVariable
isStartableInTasklist candidateStarterUsers candidateStarterGroups
"""
#: Without calledDecision, which is read.
_CAMUNDA_8: Final = """
taskDefinition taskHeaders ioMapping loopCharacteristics calledElement script formDefinition
userTask userTaskForm assignmentDefinition taskSchedule priorityDefinition subscription
executionListeners taskListeners conditionalFilter adHoc linkedResources
"""
_FLOWABLE: Final = f"""
{_JAVA} {_PEOPLE} {_CALLS} async asyncLeave exclusive type skipExpression triggerable formKey
formProperty formFieldValidation resultVariableName useLocalScopeForResultVariable
storeResultVariableAsTransient autoStoreVariables sameDeployment inheritVariables
inheritBusinessKey businessKey calledElementType fallbackToDefaultTenant mapException
variableAggregation eventType eventInParameter eventOutParameter triggerEventType
decisionTaskThrowErrorOnNoHits decisionReferenceType customResource taskIdVariableName
candidateStarterUsers candidateStarterGroups
"""
_JBPM: Final = """
onEntry-script onExit-script adHoc taskName import global priority ruleFlowGroup
waitForCompletion independent abortParent
"""
_SPIFF: Final = """
preScript postScript serviceTaskOperator calledDecisionId variableName messageVariable
messagePayload scriptsOnInstances allowGuest properties
"""

#: Namespace → name of the vendor, and the attributes and elements that change behaviour.
VENDORS: Final[dict[str, tuple[str, frozenset[str]]]] = {
    namespace: (name, frozenset(words.split()))
    for namespace, name, words in (
        ("http://camunda.org/schema/1.0/bpmn", "Camunda 7", _CAMUNDA_7),
        ("http://operaton.org/schema/1.0/bpmn", "Operaton", _CAMUNDA_7),
        ("http://camunda.org/schema/zeebe/1.0", "Camunda 8", _CAMUNDA_8),
        ("http://activiti.org/bpmn", "Activiti", _FLOWABLE),
        ("http://flowable.org/bpmn", "Flowable", _FLOWABLE),
        ("http://www.jboss.org/drools", "jBPM", _JBPM),
        ("http://spiffworkflow.org/bpmn/schema/1.0/core", "SpiffWorkflow", _SPIFF),
    )
}
