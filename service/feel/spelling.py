"""How names and signs are written in FEEL, and what other languages write instead."""

from __future__ import annotations

import re

from service.feel.errors import FeelSyntaxError, NotFeelSpelling

#: What other languages write, found where our grammar stops: (their spelling, FEEL's).
_FOREIGN_SIGNS = (
    ("==", "="),
    ("&&", "and"),
    ("||", "or"),
    ("<>", "!="),
    ("=>", ">="),
    ("=<", "<="),
    ("${", "="),
    ("#{", "="),
    ("!", "not(…)"),
    ("'", '"…"'),
    ("?", "if … then … else …"),
)
FOREIGN_WORDS = {
    "True": "true",
    "TRUE": "true",
    "False": "false",
    "FALSE": "false",
    "None": "null",
    "NULL": "null",
    "Null": "null",
    "undefined": "null",
    "AND": "and",
    "OR": "or",
    "NOT": "not(…)",
    "not": "not(…)",
    "eq": "=",
    "ne": "!=",
    "lt": "<",
    "gt": ">",
    "le": "<=",
    "ge": ">=",
}
#: Words that the grammar uses, so that no token NAME is one of them.
_KEYWORDS = frozenset(
    {"if", "then", "else", "for", "return", "some", "every", "satisfies", "in", "between"}
    | {"and", "or", "function"}
    | {"true", "false", "null"}
)
#: Words of FEEL that are none on their own; a variable named so would confuse its readers.
LEFT_OUT = frozenset({"instance", "of", "external"})
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*", re.ASCII)


def is_name(text: str) -> bool:
    """Return whether `text` can be read as a variable in an expression."""
    return _NAME.fullmatch(text) is not None and not (
        text in _KEYWORDS or text in LEFT_OUT or text in FOREIGN_WORDS
    )


def stopped_at(text: str, index: int, token: str) -> FeelSyntaxError:
    """Return the error at `index`, which names FEEL's own spelling when we know what was meant."""
    # Two signs that each are FEEL, like "= =", stop the parser at the second one.
    for start in (index - 1, index):
        for sign, instead in _FOREIGN_SIGNS:
            if start >= 0 and text.startswith(sign, start) and start + len(sign) > index:
                return NotFeelSpelling(position=start + 1, token=sign, instead=instead)
    if token in FOREIGN_WORDS:
        return NotFeelSpelling(position=index + 1, token=token, instead=FOREIGN_WORDS[token])
    before = re.search(r"\bnot\s+$", text[:index])
    if before:
        return NotFeelSpelling(position=before.start() + 1, token="not", instead="not(…)")  # noqa: S106
    return FeelSyntaxError(position=index + 1, token=token[:40])
