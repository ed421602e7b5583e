"""Titles of lanes and columns as SOPs write them, and the roles that they mean."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Title → the role that it proposes for a lane (decisions §3.1). A title binds nothing by itself,
#: and one that several roles may have stands here not at all.
#: `service/docs/bpmn-extensions.md` shows the table.
ROLE_OF_TITLE: Final[Mapping[str, str]] = {
    "kepala dinas": "kepala_dinas",
    "kadis": "kepala_dinas",
    "kepala badan": "kepala_dinas",
    "kepala kantor": "kepala_dinas",
    "sekretaris": "sekretaris",
    "sekretaris dinas": "sekretaris",
    "sekdis": "sekretaris",
    "ketua tim": "ketua_tim",
    "ketua tim kerja": "ketua_tim",
    "kasubbag": "ketua_tim",
    "kasubag": "ketua_tim",
    "anggota tim": "anggota_tim",
    "anggota tim kerja": "anggota_tim",
    "staf": "anggota_tim",
    "pelaksana": "anggota_tim",
    "bidang": "bidang",
    "kepala bidang": "bidang",
    "kabid": "bidang",
    "instansi terkait": "instansi",
    "bappeda": "instansi",
    "bkad": "instansi",
    "bappeda bkad": "instansi",
    "tapd": "instansi",
}

#: Words in the title of a pasted column → role, the first that fits; who pasted looks at the table
#: before it is written, so words in a longer title are enough here.
_WORDS: Final = (
    (r"\bsekretaris\b|\bsekdis\b", "sekretaris"),
    (r"\bketua tim\b|\bkasubb?ag\b|sub ?bagian|\bsubkoordinator\b", "ketua_tim"),
    (r"\bbidang\b|\bkabid\b", "bidang"),
    (r"bappeda|bapperida|\bbp?kad\b|\bbiro\b|\btapd\b|inspektorat|\binstansi\b", "instansi"),
    (r"\banggota\b|\bstaf+\b|\bpelaksana\b", "anggota_tim"),
    (r"\bkepala (dinas|badan|perangkat)\b|\bkadis\b|\bkaban\b", "kepala_dinas"),
)


def role_of_title(title: str) -> str | None:
    """Return the role that the whole of a title proposes; None: nobody can say."""
    return ROLE_OF_TITLE.get(" ".join(re.findall(r"[a-z]+", title.lower())))


def role_in_title(title: str) -> str | None:
    """Return the role that a title, or words in it, mean; None: who pasted it has to say."""
    plain = " ".join(re.sub(r"[^a-z0-9]+", " ", title.lower()).split())
    words = (role for pattern, role in _WORDS if re.search(pattern, plain))
    return role_of_title(title) or next(words, None)
