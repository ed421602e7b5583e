"""What to do about a finding, where only one thing can be meant.

A `Mend` is a proposal: the modeller carries it out as one step of undo when a person asks for it
(`service/web/frontend/src/modeller/mending.js`). Nothing is mended by itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.diagrams.findings import Finding
    from service.diagrams.model import Diagram, SequenceFlow

#: Titles of lanes and columns as SOPs write them → the role that they propose (decisions §3.1). A
#: title binds nothing by itself, and one that several roles may have stands here not at all.
#: `service/docs/bpmn-extensions.md` shows the table.
ROLE_OF_TITLE: Final[Mapping[str, str]] = {
    "kepala dinas": "kepala_dinas",
    "kadis": "kepala_dinas",
    "kepala badan": "kepala_dinas",
    "kepala kantor": "kepala_dinas",
    "sekretaris": "sekretaris",
    "sekretaris dinas": "sekretaris",
    "sekdis": "sekretaris",
    "ketua tim": "ketua_tim",
    "ketua tim kerja": "ketua_tim",
    "kasubbag": "ketua_tim",
    "kasubag": "ketua_tim",
    "anggota tim": "anggota_tim",
    "anggota tim kerja": "anggota_tim",
    "staf": "anggota_tim",
    "pelaksana": "anggota_tim",
    "bidang": "bidang",
    "kepala bidang": "bidang",
    "kabid": "bidang",
    "instansi terkait": "instansi",
    "bappeda": "instansi",
    "bkad": "instansi",
    "bappeda bkad": "instansi",
    "tapd": "instansi",
}


@dataclass(frozen=True, slots=True)
class Mend:
    """One thing that the modeller can do at an element.

    bind-role: give a lane a `role`. make-executable: let the process run. add-end: draw an end
    event behind a node. make-user-task: a person does the task. make-default: the flow is the
    default one of its gateway. drop-condition: take the condition off a flow. make-step: the node
    carries the next row of the SOP.
    """

    kind: str
    element: str
    params: Mapping[str, str] = field(default_factory=dict)


#: Code of a finding → the mend that needs nothing else.
_PLAIN: Final = {
    "not-executable": "make-executable",
    "implicit-end": "add-end",
    "condition-on-default": "drop-condition",
    "condition-on-only-flow": "drop-condition",
    "condition-on-parallel": "drop-condition",
    "step-missing": "make-step",
}


def role_of_title(title: str) -> str | None:
    """Return the role that a lane's title proposes; None: nobody can say."""
    return ROLE_OF_TITLE.get(" ".join(re.findall(r"[a-z]+", title.lower())))


def mend_of(finding: Finding, diagram: Diagram | None) -> Mend | None:
    """Return what would mend a finding; None: a person has to think."""
    if finding.code in _PLAIN:
        return Mend(_PLAIN[finding.code], finding.element)
    if finding.code == "lane-unbound":
        role = role_of_title(finding.params.get("name", ""))
        return None if role is None else Mend("bind-role", finding.element, {"role": role})
    if finding.code == "unsupported-element" and finding.params.get("tag") == "task":
        return Mend("make-user-task", finding.element)
    if finding.code == "condition-missing" and diagram is not None:
        return _default(finding, diagram)
    return None


def _default(finding: Finding, diagram: Diagram) -> Mend | None:
    """Return that the only flow without a condition is meant for when no condition holds."""
    bare = [
        flow
        for flow in _leaving(diagram, finding.params.get("gateway", ""))
        if flow.condition is None
    ]
    return Mend("make-default", finding.element) if len(bare) == 1 else None


def _leaving(diagram: Diagram, gateway: str) -> tuple[SequenceFlow, ...]:
    waiting = [process.scope for process in diagram.processes]
    while waiting:
        scope = waiting.pop()
        if found := scope.outgoing(gateway):
            return found
        waiting.extend(inner for node in scope.nodes if (inner := getattr(node, "scope", None)))
    return ()
