"""How a subcommand speaks: sentences in one language, or one JSON document."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO, get_args

from service.sentences import Language, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from service.errors import AlurError


@dataclass(frozen=True, slots=True)
class Talk:
    """What the caller asked of every subcommand with --lang and --json."""

    lang: Language = "id"
    as_json: bool = False

    def text(self, code: str, /, **params: object) -> str:
        return sentence(code, self.lang, **params)

    def say(self, code: str, **params: object) -> None:
        """Tell the person what goes on; with --json not on stdout, which holds the result."""
        self.tell(self.text(code, **params))

    def tell(self, line: str) -> None:
        """Tell a line that is not in the catalogue: a path, a table, another tool's words."""
        print(line, file=self.stream, flush=True)

    def aside(self, line: str) -> None:
        """Tell a line about the work itself, on stderr, so that a pipe gets the result alone."""
        print(line, file=sys.stderr, flush=True)  # noqa: T201

    @property
    def stream(self) -> TextIO:
        return sys.stderr if self.as_json else sys.stdout

    def result(self, document: object, lines: Iterable[str]) -> None:
        """Give the outcome: `document` with --json, else `lines`."""
        if self.as_json:
            print(json.dumps(document, ensure_ascii=False), flush=True)  # noqa: T201
            return
        for line in lines:
            print(line, flush=True)  # noqa: T201

    def refuse(self, code: str, message: str) -> None:
        """Say why nothing was done: on stderr, or as {"error": {"code", "message"}}."""
        if self.as_json:
            self.result({"error": {"code": code, "message": message}}, ())
            return
        print(message, file=sys.stderr)  # noqa: T201

    def refuse_error(self, error: AlurError) -> None:
        self.refuse(error.code, self.text(error.code, **error.params))


def talk_of(arguments: Sequence[str]) -> Talk:
    """Find --lang and --json before anything is parsed, so that refusals obey them too."""
    ours = arguments[: arguments.index("--")] if "--" in arguments else arguments
    lang: Language = "id"
    for position, argument in enumerate(ours):
        name, _, value = argument.partition("=")
        if name == "--lang":
            wanted = value or "".join(ours[position + 1 : position + 2])
            lang = next((known for known in get_args(Language) if known == wanted), lang)
    return Talk(lang=lang, as_json="--json" in ours)
