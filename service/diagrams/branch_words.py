"""Where a sentence says that a row goes on: "jika tidak, kembali ke langkah 5"."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SENTENCE = re.compile(
    r"(?:(?:jika|apabila|bila|kalau)\s+(?P<condition>[^.;,\n]{1,80}?)\s*,?\s*(?:maka\s+)?)?"
    r"(?:\b(?P<verb>kembali|dikembalikan|kembalikan|mengulangi?|diulangi?|ulangi|lanjut|lanjutkan"
    r"|dilanjutkan|diteruskan|teruskan|langsung|menuju|pindah)\s+(?:lagi\s+)?(?:ke\s+|dari\s+)?"
    # After a condition no verb is needed: "jika tidak ke langkah 3".
    r"|(?(condition)\bke\s+(?=langkah|baris|kegiatan|nomor|tahap)|(?!)))"
    r"(?:(?P<noun>langkah|baris|kegiatan|nomor|huruf|no\.?|nomer|tahap(?:an)?)\s*"
    r"(?:(?:no\.?|nomor|ke-?)\s*)?\(?"
    r"(?P<named>(?<=[\s.(-])(?:\d{1,3}(?:\.\d{1,2})*[a-z]?|[a-z])|selesai|berikutnya"
    r"|sebelumnya)(?!\w)"
    # A number alone may count something: "dilanjutkan 2 hari kemudian".
    r"|(?P<bare>\d{1,3}(?:\.\d{1,2})*[a-z]?)(?!\w)"
    r"(?!\s+(?!(?:untuk|guna|agar|jika|apabila|bila|kalau|dan|atau|lagi|maka)\b)[a-z])"
    r"|(?P<word>selesai|berikutnya)(?!\w))",
    re.IGNORECASE,
)
_BACK = ("kembali", "dikembalikan", "mengulang", "diulang", "ulangi")

#: That it is over then, which needs a condition: "jika ditolak, proses selesai".
_OVER = re.compile(
    r"(?:jika|apabila|bila|kalau)\s+(?P<condition>[^.;,\n]{1,80}?)(?:\s*,\s*(?:maka\s+)?|\s+maka\s+)"
    r"(?:(?:proses|permohonan|kegiatan|pekerjaan)\s+)?(?:selesai|berakhir|dihentikan)(?=\s*(?:$|[.;,\n)]))",
    re.IGNORECASE,
)

#: An arrow says it too: "tidak sesuai → 22", with a word for when. What goes on behind the number
#: counts something: "dari 1 hari → 2 hari".
_ARROW = re.compile(
    r"(?:\b(?:jika|apabila|bila|kalau)\s{1,3})?(?P<condition>[^\W\d][^.;,:\n]{0,60}?[^\W\d])"
    r"\s{0,3}(?:→|⇒|-{1,3}>|={1,3}>)\s{0,3}"
    r"(?:ke\s{1,3})?(?:(?P<noun>langkah|baris|kegiatan|nomor|no\.?|tahap(?:an)?)\s{0,3})?"
    r"(?:(?P<named>\d{1,3}(?:\.\d{1,2})*[a-z]?)|(?P<word>selesai))(?=\s{0,3}(?:$|[.;,\n)]))",
    re.IGNORECASE,
)


#: What tells of a way without saying where it leads: "dikembalikan kepada Kasubbag".
_WAY = re.compile(
    r"\b(?:di)?kembali(?:kan)?\s+(?:lagi\s+)?(?:ke|kepada|pada)\b|\b(?:(?:meng|di)ulangi?|ulangi)\b"
    r"|\b(?:jika|apabila|bila|kalau)\b.*\b(?:ke\s+(?:langkah|tahap)|ulangi|selesai|berakhir)\b"
    r"|\b(?:jika|apabila|bila|kalau)\b.*\b(?:di)?(?:kembali|lanjut|terus)(?:kan)?\b",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Said:
    """One way on, as a sentence says it."""

    text: str
    #: "tidak", "lengkap"; "" when the sentence gives none
    condition: str
    #: number of the row; "end", "next", "previous"
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
    return tuple(_said(found) for found in _found(text))


def _found(text: str) -> list[re.Match[str]]:
    """Return what names a way, in order; of two that overlap, the first."""
    found: list[re.Match[str]] = []
    all_of_them = (one for how in (_SENTENCE, _OVER, _ARROW) for one in how.finditer(text))
    for one in sorted(all_of_them, key=lambda it: it.start()):
        if not found or one.start() >= found[-1].end():
            found.append(one)
    return found


def before_branches(text: str) -> str:
    """Return a text without the ways that it ends with; the whole where it says more behind them.

    "Memeriksa konsep; jika tidak, kembali ke langkah 4" → "Memeriksa konsep"
    """
    found = _found(text)
    ends = [0, *(one.end() for one in found)]
    starts = [*(one.start() for one in found), len(text)]
    between = [text[end:start] for end, start in zip(ends, starts, strict=True)]
    if not found or "".join(between[1:]).strip(" .,;)\n"):
        return text
    return text[: found[0].start()].rstrip(" .,;\n(") or text


def names_a_way(text: str) -> bool:
    """Say whether a text tells that work goes elsewhere, also where it names no row."""
    return any(how.search(text) for how in (_WAY, _ARROW))


def _said(found: re.Match[str]) -> Said:
    condition = " ".join((found["condition"] or "").split())
    if found.re is _OVER:
        return Said(" ".join(found[0].split()), condition, "end", back=False)
    groups = found.groupdict()
    held = next(name for name in ("named", "bare", "word") if groups.get(name))
    to = found[held].lower()
    end = {"selesai": "end", "berikutnya": "next", "sebelumnya": "previous"}.get(to)
    return Said(
        text=" ".join(found[0].split()),
        condition=condition,
        to=end or found[held],
        back=(groups.get("verb") or "").lower().startswith(_BACK) or end == "previous",
        place=None if end else found.span(held),
        by_place=(found["noun"] or "").lower() == "baris",
    )
