"""What to do about a finding, where only one thing can be meant.

A `Mend` is a proposal: the modeller carries it out as one step of undo when a person asks for it
(`service/web/frontend/src/modeller/mending.js`). Nothing is mended by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from service.diagrams.role_titles import role_of_title

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.diagrams.findings import Finding
    from service.diagrams.model import Diagram


@dataclass(frozen=True, slots=True)
class Mend:
    """One thing that the modeller can do at an element.

    bind-role: give a lane a `role`. make-executable: let the process run. add-end: draw an end
    event behind a node. make-user-task: a person does the task. make-default: the flow is the
    default one of its gateway. drop-condition: take the condition off a flow. make-step: the node
    carries the next row of the SOP. set-form: the node gets the `form` that its row proposes.
    change-form: it gets that `form` instead of its own. ask-units: the `step` before the parts of
    all Bidang gets it, whether it has one or not. add-act: the step does the `act` on the
    `document`, which is called `name`. confirm-performer: who does the step is not inferred any
    more.
    """

    kind: str
    element: str
    params: Mapping[str, str] = field(default_factory=dict)

    @property
    def alone(self) -> bool:
        """Whether it is never one of several that are done at once: somebody vouches for it."""
        return self.kind == "confirm-performer"


#: Code of a finding → the mend that needs nothing else.
_PLAIN: Final = {
    "not-executable": "make-executable",
    "implicit-end": "add-end",
    "condition-on-default": "drop-condition",
    "condition-on-only-flow": "drop-condition",
    "condition-on-parallel": "drop-condition",
    "step-missing": "make-step",
    "performer-assumed": "confirm-performer",
}


def mend_of(finding: Finding, diagram: Diagram | None) -> Mend | None:
    """Return what would mend a finding; None: a person has to think.

    What only the table of the diagram tells, a form, is `table.proposals.form_mend`.
    """
    if finding.code == "act-without-document" and "key" in finding.params:
        found = finding.params
        act = {"act": found["act"], "document": found["key"], "name": found["document"]}
        return Mend("add-act", finding.element, act)
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
    gateway = finding.params.get("gateway", "")
    bare = [
        flow
        for process in diagram.processes
        for flow in process.scope.all_flows()
        if flow.source == gateway and flow.condition is None
    ]
    return Mend("make-default", finding.element) if len(bare) == 1 else None
