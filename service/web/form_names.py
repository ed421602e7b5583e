"""By which names people know forms: diagrams name them by keys, which nobody reads.

A form of an office has a title. One that comes with Alur is called as its key reads.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: Words of keys that are written otherwise.
_WRITTEN: Final = {
    **{
        short: short.upper()
        for short in ("dpa", "iku", "lakip", "lkpj", "lppd", "opd", "rka", "sipd", "sk")
    },
    **{name: name.capitalize() for name in ("balangan", "bandarlampung", "cirebon", "kalbar")},
    **{name: name.capitalize() for name in ("bappeda", "bidang", "bupati", "kadis", "sekdis")},
    **{name: name.capitalize() for name in ("renja", "renstra", "tanjabbar")},
    "esakip": "e-SAKIP",
}


def read_key(key: str) -> str:
    """Return a key as words: "kirim-esakip" → "Kirim e-SAKIP"."""
    words = [_WRITTEN.get(word, word) for word in key.replace("_", "-").split("-") if word]
    text = " ".join(words) or key
    return text if text.startswith("e-") else text[:1].upper() + text[1:]


class FormNames:
    """The forms that a draft may name, by how each is called."""

    def __init__(self, titles: Mapping[str, str] | None = None) -> None:
        """`titles`: key → the title that an office gave the form, or ""."""
        plain = {key: title or read_key(key) for key, title in (titles or {}).items()}
        counts = Counter(name.casefold() for name in plain.values())
        #: key → name; with the key where two are called alike
        self.names = {
            key: name if counts[name.casefold()] == 1 else f"{name} ({key})"
            for key, name in plain.items()
        }
        self._keys = {name.casefold(): key for key, name in self.names.items()}

    def of(self, key: str) -> str:
        """Return how a form is called, also one that nobody has."""
        return self.names.get(key) or read_key(key)

    def shown(self, key: str) -> str:
        """Return what a control shows for a form, so that `key` gives the same again."""
        return self.names.get(key, key)

    def key(self, text: str) -> str:
        """Return the key of the form that is called so; the text itself where none is."""
        wanted = " ".join(text.split())
        return wanted if wanted in self.names else self._keys.get(wanted.casefold(), wanted)

    def listed(self) -> list[tuple[str, str]]:
        """Return keys and names, in the order of the names."""
        return named_forms(self.names, self)


def named_forms(keys: Iterable[str], names: FormNames | None = None) -> list[tuple[str, str]]:
    """Return keys with their names, in the order of the names."""
    known = names or FormNames()
    return sorted(((key, known.of(key)) for key in keys), key=lambda each: each[1].casefold())
