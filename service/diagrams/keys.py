"""Keys made of titles: ids of processes, documents and forms."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

_LONGEST: Final = 60


def key_of(title: str) -> str:
    """Return a title as the id of a BPMN process: "Penyusunan Renja" → "penyusunan-renja"."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    key = "-".join(re.findall(r"[a-z0-9]+", plain))[:_LONGEST].strip("-")
    # An id of XML begins with a letter.
    return key if key[:1].isalpha() else f"sop-{key}".rstrip("-")


def free_key(wanted: str, taken: Collection[str], joint: str = "-") -> str:
    """Return a key, with a number behind it where that is taken: "lakip-2"."""
    key, number = wanted, 1
    while key in taken:
        number += 1
        key = f"{wanted}{joint}{number}"
    return key
