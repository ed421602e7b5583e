"""What waits for a timer or a message, and what it lets go on (BPMN 2.0.2 §13.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.oracle.board import Board
from tests.oracle.model import Boundary, Message, Timer
from tests.oracle.state import Arming, Token

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.oracle.model import Catch, Node
    from tests.oracle.state import Area, Frame, Instance, Visit


class Events(Board):
    def catch(self, token: Token, node: Catch) -> None:
        token.place = "inside"
        arming = self.arm(node, node.event, token.area.frame, token=token)
        if isinstance(node.event, Message):
            self.take_kept(arming)

    def arm(
        self,
        node: Node,
        event: Timer | Message,
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
        elif event.correlation is not None:
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
            assert arming.token is not None
            self.armed.remove(arming)
            kind = arming.event.kind if isinstance(arming.event, Timer) else "message"
            self.count(f"{kind} catch", arming.node, arming.token.area)
            self.leave(arming.token)

    def _trigger_boundary(self, arming: Arming, boundary: Boundary, host: Visit) -> None:
        self.count_boundary(boundary, host)
        if not boundary.interrupting and isinstance(arming.event, Timer):
            self._rearm(arming, arming.event)
        self.enter_boundary(boundary, host)

    def _rearm(self, arming: Arming, timer: Timer) -> None:
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
