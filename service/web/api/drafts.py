"""One draft for page and program: what either kept, the other shows.

A draft is kept as the page posts it, a list of texts under each name.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from service.forms.posted import TICKED, name_of
from service.web.explaining import EntriesRefused
from service.web.pages.task_form import KEPT, TaskForm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.forms import Form
    from service.queries.tasks import KeptDraft

#: Names under which the page posts what stands beside the form.
_OUTCOME: Final = "putusan"
_REASON: Final = "alasan"
_TICKS: Final = "lengkap"
_WITHOUT: Final = "tanpa"


def kept_of(given: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return what `save_draft` keeps. Raises EntriesRefused for an answer of no known kind."""
    kept = {name_of(key): _texts(key, answer) for key, answer in given["values"].items()}
    kept |= {
        f"{KEPT}{key}": [f"{file['sha256']}/{file['name']}" for file in files]
        for key, files in given["files"].items()
    }
    beside = ((_OUTCOME, "outcome"), (_REASON, "reason"), (_WITHOUT, "without"))
    kept |= {name: [given[member]] for name, member in beside if given[member]}
    kept[_TICKS] = list(given["ticks"])
    return {name: texts for name, texts in kept.items() if any(texts)}


def told_of(form: Form | None, draft: KeptDraft | None) -> dict[str, Any] | None:
    """Return a draft as `DraftShape` tells it; None: there is none."""
    if draft is None:
        return None
    found = TaskForm.drafted(form, draft)
    return {
        "values": found.typed,
        "outcome": found.text(_OUTCOME) or None,
        "reason": found.text(_REASON) or None,
        "ticks": sorted(found.ticks),
        "without": found.text(_WITHOUT) or None,
        "files": {
            key: [{"sha256": file.sha256, "name": file.name} for file in files]
            for key, files in found.files.items()
        },
        "saved_at": draft.saved_at,
    }


def _texts(key: str, answer: object) -> list[str]:
    match answer:
        case None | False:
            return []
        case True:
            return [TICKED]
        case str():
            return [answer]
        case int() | Decimal():
            # As a person types it: with the decimal comma.
            return [format(Decimal(answer), "f").replace(".", ",")]
        case list() if all(isinstance(one, str) for one in answer):
            return answer
        case _:
            raise EntriesRefused({f"/values/{key}": ("api.not-text", {})})
