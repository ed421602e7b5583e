"""The few questions that every process begins with (decisions §4.7)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from service.access.import_plan import read_date
from service.plain_text import is_plain
from service.running.adjusted import can_be_given
from service.running.by_itself import proposed_year
from service.sentences import sentence
from service.web.typed import PageError, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from service.queries.starting import AdjustedStep, OwningUnit

_LONGEST: Final = 300

_UNSEEN: Final = "structure.bad-characters"

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
    #: id of what it begins with, where there are several
    cara: str = ""
    #: element id → what was typed as the day until when that step is to be done
    tenggat: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def blank(cls, today: date, kinds: Sequence[str]) -> StartForm:
        year = proposed_year(today, kinds)
        return cls(judul="", tahun=str(year), jenis=kinds[0] if kinds else "", dasar="", unit="")

    @classmethod
    def arrived(
        cls, kinds: Sequence[str], adjusted: Sequence[AdjustedStep] = (), *, ways: bool = False
    ) -> StartForm:
        """Return what the request carries; a SOP without kinds is asked for none."""
        return cls(
            judul=text_of("judul"),
            tahun=text_of("tahun"),
            jenis=text_of("jenis") if kinds else "",
            dasar=text_of("dasar"),
            unit=text_of("unit"),
            cara=text_of("cara") if ways else "",
            tenggat={step.element_id: text_of(control(step.element_id)) for step in adjusted},
        )

    def days(self) -> dict[str, date]:
        """Return by element id the days that were typed and can be read."""
        read = {element_id: read_date(typed) for element_id, typed in self.tenggat.items()}
        return {element_id: day for element_id, day in read.items() if day is not None}

    def errors(self, today: date, kinds: Sequence[str]) -> dict[str, str]:
        """Return by field what has to be mended."""
        found = {}
        if not self.judul:
            found["judul"] = "Tuliskan judul prosesnya."
        if self.tahun not in _YEARS:
            found["tahun"] = "Tuliskan tahun dengan empat angka, misalnya 2027."
        if kinds and self.jenis not in kinds:
            found["jenis"] = "Pilih salah satu jenis."
        if not self.dasar:
            found["dasar"] = "Tuliskan nomor dan tanggal surat, atau disposisinya."
        found |= dict.fromkeys(self._too_long(), _too_long_said())
        found |= dict.fromkeys(self._unseen(), sentence(_UNSEEN))
        return found | self._bad_days(today)

    def _bad_days(self, today: date) -> dict[str, str]:
        days, found = self.days(), {}
        for element_id, typed in self.tenggat.items():
            if typed and element_id not in days:
                found[control(element_id)] = sentence("structure.bad-date", value=typed[:40])
            elif element_id in days and not can_be_given(days[element_id], today):
                found[control(element_id)] = (
                    "Pilih hari ini atau sesudahnya, paling jauh 10 tahun."
                )
        return found

    def _too_long(self) -> list[str]:
        return [name for name in _TEXTS if len(getattr(self, name)) > _LONGEST]

    def _unseen(self) -> list[str]:
        return [name for name in _TEXTS if not is_plain(getattr(self, name))]

    def unit_id(self, units: Sequence[OwningUnit]) -> UUID | None:
        """Return the chosen unit, the first one when none was asked for; None: no such unit."""
        if not self.unit:
            return units[0].unit_id if units else None
        return next((unit.unit_id for unit in units if str(unit.unit_id) == self.unit), None)


def control(element_id: str) -> str:
    """Return the name of the field that asks until when a step is to be done."""
    return f"tenggat-{element_id}"


def page_errors(found: dict[str, str]) -> list[PageError]:
    """Return the errors as the summary lists them, each saying which field it is about."""
    return [PageError(_named(name, text), name) for name, text in found.items()]


def _named(name: str, text: str) -> str:
    # The other errors name their field themselves.
    vague = text in {_too_long_said(), sentence(_UNSEEN)}
    return f"{_TEXTS[name]}: {text}" if vague else text


def _too_long_said() -> str:
    return sentence("web.text-too-long", limit=_LONGEST)
