"""What a page says after an act on it: one sentence, told by the address to which the act led."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import request

from service.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What an address calls the act from which the browser comes.
AFTER: Final = "sesudah"
_LONGEST_COUNT: Final = 4


def counted_after(done: Mapping[str, str]) -> str:
    """Return how many an act was about and what became of them, told as `?name=count`."""
    for name, words in done.items():
        count = request.args.get(name, "")
        if count.isascii() and count.isdecimal() and len(count) <= _LONGEST_COUNT:
            return f"{int(count)} {words}"
    return ""


def said_after(codes: Mapping[str, str]) -> str:
    """Return the sentence of the act from which the browser comes; "": of none in `codes`."""
    code = codes.get(request.args.get(AFTER, ""))
    return "" if code is None else sentence(code)
