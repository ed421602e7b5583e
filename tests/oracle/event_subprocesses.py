"""Event subprocesses: what begins one beside its scope, or instead of it (BPMN 2.0.2 §13.5.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.oracle.event_gateways import EventGateways
from tests.oracle.model import EventSub, Thrown, Timer, word_of
from tests.oracle.state import Area, Arming, Token, fresh_frame

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.oracle.model import Start


class EventSubprocesses(EventGateways):
    def arm_starts(self, area: Area) -> None:
        """Wait for what begins the event subprocesses of a scope, before anything in it begins."""
        for handler in _handlers(area):
            start = handler.start
            if not isinstance(start.event, Thrown):
                assert start.event is not None
                arming = self.arm(start, start.event, area.frame)
                arming.scope, arming.handler = area, handler

    def disarm_starts(self, area: Area) -> None:
        self.armed = [arming for arming in self.armed if arming.scope is not area]

    def begin_armed(self, arming: Arming, payload: Mapping[str, Any]) -> None:
        """Begin it with what came; what does not interrupt waits for more."""
        assert arming.scope is not None
        assert arming.handler is not None
        if not arming.handler.start.interrupting and isinstance(arming.event, Timer):
            self.rearm(arming, arming.event)
        self.begin_handler(arming.scope, arming.handler, payload)

    def begin_handler(self, scope: Area, handler: EventSub, payload: Mapping[str, Any]) -> None:
        """Let it begin; an interrupting one first stops all else in its scope.

        What comes with the event is written where the event subprocess keeps its data.
        """
        start = handler.start
        self.count(_name(start), handler, scope)
        if start.interrupting:
            self.stop_inside(scope)
        frame = fresh_frame(handler.body, scope.frame, owns_all=False)
        for name, value in payload.items():
            frame.write(name, value)
        path = f"{scope.path}{handler.id}/"
        area = Area(self.next_serial(), handler.body, frame, None, path, handles=scope)
        self.areas.append(area)
        scope.handling.append(area)
        self.arm_starts(area)
        token = Token(self.next_serial(), area, start, None, "inside")
        area.tokens.append(token)
        self.leave(token)

    def handled(self, kind: str, code: str | None, area: Area) -> bool:
        """Return whether an event subprocess of this scope begins by it, the exact code first."""
        for wanted in (code, None):
            for handler in _handlers(area):
                if handler.start.event == Thrown(kind, wanted):  # type: ignore[arg-type]
                    self.begin_handler(area, handler, {})
                    return True
        return False

    def stop_inside(self, area: Area) -> None:
        """Stop all that goes on in a scope and all that it waits for."""
        for token in list(area.tokens):
            self.drop(token)
        for other in list(area.handling):
            self.stop_inside(other)
            self.areas.remove(other)
        area.handling = []
        self.disarm_starts(area)


def _handlers(area: Area) -> list[EventSub]:
    return [node for node in area.body.nodes if isinstance(node, EventSub)]


def _name(start: Start) -> str:
    assert start.event is not None
    kind = "timer" if isinstance(start.event, Timer) else word_of(start.event)
    return f"{kind}{'' if start.interrupting else ' non-interrupting'} event subprocess"
