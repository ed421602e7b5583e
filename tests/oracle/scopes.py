"""Scopes: how they begin, end and are cancelled, and what is thrown out of them (§13.5.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.oracle.board import Incident
from tests.oracle.event_subprocesses import EventSubprocesses
from tests.oracle.model import Call, EventSub, Start, Thrown
from tests.oracle.state import Area

if TYPE_CHECKING:
    from tests.oracle.model import Body, End, Node
    from tests.oracle.state import Frame, Instance, Token, Visit


class Scopes(EventSubprocesses):
    def open_area(self, body: Body, frame: Frame, owner: Instance | None, path: str) -> None:
        area = Area(self.next_serial(), body, frame, owner, path)
        self.areas.append(area)
        if owner is not None:
            owner.area = area
        self.arm_starts(area)
        first: list[Node] = [node for node in body.nodes if isinstance(node, Start)]
        if not first:
            # "All Flow Objects that do not have an incoming Sequence Flow SHALL be instantiated
            # when the Process is instantiated" (§10.5.2).
            first = [
                node
                for node in body.nodes
                if not isinstance(node, EventSub) and not body.incoming(node.id)
            ]
            self.count("implicit start", first[0], area)
        for node in first:
            self.put(area, node, None)
        if len(area.tokens) > 1:
            self.count("several beginnings", first[0], area)

    def area_done(self, area: Area) -> None:
        """Let a scope end when nothing goes on in it, nor in its event subprocesses.

        "Once only event subprocesses go on in a scope, no further one begins."
        """
        self.disarm_starts(area)
        if area.handling:
            return
        self.areas.remove(area)
        if area.handles is not None:
            area.handles.handling.remove(area)
            if not area.handles.tokens:
                self.area_done(area.handles)
            return
        if area.owner is None:
            self.finished = True
            self.kept = []
            return
        instance = area.owner
        node = instance.visit.node
        if isinstance(node, Call):
            data = area.frame.visible()
            for name, value in node.outputs:
                instance.frame.write(name, self.value(value, data, node.id))
        self.instance_done(instance)

    def drop(self, token: Token) -> None:
        """Cancel a token and all that it holds."""
        token.area.tokens.remove(token)
        for turns in (self.queue, self.throwing):
            if token in turns:
                turns.remove(token)
        self.armed = [arming for arming in self.armed if arming.token is not token]
        if token.visit is not None:
            self.cancel_visit(token.visit)
        self.offer_no_more(token)
        for visit in token.offers:
            self.cancel_visit(visit)

    def cancel_visit(self, visit: Visit) -> None:
        for instance in list(visit.active):
            self.cancel_instance(instance)
        self._close_visit(visit)

    def cancel_instance(self, instance: Instance) -> None:
        instance.visit.active.remove(instance)
        if instance in self.queue:
            self.queue.remove(instance)
        for task in [task for task in self.open if task.instance is instance]:
            self.close(task, "cancelled")
        self.armed = [arming for arming in self.armed if arming.instance is not instance]
        if instance.area is not None and instance.area in self.areas:
            self.stop_inside(instance.area)
            self.areas.remove(instance.area)

    # ------------------------------------------------------------ ends

    def end(self, token: Token, end: End) -> None:
        area = token.area
        match end.kind:
            case "none":
                self.count("none end", end, area)
                self.leave(token)
            case "terminate":
                self.count("terminate end", end, area)
                self.stop_inside(area)
                self.area_done(area)
            case "error":
                self.count("error end", end, area)
                if not self.thrown_out("error", end.code, end, area):
                    raise Incident("uncaught error", end.id)
            case "escalation":
                self.count("escalation end", end, area)
                self.thrown_out("escalation", end.code, end, area)
                if token in area.tokens:
                    self.consume(token)

    def thrown_out(self, kind: str, code: str | None, node: Node, area: Area) -> bool:
        """Look for who catches it, from the scope outward; the exact code before catch-all.

        What an event subprocess throws is caught outside of the scope that it handles.
        """
        while not self.handled(kind, code, area):
            while area.handles is not None:
                area = area.handles
            if area.owner is None:
                self.count(f"uncaught {kind}", node, area)
                return False
            if self.thrown_at(kind, code, area.owner.visit):
                return True
            area = area.owner.visit.token.area
        return True

    def thrown_at(self, kind: str, code: str | None, host: Visit) -> bool:
        """Return whether a boundary of this very activity catches it."""
        catching = [
            boundary
            for boundary in host.node.boundaries
            if isinstance(boundary.event, Thrown) and boundary.event.kind == kind
        ]
        for wanted in (code, None):
            for boundary in catching:
                assert isinstance(boundary.event, Thrown)
                if boundary.event.code == wanted:
                    self.count_boundary(boundary, host)
                    self.enter_boundary(boundary, host)
                    return True
        return False
