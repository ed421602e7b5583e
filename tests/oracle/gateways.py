"""Gateways (BPMN 2.0.2 §13.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.oracle.board import Board, Incident
from tests.oracle.model import Gateway
from tests.oracle.paths import incoming_reached

if TYPE_CHECKING:
    from tests.oracle.model import Flow, Node
    from tests.oracle.state import Area, Token


class Gateways(Board):
    def pass_gateway(self, token: Token, gateway: Gateway) -> None:
        match gateway.kind:
            case "exclusive":
                self.count("exclusive gateway", gateway, token.area)
                self.move(token, [self.choose(token)])
            case "parallel":
                self.parallel(token)
            case "inclusive":
                token.place = "join"
                if len(token.area.body.incoming(gateway.id)) <= 1:
                    self.inclusive(token.area, gateway)

    def choose(self, token: Token) -> Flow:
        gateway = token.node
        assert isinstance(gateway, Gateway)
        flows = token.area.body.outgoing(gateway.id)
        if len(flows) == 1 and flows[0].condition is None:
            return flows[0]
        data = token.area.frame.visible()
        for flow in flows:
            if flow.id == gateway.default:
                continue
            if flow.condition is None or self.holds(flow.condition, data, gateway.id):
                self.count("flow by condition", gateway, token.area)
                return flow
        for flow in flows:
            if flow.id == gateway.default:
                self.count("default flow", gateway, token.area)
                return flow
        raise Incident("no flow chosen", gateway.id)

    def parallel(self, token: Token) -> None:
        """One token of each incoming flow, oldest first; what is left over stays."""
        token.place = "join"
        body, gateway = token.area.body, token.node
        incoming = body.incoming(gateway.id)
        taken = [] if incoming else [token]
        for flow in incoming:
            waiting = self._at_join(token.area, gateway, flow)
            if not waiting:
                return
            taken.append(waiting[0])
        self.count("parallel join" if len(taken) > 1 else "parallel split", gateway, token.area)
        self.replace(taken, body.outgoing(gateway.id))

    def _at_join(self, area: Area, gateway: Node, flow: Flow) -> list[Token]:
        return [
            token
            for token in area.tokens
            if token.place == "join" and token.node.id == gateway.id and token.flow == flow.id
        ]

    def replace(self, tokens: list[Token], flows: list[Flow]) -> None:
        area = tokens[0].area
        for flow in flows:
            self.put(area, area.body.node(flow.target), flow)
        for token in tokens:
            self.consume(token)

    def inclusive(self, area: Area, gateway: Node) -> None:
        """Take one token of each incoming flow that has one, choose among the outgoing."""
        assert isinstance(gateway, Gateway)
        incoming = area.body.incoming(gateway.id)
        waiting = [self._at_join(area, gateway, flow) for flow in incoming]
        taken = [tokens[0] for tokens in waiting if tokens]
        if not incoming:
            # The gateway begins its scope: the token came by no flow.
            taken = [token for token in area.tokens if token.node.id == gateway.id]
        self.count("inclusive join" if len(incoming) > 1 else "inclusive split", gateway, area)
        flows = area.body.outgoing(gateway.id)
        data = area.frame.visible()
        if len(flows) > 1:
            chosen = [
                flow
                for flow in flows
                if flow.id != gateway.default
                and (flow.condition is None or self.holds(flow.condition, data, gateway.id))
            ]
            if not chosen:
                chosen = [flow for flow in flows if flow.id == gateway.default]
                self.count("default flow", gateway, area)
            if not chosen:
                raise Incident("no flow chosen", gateway.id)
            flows = chosen
        self.replace(taken, flows)

    def fire_one_inclusive_join(self) -> bool:
        """Look at the joins of the oldest scope first, where the oldest token waits first."""
        for area in self.areas:
            for token in area.tokens:
                gateway = token.node
                if (
                    isinstance(gateway, Gateway)
                    and gateway.kind == "inclusive"
                    and self._is_activated(area, gateway)
                ):
                    self.inclusive(area, gateway)
                    return True
        return False

    def _is_activated(self, area: Area, gateway: Gateway) -> bool:
        """The rule of §13.4.3, word for word.

        At least one incoming flow has a token, and for every path from a token to an empty
        incoming flow that does not visit the gateway there is also one from that token to an
        incoming flow that has a token.
        """
        incoming = area.body.incoming(gateway.id)
        filled = {flow.id for flow in incoming if self._at_join(area, gateway, flow)}
        if not filled:
            return False
        for token in area.tokens:
            if token.node.id == gateway.id:
                continue
            reached = incoming_reached(area.body, token.node, gateway)
            if reached - filled and not reached & filled:
                return False
        return True
