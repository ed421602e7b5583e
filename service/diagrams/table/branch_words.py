"""Where a sentence says that a row goes on: "jika tidak, kembali ke langkah 5"."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SENTENCE = re.compile(
    r"(?:(?:jika|apabila|bila|kalau)\s+(?P<condition>[^.;,\n]{1,80}?)\s*,?\s*(?:maka\s+)?)?"
    r"\b(?P<verb>kembali|dikembalikan|kembalikan|mengulang|diulang|lanjut|lanjutkan|dilanjutkan"
    r"|diteruskan|langsung|menuju)\s+"
    r"(?:lagi\s+)?(?:ke\s+|dari\s+)?"
    r"(?:(?:langkah|baris|kegiatan|nomor|no\.?|nomer)\s+)?"
    r"(?P<to>\d{1,3}(?:\.\d{1,2})*[a-z]?|selesai|berikutnya)(?![\w])",
    re.IGNORECASE,
)
_BACK = ("kembali", "dikembalikan", "mengulang", "diulang")


@dataclass(frozen=True, slots=True)
class Said:
    """One way on, as a sentence says it."""

    text: str
    #: "tidak", "lengkap"; "" when the sentence gives none
    condition: str
    #: number of the row; "end", "next"
    to: str
    back: bool

    @property
    def words(self) -> str:
        """What stands on the flow."""
        return self.condition[:1].upper() + self.condition[1:] or "Teruskan"


def read_branches(text: str) -> tuple[Said, ...]:
    """Return the ways that a text names, in its order; () when it names none."""
    return tuple(
        Said(
            text=" ".join(found[0].split()),
            condition=" ".join((found["condition"] or "").split()),
            to={"selesai": "end", "berikutnya": "next"}.get(found["to"].lower(), found["to"]),
            back=found["verb"].lower().startswith(_BACK),
        )
        for found in _SENTENCE.finditer(text)
    )
