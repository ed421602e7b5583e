"""What events of a SOP leave in the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from service.store.retelling import tell
from service.store.tables import (
    ratification_scan,
    sop,
    sop_pin,
    sop_version,
    sop_version_drawer,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.store.retelling import Happened, Retold, Teller


def tell_sop(told: Retold, it: Happened) -> None:
    """Tell what an event of a SOP leaves behind."""
    tell(_TELLERS, told, it)


def _add_sop(told: Retold, it: Happened) -> None:
    told.add(
        sop,
        it,
        id=it.said["sop_id"],
        made_at=it.at,
        **it.of("office_id", "key", "title", "source"),
    )


def _describe_sop(told: Retold, it: Happened) -> None:
    told.change(sop, (it.said["sop_id"],), it, **it.of("title", "number"))


def _add_version(told: Retold, it: Happened) -> None:
    told.add(
        sop_version,
        it,
        id=it.said["version_id"],
        sop_id=it.row["stream_id"],
        status="draft",
        author_id=it.row["actor_id"],
        made_at=it.at,
        **it.of("number", "xml_sha256", "process_id"),
    )
    for person_id in dict.fromkeys(one["person_id"] for one in it.said.get("drawn_by", ())):
        told.add(sop_version_drawer, it, version_id=it.said["version_id"], person_id=person_id)
    for pin in it.said["pins"]:
        told.add(
            sop_pin,
            it,
            version_id=it.said["version_id"],
            kind=pin["pin_kind"],
            key=pin["key"],
            sha256=pin["sha256"],
        )
    if "catalogue_sha256" in it.said:
        told.change(sop, (it.row["stream_id"],), it, source_sha256=it.said["catalogue_sha256"])


def _check(told: Retold, it: Happened) -> None:
    told.change(sop_version, (it.said["version_id"],), it, status="checked")


def _publish(told: Retold, it: Happened) -> None:
    told.change(sop_version, (it.said["version_id"],), it, status="trial")


def _put_in_force(told: Retold, it: Happened) -> None:
    if "replaced_id" in it.said:
        replaced = (it.said["replaced_id"],)
        told.change(sop_version, replaced, it, effective_to=it.said["replaced_to"])
    version = (it.said["version_id"],)
    told.change(sop_version, version, it, status="effective", **it.of("effective_from"))
    if "scan_sha256" in it.said:
        told.add(
            ratification_scan,
            it,
            version_id=it.said["version_id"],
            sha256=it.said["scan_sha256"],
        )


def _withdraw(told: Retold, it: Happened) -> None:
    if "kept_id" in it.said:
        told.change(sop_version, (it.said["kept_id"],), it, effective_to=it.said.get("kept_to"))
    version = (it.said["version_id"],)
    told.change(sop_version, version, it, status="withdrawn", **it.of("effective_to"))


_TELLERS: Final[Mapping[str, Teller]] = {
    "SopAdopted": _add_sop,
    "SopAdded": _add_sop,
    "SopDescribed": _describe_sop,
    "SopVersionAdded": _add_version,
    "SopVersionChecked": _check,
    "SopVersionPublishedAsTrial": _publish,
    "SopVersionMadeEffective": _put_in_force,
    "SopVersionWithdrawn": _withdraw,
}
