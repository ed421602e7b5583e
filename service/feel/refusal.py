"""How lexer and builder say that a text is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lark import Token

    from service.feel.errors import FeelSyntaxError


class RefusedAt(Exception):
    """A refusal at a token, of which `read` makes the error."""

    def __init__(self, kind: type[FeelSyntaxError], token: Token, **params: object) -> None:
        self.kind = kind
        self.index = token.start_pos or 0
        self.token = str(token)[:40]
        self.params = params
        super().__init__(kind, self.token)


class Unreadable(Exception):
    """A sign with which no word of FEEL begins; in another language it may mean something."""

    def __init__(self, index: int, sign: str) -> None:
        self.index = index
        self.sign = sign
        super().__init__(index, sign)
