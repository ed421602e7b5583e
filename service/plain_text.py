"""Which characters a text may have, in a form and beside it."""

from __future__ import annotations

import re

#: Control characters other than tab and line feed, marks that turn the reading direction (they
#: can make a text look like another one), and halves of surrogate pairs (no valid UTF-8).
_REFUSED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def is_plain(text: str) -> bool:
    """Return whether `text` has nothing but visible characters, blanks, tabs and line feeds."""
    return _REFUSED.search(text) is None


def made_plain(text: str) -> str:
    """Return the text without the characters that it may not have."""
    return _REFUSED.sub("", text)


def is_plain_line(text: str) -> bool:
    """Return whether `text` is plain and has one line."""
    return is_plain(text) and "\n" not in text and "\t" not in text
