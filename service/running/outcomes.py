"""Which ways lead on from a task that decides: exactly those that the diagram draws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.running.refusals import OutcomeMissing, OutcomeUnknown

if TYPE_CHECKING:
    from service.diagrams.model import SequenceFlow
    from service.running.definitions import Compiled


@dataclass(frozen=True, slots=True)
class Drawn:
    """The decision of a task: the variable it sets and the flows it chooses among."""

    variable: str
    flows: tuple[SequenceFlow, ...]

    def chosen(self, outcome: str | None) -> SequenceFlow:
        """Return the flow of an outcome; of none, the only forward one.

        Raises OutcomeUnknown, OutcomeMissing.
        """
        if outcome is not None:
            flow = next((it for it in self.flows if it.outcome == outcome), None)
            if flow is None:
                raise OutcomeUnknown(outcome=outcome)
            return flow
        forward = [it for it in self.flows if it.purpose == "forward"]
        if len(forward) != 1:
            raise OutcomeMissing
        return forward[0]


def drawn_at(definition: Compiled, path: str) -> Drawn | None:
    """Return what a task at `path` decides, None when it decides nothing.

    The gate makes sure that one flow leads from it to an exclusive gateway of its own.
    """
    decision = definition.engine.node(path).extension.decision
    if decision is None:
        return None
    scope, _, element = path.rpartition("/")
    gateway = _leaving(definition, scope, element)[0].target
    return Drawn(decision.variable, _leaving(definition, scope, gateway))


def _leaving(definition: Compiled, scope: str, element: str) -> tuple[SequenceFlow, ...]:
    return definition.leaving.get(f"{scope}/{element}", ())
