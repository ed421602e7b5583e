"""Who does a pasted row: the titles in its cells, and the role that they mean.

What the text says is kept as the column of the document, whichever role it means: a title of an
office is no role, and who reads the SOP looks for the words that were written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from service.diagrams.role_titles import role_in_title, role_of_title
from service.diagrams.table.model import SIX_LANES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.diagrams.table.model import Kind

_KINDS: Final[Mapping[str | None, Kind]] = {"bidang": "per_unit", "instansi": "agency"}
#: What stands between two titles in one cell.
_BETWEEN: Final = re.compile(r"\s*(?:[/;,&+\n]|\bdan\b|\batau\b)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Performer:
    """Who does a row, as far as the text says it."""

    #: as written, on one line
    title: str = ""
    role: str | None = None
    #: the role is only what words in the title mean: somebody has to confirm it
    assumed: bool = False
    #: titles of several roles, of which one has to be chosen
    several: tuple[str, ...] = ()

    @property
    def kind(self) -> Kind:
        return _KINDS.get(self.role, "work")

    @property
    def lane(self) -> str | None:
        return next((each.key for each in SIX_LANES if each.role == self.role), None)

    @property
    def lane_name(self) -> str:
        return next((each.name for each in SIX_LANES if each.role == self.role), "")

    @property
    def agency(self) -> str:
        return self.title if self.role == "instansi" else ""

    @property
    def column(self) -> str:
        """The title of the document's own column: what neither lane nor agency says already."""
        names = {each.name.casefold() for each in SIX_LANES if each.role == self.role}
        return "" if self.agency or self.title.casefold() in names else self.title

    @property
    def reason(self) -> str:
        """From what the role was inferred, as the diagram keeps it."""
        return f"Peran diduga dari kata dalam judul “{self.title}”" if self.assumed else ""


def performer_of(titles: Sequence[str], chosen: Mapping[str, str]) -> Performer:
    """Return who is meant by the titles of one row; `chosen`: title → role, by a person."""
    title = ", ".join(" ".join(each.split()) for each in titles)
    if title in chosen:
        return Performer(title, chosen[title])
    if len(titles) != 1:
        return Performer(title, several=tuple(titles))
    exact = role_of_title(title)
    if exact is not None:
        return Performer(title, exact)
    parts = [" ".join(part.split()) for part in _BETWEEN.split(titles[0]) if part.strip()]
    roles = {role for part in parts if (role := chosen.get(part) or role_in_title(part))}
    if len(roles) > 1:
        return Performer(title, several=tuple(parts))
    role = role_in_title(title)
    return Performer(title, role, assumed=role is not None)
