"""Candidate keys: the strings by which an open task finds the people who may do it.

A task has exactly one key, a caller has a set; the inbox is the tasks whose key is in the set.

    office:<office>:<role>     kepala_dinas and sekretaris of an office
    unit:<unit>:<role>         bidang; ketua_tim and anggota_tim before the case has a team
    team:<process>:<role>      ketua_tim and anggota_tim once SK Tim named them
    agency:<key>               people of the outside office that answers to the key
    job:<key>                  a system that acts for whom <key> names; no person's inbox has it
    recorder:<office>          who records for outside agencies what arrived (decisions §3.5)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.access.roles import OFFICE_ROLES, TEAM_ROLES, UNIT_ROLES, agency_key, agency_keys

#: Begins the key of what a system does.
JOB_PREFIX = "job:"

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from service.access.model import Caller, Holder


def is_administrator(caller: Caller) -> bool:
    """Say whether one of the caller's jabatan administers the application."""
    return any(holder.duty == "administrator" for holder in caller.holders)


def is_recorder(holder: Holder) -> bool:
    """Say whether this jabatan records arrivals and acts on paper for its office.

    By default the Sekretaris and the staff of the Sekretariat (decisions §3.6).
    """
    if holder.duty is not None or not holder.leads:
        return False
    return holder.role == "sekretaris" or holder.unit_kind == "sekretariat"


def holder_keys(holder: Holder) -> frozenset[str]:
    """Return the candidate keys that one jabatan answers to, its teams apart."""
    return frozenset(_keys(holder))


def candidate_keys(caller: Caller, sop_id: UUID | None = None) -> frozenset[str]:
    """Return every candidate key that the caller answers to in processes of a SOP.

    Without a SOP: those that the caller answers to in any (`scoped_keys` has the others). A person
    who administers the application has none, whatever else that person holds (decisions §3.10).
    """
    if is_administrator(caller):
        return frozenset()
    keys = {key for holder in caller.holders if holder.covers(sop_id) for key in _keys(holder)}
    if any(holder.duty is None for holder in caller.holders):
        keys |= {team_key(instance_id, role) for instance_id, role in caller.teams}
    return frozenset(keys)


def scoped_keys(caller: Caller) -> tuple[tuple[frozenset[UUID], frozenset[str]], ...]:
    """Return the keys that the caller answers to in certain SOPs only, with those SOPs."""
    if is_administrator(caller):
        return ()
    return tuple(
        (holder.mandate.sop_ids, holder_keys(holder))
        for holder in caller.holders
        if holder.mandate is not None and holder.mandate.sop_ids is not None
    )


def has_tasks(caller: Caller) -> bool:
    """Say whether any task can be the caller's."""
    return bool(candidate_keys(caller) or scoped_keys(caller))


def team_key(instance_id: UUID, role: str) -> str:
    """Return the key of the team members of a process who have `role`."""
    return f"team:{instance_id}:{role}"


def job_key(key: str) -> str:
    """Return the key of a step that a system does for those whom `key` names."""
    return f"{JOB_PREFIX}{key}"


def recorder_key(office_id: UUID) -> str:
    """Return the key of those who record for an office."""
    return f"recorder:{office_id}"


def office_keys(office_id: UUID) -> tuple[str, ...]:
    """Return the keys of tasks for those who lead an office."""
    return tuple(f"office:{office_id}:{role}" for role in sorted(OFFICE_ROLES))


def unit_keys(unit_id: UUID) -> tuple[str, ...]:
    """Return the keys of tasks for those who hold a jabatan in a unit."""
    return tuple(f"unit:{unit_id}:{role}" for role in sorted(UNIT_ROLES))


def candidate_of(
    role: str,
    *,
    office_id: UUID,
    owning_unit_id: UUID,
    instance_id: UUID,
    team_roles: frozenset[str] = frozenset(),
    unit_id: UUID | None = None,
    agency: str | None = None,
) -> str:
    """Return the key of a task in a lane of `role`.

    `team_roles` are the roles for which the case has a team by name, `unit_id` the Bidang of an
    instance of a multi-instance task, `agency` the outside agency that its node names. A lane of
    outside agencies whose node names none has the key "agency:", which nobody answers to.
    """
    if role == "instansi":
        return f"agency:{agency_key(agency or '')}"
    if role in OFFICE_ROLES:
        return f"office:{office_id}:{role}"
    if role in TEAM_ROLES and role in team_roles:
        return team_key(instance_id, role)
    return f"unit:{unit_id or owning_unit_id}:{role}"


def _keys(holder: Holder) -> Iterator[str]:
    if holder.duty is not None:
        return
    if holder.role in OFFICE_ROLES:
        yield f"office:{holder.office_id}:{holder.role}"
    elif holder.role is not None:
        yield f"unit:{holder.unit_id}:{holder.role}"
    for key in agency_keys(holder.office_kind, holder.office_short_name):
        yield f"agency:{key}"
    if is_recorder(holder):
        yield recorder_key(holder.office_id)
