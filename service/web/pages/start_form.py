"""The few questions that every process begins with (decisions §4.7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from service.web.labels import KINDS
from service.web.typed import PageError, text_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from service.queries.sops import OwningUnit

_LONGEST: Final = 300
_YEARS: Final = range(2000, 2101)


@dataclass(frozen=True, slots=True)
class StartForm:
    """What was typed, as typed, and what is wrong with it."""

    judul: str
    tahun: str
    jenis: str
    dasar: str
    unit: str

    @classmethod
    def blank(cls, year: int) -> StartForm:
        return cls(judul="", tahun=str(year), jenis="murni", dasar="", unit="")

    @classmethod
    def arrived(cls) -> StartForm:
        """Return what the request carries."""
        return cls(
            judul=text_of("judul", most=_LONGEST),
            tahun=text_of("tahun", most=10),
            jenis=text_of("jenis", most=40),
            dasar=text_of("dasar", most=_LONGEST),
            unit=text_of("unit", most=40),
        )

    def errors(self) -> dict[str, str]:
        """Return by field what has to be mended."""
        found = {}
        if not self.judul:
            found["judul"] = "Tuliskan judul prosesnya."
        if not self.tahun.isascii() or not self.tahun.isdigit() or int(self.tahun) not in _YEARS:
            found["tahun"] = "Tuliskan tahun dengan empat angka, misalnya 2027."
        if self.jenis not in dict(KINDS):
            found["jenis"] = "Pilih salah satu jenis."
        if not self.dasar:
            found["dasar"] = "Tuliskan nomor dan tanggal surat, atau disposisinya."
        return found

    def unit_id(self, units: Sequence[OwningUnit]) -> UUID | None:
        """Return the chosen unit, the first one when none was asked for; None: there is none."""
        chosen = (unit.unit_id for unit in units if str(unit.unit_id) == self.unit)
        return next(chosen, units[0].unit_id if units else None)


def page_errors(found: dict[str, str]) -> list[PageError]:
    """Return the errors as the summary lists them."""
    return [PageError(text, name) for name, text in found.items()]
