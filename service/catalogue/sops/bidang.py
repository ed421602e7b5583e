"""What the Bidang hand in where a document asks them for it and has no row for that."""

from __future__ import annotations

from service.catalogue.flow import Output, PerUnit, Proposed


def hand_in(
    name: str,
    *,
    part_of: str,
    reason: str,
    asked_by: str,
    output: str = "Bahan dari Bidang",
    starts_from: str | None = None,
    time_iso: str | None = None,
) -> Proposed:
    """Return the task of the Bidang, `p_bidang`, that stands before the step it is part of.

    That step collects; `asked_by` is the id of the one that asks the Bidang. What they hand in is
    the document `bahan-bidang`.
    """
    return Proposed(
        "p_bidang",
        name,
        role="bidang",
        part_of=part_of,
        reason=reason,
        form="kalbar-bahan-bidang",
        starts_from=starts_from,
        outputs=(Output("newVersion", output, "bahan-bidang"),),
        time_iso=time_iso,
        per_unit=PerUnit(asked_by, f"step_{part_of}"),
    )
