"""The few questions that every process begins with (decisions §4.7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from service.sentences import sentence
from service.web.labels import KINDS
from service.web.typed import PageError, text_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from service.queries.sops import OwningUnit

_LONGEST: Final = 300

#: Text fields, by what stands above them.
_TEXTS: Final = {"judul": "Judul", "dasar": "Dasar"}
_YEARS: Final = frozenset(map(str, range(2000, 2101)))


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
            judul=text_of("judul"),
            tahun=text_of("tahun"),
            jenis=text_of("jenis"),
            dasar=text_of("dasar"),
            unit=text_of("unit"),
        )

    def errors(self) -> dict[str, str]:
        """Return by field what has to be mended."""
        found = {}
        if not self.judul:
            found["judul"] = "Tuliskan judul prosesnya."
        if self.tahun not in _YEARS:
            found["tahun"] = "Tuliskan tahun dengan empat angka, misalnya 2027."
        if self.jenis not in dict(KINDS):
            found["jenis"] = "Pilih salah satu jenis."
        if not self.dasar:
            found["dasar"] = "Tuliskan nomor dan tanggal surat, atau disposisinya."
        found |= dict.fromkeys(self._too_long(), _too_long_said())
        return found

    def _too_long(self) -> list[str]:
        return [name for name in _TEXTS if len(getattr(self, name)) > _LONGEST]

    def unit_id(self, units: Sequence[OwningUnit]) -> UUID | None:
        """Return the chosen unit, the first one when none was asked for; None: no such unit."""
        if not self.unit:
            return units[0].unit_id if units else None
        return next((unit.unit_id for unit in units if str(unit.unit_id) == self.unit), None)


def page_errors(found: dict[str, str]) -> list[PageError]:
    """Return the errors as the summary lists them, each saying which field it is about."""
    return [PageError(_named(name, text), name) for name, text in found.items()]


def _named(name: str, text: str) -> str:
    # The other errors name their field themselves.
    return f"{_TEXTS[name]}: {text}" if text == _too_long_said() else text


def _too_long_said() -> str:
    return sentence("web.text-too-long", limit=_LONGEST)
