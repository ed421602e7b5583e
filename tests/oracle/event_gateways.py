"""Event-based gateways: the first of the events behind one decides (BPMN 2.0.2 §13.4.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.oracle.activities import Activities
from tests.oracle.model import Catch, EventGateway, Message, Receive, Timer, word_of
from tests.oracle.state import Instance, Offer, Visit

if TYPE_CHECKING:
    from tests.oracle.model import Node
    from tests.oracle.state import Arming, Token


class EventGateways(Activities):
    def await_first(self, token: Token) -> None:
        """Wait for all events behind the gateway; each is armed when its turn comes."""
        token.place = "inside"
        for flow in token.area.body.outgoing(token.node.id):
            self.queue.append(Offer(token, token.area.body.node(flow.target)))

    def offer(self, offer: Offer) -> None:
        """Arm an event behind a gateway; a message that is kept decides at once."""
        token, target = offer.token, offer.target
        if isinstance(target, Receive):
            visit = Visit(token, target, token.area.frame)
            instance = Instance(visit, None, visit.frame)
            visit.active.append(instance)
            token.offers.append(visit)
            self.begin_instance(instance)
        else:
            assert isinstance(target, Catch)
            arming = self.arm(target, target.event, token.area.frame, token=token)
            if isinstance(target.event, Message):
                self.take_kept(arming)

    def instance_done(self, instance: Instance, *, waived: bool = False) -> None:
        self.decide(instance.visit.token, instance.visit.node)
        super().instance_done(instance, waived=waived)

    def caught(self, arming: Arming) -> None:
        assert arming.token is not None
        self.decide(arming.token, arming.node)
        super().caught(arming)

    def decide(self, token: Token, target: Node) -> None:
        """Let the token go to what came first; nothing else is waited for (§10.6.6)."""
        gateway, body = token.node, token.area.body
        if not isinstance(gateway, EventGateway):
            return
        self.count(f"{_word(target)} chosen", target, token.area)
        self.armed = [arming for arming in self.armed if arming.token is not token]
        self.offer_no_more(token)
        for visit in token.offers:
            if visit.node is not target:
                self.cancel_visit(visit)
        token.offers = []
        (token.flow,) = [f.id for f in body.outgoing(gateway.id) if f.target == target.id]
        token.node, token.place = target, "leaving"


def _word(target: Node) -> str:
    if isinstance(target, Receive):
        return "receive task"
    assert isinstance(target, Catch)
    return "timer" if isinstance(target.event, Timer) else word_of(target.event)
