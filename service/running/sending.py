"""What proves that papers went out to an outside agency, so that the office's clock stops.

Where a form of the SOP marks the file that is the proof (`properties.bukti`), that file is the
proof and no other. A SOP whose forms mark none was published before there was the mark: there any
file of the act that let the process wait counts, as it did then (decisions §5.3).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from service.running.definitions import PinnedDefinition


def proves_sending(
    definition: PinnedDefinition,
    path: str,
    *,
    documents: Collection[str],
    attached: Collection[str],
) -> bool:
    """Say whether the act at `path` brought a proof that the papers went out.

    `documents`: those of which it made a version; `attached`: the fields of its other files.
    """
    if not _is_marked(definition):
        return bool(documents or attached)
    key = definition.engine.node(path).extension.form
    form = None if key is None else definition.forms.get(key)
    proofs = () if form is None else tuple(it for it in form.form.fields if it.proves_sending)
    return any(it.document in documents or it.key in attached for it in proofs)


def _is_marked(definition: PinnedDefinition) -> bool:
    return any(
        field.proves_sending
        for pinned in definition.forms.values()
        for field in pinned.form.fields
    )
