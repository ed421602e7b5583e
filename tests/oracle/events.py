"""What waits for a timer, a message or a signal, and what it lets go on (BPMN 2.0.2 §13.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.oracle.board import Board, Incident, Refused
from tests.oracle.expressions import Fault, evaluate
from tests.oracle.model import Boundary, Condition, Message, Signal, Timer, word_of
from tests.oracle.state import Arming, Kept, Token, Told

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.oracle.model import Awaited, Catch, Node, Throw
    from tests.oracle.state import Area, Frame, Instance, Visit


#: Messages that a process keeps; one more is refused.
KEPT_AT_MOST = 100


class Events(Board):
    #: names of messages that some receiver could keep
    keepable: set[str]

    def catch(self, token: Token, node: Catch) -> None:
        token.place = "inside"
        arming = self.arm(node, node.event, token.area.frame, token=token)
        if isinstance(node.event, Message):
            self.take_kept(arming)

    def arm(
        self,
        node: Node,
        event: Awaited,
        frame: Frame,
        *,
        token: Token | None = None,
        instance: Instance | None = None,
        host: Visit | None = None,
    ) -> Arming:
        arming = Arming(self.next_serial(), node, event, frame, token, instance, host)
        assert self.now is not None
        if isinstance(event, Timer):
            arming.due = event.at or self.now + event.after  # type: ignore[operator]
            arming.left = event.times if event.kind == "cycle" else 1
        elif isinstance(event, Message) and event.correlation is not None:
            arming.key = self.value(event.correlation, frame.visible(), node.id)
        self.armed.append(arming)
        return arming

    def take_kept(self, arming: Arming) -> None:
        for kept in self.kept:
            if arming.fits(kept.name, kept.key):
                self.kept.remove(kept)
                area = self._area_of(arming)
                self.count("kept message", arming.node, area)
                self.trigger(arming, kept.payload)
                return

    def trigger(self, arming: Arming, payload: Mapping[str, Any]) -> None:
        """Let what waits go on with what came."""
        if arming.scope is not None:
            self.begin_armed(arming, payload)
            return
        for name, value in payload.items():
            arming.frame.write(name, value)
        if arming.host is not None:
            assert isinstance(arming.node, Boundary)
            self._trigger_boundary(arming, arming.node, arming.host)
        elif arming.instance is not None:
            self.count("message received", arming.node, self._area_of(arming))
            for task in [task for task in self.open if task.instance is arming.instance]:
                self.close(task, "completed")
            self.instance_done(arming.instance)
        else:
            self.caught(arming)

    def begin_armed(self, arming: Arming, payload: Mapping[str, Any]) -> None:
        raise NotImplementedError

    def caught(self, arming: Arming) -> None:
        assert arming.token is not None
        self.armed = [other for other in self.armed if other is not arming]
        self.count(f"{word_of(arming.event)} catch", arming.node, arming.token.area)
        self.leave(arming.token)

    # ------------------------------------------------------------ what comes

    def give(self, name: str, payload: Mapping[str, Any], key: Any) -> bool:
        """Let one receiver have a message, or keep it; return whether either could be.

        Raises Refused when too many are kept.
        """
        for arming in self.armed:
            if arming.fits(name, key):
                self.trigger(arming, payload)
                return True
        if name not in self.keepable:
            return False
        if len(self.kept) >= KEPT_AT_MOST:
            raise Refused
        self.kept.append(Kept(name, payload, key))
        return True

    def spread(self, name: str, payload: Mapping[str, Any]) -> None:
        """Let all have a signal that wait for it now (§10.5.1: "broadcast"), none who waits later.

        What one of them stops has none of it.
        """
        for arming in list(self.armed):
            if arming.event == Signal(name) and arming in self.armed:
                self.trigger(arming, payload)

    def look_at_conditions(self) -> bool:
        """Let the longest armed condition happen that says so; return whether one does.

        An event "is triggered when a condition becomes true" (§10.5.5): what stays armed happens
        once more only when it has been looked at and was not. What has no value is not true yet.
        """
        for arming in list(self.armed):
            if not isinstance(arming.event, Condition):
                continue
            before, arming.held = arming.held, self._is_so(arming.event, arming.frame)
            if arming.held and not before:
                self.trigger(arming, {})
                return True
        return False

    @staticmethod
    def _is_so(condition: Condition, frame: Frame) -> bool:
        try:
            return evaluate(condition.says, frame.visible()) is True
        except Fault:
            return False

    def throw(self, token: Token, node: Throw) -> None:
        """ "The trigger of the Event will immediately occur" (§10.5.4), then the token goes on."""
        area, data = token.area, token.area.frame.visible()
        payload = {name: self.value(value, data, node.id) for name, value in node.payload}
        keys = [
            None
            if isinstance(event, Signal) or event.correlation is None
            else self.value(event.correlation, data, node.id)
            for event in node.throws
        ]
        for event, key in zip(node.throws, keys, strict=True):
            kind = word_of(event)
            self.count(f"{kind} {'end' if node.ends else 'throw'}", node, area)
            taken = False
            if isinstance(event, Signal):
                self.spread(event.name, payload)
            else:
                try:
                    taken = self.give(event.name, payload, key)
                except Refused as full:
                    raise Incident("too many kept messages", node.id) from full
            self.told.append(Told(kind, event.name, payload, key, node.id, taken))
        if token in area.tokens:
            self.leave(token)

    def _trigger_boundary(self, arming: Arming, boundary: Boundary, host: Visit) -> None:
        self.count_boundary(boundary, host)
        if not boundary.interrupting and isinstance(arming.event, Timer):
            self.rearm(arming, arming.event)
        self.enter_boundary(boundary, host)

    def rearm(self, arming: Arming, timer: Timer) -> None:
        """Let a cycle wait for its next instant after now; what was missed is not caught up."""
        assert arming.due is not None
        assert self.now is not None
        while arming.due <= self.now:
            if arming.left is not None:
                arming.left -= 1
            if arming.left == 0 or timer.kind != "cycle":
                self.armed.remove(arming)
                return
            assert timer.after is not None
            arming.due += timer.after

    def enter_boundary(self, boundary: Boundary, host: Visit) -> None:
        """Let a token go on from the boundary, which was entered when it was armed."""
        area = host.token.area
        token = Token(self.next_serial(), area, boundary, None, "inside")
        area.tokens.append(token)
        if boundary.interrupting:
            self.drop(host.token)
        self.leave(token)

    def _area_of(self, arming: Arming) -> Area:
        if arming.token is not None:
            return arming.token.area
        visit = arming.host or (arming.instance and arming.instance.visit)
        assert visit
        return visit.token.area
