"""Every sentence that a person can read: a code and its text in both languages.

The texts lie in the TOML files beside this module, one file per floor:

    [gate.unknown-element]
    id = "Elemen {element} …"
    en = "Element {element} …"
"""

from __future__ import annotations

import string
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Language = Literal["id", "en"]


class Reason(str):
    """A sentence inside another, told in the language of that one; as plain text its code."""

    __slots__ = ("params",)
    params: Mapping[str, object]

    def __new__(cls, code: str, /, **params: object) -> Self:
        """Return the reason of this code."""
        made = super().__new__(cls, code)
        made.params = params
        return made


class _Lenient(string.Formatter):
    """Only plain {name} fields: no attribute or index can be reached from a text."""

    def get_field(
        self,
        field_name: str,
        args: Sequence[object],  # noqa: ARG002 - the formatter's signature
        kwargs: Mapping[str, object],
    ) -> object:
        return (kwargs.get(field_name, "{" + field_name + "}"), field_name)


_FORMAT = _Lenient()


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Return every sentence by its code: {"gate.unknown-element": {"id": …, "en": …}}."""
    texts: dict[str, dict[str, str]] = {}
    for file in sorted(Path(__file__).parent.glob("*.toml")):
        for group, entries in tomllib.loads(file.read_text("utf-8")).items():
            for name, pair in entries.items():
                texts[f"{group}.{name}"] = pair
    return texts


def sentence(code: str, lang: Language = "id", /, **params: object) -> str:
    """Return the sentence of `code` with `params` filled in; an unknown code returns itself."""
    entry = catalogue().get(code)
    if entry is None:
        return code
    told = {name: _told(value, lang) for name, value in params.items()}
    return _FORMAT.vformat(entry[lang], (), told)


def _told(value: object, lang: Language) -> object:
    return sentence(value, lang, **value.params) if isinstance(value, Reason) else value
