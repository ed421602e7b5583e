"""What proves that papers went out to an outside agency, so that the office's clock stops.

Where a form of the SOP marks the file that is the proof (`properties.bukti`), that file is the
proof and no other. A SOP whose forms mark none was published before there was the mark: there any
file of the act that let the process wait counts, as it did then (decisions §5.3).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.running.outlines import documents_asked

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
    extension = definition.engine.node(path).extension
    pinned = None if extension.form is None else definition.forms.get(extension.form)
    if pinned is None:
        return False
    becomes = documents_asked(pinned.form, extension)
    return any(
        it.key in attached or becomes.get(it.key) in documents
        for it in pinned.form.fields
        if it.proves_sending
    )


def _is_marked(definition: PinnedDefinition) -> bool:
    return any(
        field.proves_sending
        for pinned in definition.forms.values()
        for field in pinned.form.fields
    )
