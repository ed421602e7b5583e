"""Where a sentence says that a row goes on: "jika tidak, kembali ke langkah 5"."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SENTENCE = re.compile(
    r"(?:(?:jika|apabila|bila|kalau)\s+(?P<condition>[^.;,\n]{1,80}?)\s*,?\s*(?:maka\s+)?)?"
    r"\b(?P<verb>kembali|dikembalikan|kembalikan|mengulang|diulang|lanjut|lanjutkan|dilanjutkan"
    r"|diteruskan|langsung|menuju)\s+"
    r"(?:lagi\s+)?(?:ke\s+|dari\s+)?"
    r"(?:(?P<noun>langkah|baris|kegiatan|nomor|huruf|no\.?|nomer)\s*"
    r"(?P<named>(?<=[\s.])(?:\d{1,3}(?:\.\d{1,2})*[a-z]?|[a-z])|selesai|berikutnya)(?!\w)"
    # A number alone may count something: "dilanjutkan 2 hari kemudian".
    r"|(?P<bare>\d{1,3}(?:\.\d{1,2})*[a-z]?)(?!\w)"
    r"(?!\s+(?!(?:untuk|guna|agar|jika|apabila|bila|kalau|dan|atau|lagi|maka)\b)[a-z])"
    r"|(?P<word>selesai|berikutnya)(?!\w))",
    re.IGNORECASE,
)
_BACK = ("kembali", "dikembalikan", "mengulang", "diulang")


#: What tells of a way without saying where it leads: "dikembalikan kepada Kasubbag".
_WAY = re.compile(
    r"\b(?:di)?kembali(?:kan)?\s+(?:lagi\s+)?(?:ke|kepada|pada)\b|\b(?:mengulang|diulang)\b"
    r"|\b(?:jika|apabila|bila|kalau)\b.*\b(?:di)?(?:kembali|lanjut|terus)(?:kan)?\b",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Said:
    """One way on, as a sentence says it."""

    text: str
    #: "tidak", "lengkap"; "" when the sentence gives none
    condition: str
    #: number of the row; "end", "next"
    to: str
    back: bool
    #: where in the text the number stands; None: no number does
    place: tuple[int, int] | None = None
    #: it is called a *baris*, which may be a place instead of a number
    by_place: bool = False

    @property
    def words(self) -> str:
        """What stands on the flow."""
        return self.condition[:1].upper() + self.condition[1:] or "Teruskan"


def read_branches(text: str) -> tuple[Said, ...]:
    """Return the ways that a text names, in its order; () when it names none."""
    return tuple(_said(found) for found in _SENTENCE.finditer(text))


def before_branches(text: str) -> str:
    """Return a text without the ways that it ends with; the whole where it says more behind them.

    "Memeriksa konsep; jika tidak, kembali ke langkah 4" → "Memeriksa konsep"
    """
    found = list(_SENTENCE.finditer(text))
    if not found or _SENTENCE.sub("", text[found[0].start() :]).strip(" .,;)\n"):
        return text
    return text[: found[0].start()].rstrip(" .,;\n(") or text


def names_a_way(text: str) -> bool:
    """Say whether a text tells that work goes elsewhere, also where it names no row."""
    return _WAY.search(text) is not None


def _said(found: re.Match[str]) -> Said:
    held = next(name for name in ("named", "bare", "word") if found[name])
    to = found[held].lower()
    end = {"selesai": "end", "berikutnya": "next"}.get(to)
    return Said(
        text=" ".join(found[0].split()),
        condition=" ".join((found["condition"] or "").split()),
        to=end or found[held],
        back=found["verb"].lower().startswith(_BACK),
        place=None if end else found.span(held),
        by_place=(found["noun"] or "").lower() == "baris",
    )
