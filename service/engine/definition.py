"""A process that can be executed: its diagram, the ones it calls, and the compiled spec."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from SpiffWorkflow.bpmn.specs import BpmnProcessSpec

    from service.diagrams.model import Lane, Node, Process, SequenceFlow


@dataclass(frozen=True, slots=True)
class Definition:
    """Immutable and shared between threads; made by `service.engine.compiler.compile_process`."""

    process: Process
    spec: BpmnProcessSpec
    #: path → flow node, through subprocesses and called processes
    nodes: Mapping[str, Node]
    #: path → process whose lanes and identity apply there
    homes: Mapping[str, Process]
    #: path → sequence flow
    flows: Mapping[str, SequenceFlow]
    #: path of a throwing link event → path of the catching one
    links: Mapping[str, str]

    @property
    def start(self) -> str:
        """Return with what a process begins of which nothing is said: what is meant, or the first.

        "": what is meant where none is named.
        """
        return next(iter(self.spec.start.ways), "")

    def node(self, path: str) -> Node:
        return self.nodes[path]

    def path_of(self, element_id: str) -> str | None:
        """Return the path of an element, the first where diagrams share its id; None: of none."""
        paths = (path for path in self.nodes if path.rpartition("/")[2] == element_id)
        return next(paths, None)

    def shown_by(self, path: str) -> str:
        """Return the id of the element of its own diagram that shows the one at `path`.

        Of a node in a called process that is the call.
        """
        at = path
        while self.homes.get(at, self.process) is not self.process:
            at = at.rpartition("/")[0]
        return at.rpartition("/")[2]

    def lane(self, path: str) -> Lane | None:
        """Return the innermost lane of a node; a node in a subprocess has its subprocess's."""
        return self.homes[path].lane(self.nodes[path].lane)
