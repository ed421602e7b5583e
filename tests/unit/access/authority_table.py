"""Make the table of service/docs/authority.md by asking the rules.

`python -m tests.unit.access.authority_table` prints it anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.access import rules
from service.access.candidates import candidate_of
from tests.unit.access.personas import (
    AUTHOR,
    DINAS,
    PERSONAS,
    PLACE,
    PROCESS,
    SOP,
    FakeProcess,
    FakeTask,
    uid,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.access.model import Caller


def key(role: str, **more: object) -> str:
    return candidate_of(
        role,
        office_id=DINAS,
        owning_unit_id=uid(f"tim {DINAS}"),
        instance_id=PROCESS,
        **more,  # type: ignore[arg-type]
    )


KEYS = {
    "Kepala Dinas": key("kepala_dinas"),
    "Sekretaris": key("sekretaris"),
    "Ketua Tim": key("ketua_tim"),
    "Anggota Tim": key("anggota_tim"),
    "the own Bidang": key("bidang", unit_id=uid(f"bidang {DINAS}")),
}

PROCESS_WITH_AGENCY = FakeProcess(
    candidates=frozenset({*KEYS.values(), key("instansi", agency="bkad")})
)


def _does(candidate: str, kind: str = "user") -> Callable[[Caller], bool]:
    return lambda caller: rules.may_do_task(caller, FakeTask(candidate, kind))


ACTS: dict[str, Callable[[Caller], bool]] = {
    "see a process and its contents": lambda who: rules.may_see_process(who, PROCESS_WITH_AGENCY),
    "see history, replay and verification as auditor (logged)": lambda who: rules.may_audit(
        who, PROCESS_WITH_AGENCY
    ),
    "start a process": lambda who: rules.may_start(who, PLACE),
    **{f"do a task of the lane {lane}": _does(candidate) for lane, candidate in KEYS.items()},
    "complete what BKAD supplies, or record its arrival": _does(
        key("instansi", agency="bkad"), "receive"
    ),
    "record the arrival from an agency without account": _does(
        key("instansi", agency="kemenpanrb"), "receive"
    ),
    "see a SOP that is not in force": lambda who: rules.may_see_sop(who, PLACE, SOP, public=False),
    "see a SOP in force": lambda who: rules.may_see_sop(who, PLACE, SOP, public=True),
    "adopt a SOP, upload a version, draw or type drafts of SOPs, see and compare them, "
    "edit forms, walk through a SOP and keep the walk": lambda who: rules.may_author(who, PLACE),
    "publish as uji coba, remove or replace a kept walk": lambda who: rules.may_publish_trial(
        who, PLACE
    ),
    "confirm what a document leaves open": lambda who: rules.may_confirm(who, PLACE),
    "make effective (not the author)": lambda who: rules.may_make_effective(who, PLACE, {AUTHOR}),
    "record a ratification on paper (not the author)": lambda who: rules.may_record_ratification(
        who, PLACE, {AUTHOR}
    ),
    "withdraw a version": lambda who: rules.may_withdraw(who, PLACE),
    "record the evaluation of a SOP": lambda who: rules.may_evaluate(who, PLACE),
    "see offices, jabatan and holders": rules.may_see_structure,
    "change structure and people": rules.may_manage_structure,
    "change the working calendar of the office": lambda who: rules.may_keep_calendar(who, DINAS),
    "change the working calendar of the pemda": lambda who: rules.may_keep_calendar(who, None),
    "record a penugasan for a jabatan of the office (not one's own)": lambda who: (
        rules.may_record_mandates(who, PLACE)
    ),
    "record a surat tugas (not one's own)": lambda who: rules.may_grant_audit(who, AUTHOR),
}


def table() -> str:
    """Return the table as Markdown: acts in rows, people in columns, ✓ where the rule says yes."""
    head = "| act | " + " | ".join(PERSONAS) + " |"
    line = "|---|" + ":-:|" * len(PERSONAS)
    rows = (
        f"| {name} | " + " | ".join("✓" if may(who) else "·" for who in PERSONAS.values()) + " |"
        for name, may in ACTS.items()
    )
    return "\n".join((head, line, *rows))


if __name__ == "__main__":
    print(table())  # noqa: T201
