"""Who may do what: pure rules over a `Caller` and the facts of a thing.

Three answers when the caller may not: what may not be seen is not found (404), what may be seen
but not done is forbidden (403), what another has taken is a conflict with that jabatan (409).
`docs/authority.md` is the table of these rules, as they answer.

A rule that returns a bool or None is for pages that show or hide; `require_…` and `…_for` raise.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from service.access.candidates import (
    candidate_keys,
    holder_keys,
    is_administrator,
    is_recorder,
    job_key,
    recorder_key,
    team_key,
)
from service.access.refusals import (
    AuthorMayNotRatify,
    ClaimedByAnother,
    NoAssignmentToOneself,
    NoMandateToOneself,
    NotTheSigner,
    NotYourOffice,
    NotYourTask,
    OnlyAdministrators,
    OnlyAnalysts,
    OnlyAuthors,
    OnlyCalendarKeepers,
    OnlyHead,
    OnlyInspectorate,
    OnlyMandators,
    OnlyRecorders,
    PasswordNeeded,
)
from service.access.roles import OFFICE_ROLES
from service.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import datetime
    from uuid import UUID

    from service.access.model import (
        AuditScope,
        Caller,
        Holder,
        Placed,
        ProcessFacts,
        TaskFacts,
    )
    from service.errors import Rejected

#: How long a typed password counts for acts that ask for it again.
CONFIRMATION_LASTS: Final = timedelta(minutes=5)

# ---------------------------------------------------------------- processes and tasks


def may_see_process(caller: Caller, process: ProcessFacts) -> bool:
    """Say whether the caller may see the process and its contents at all."""
    return _sees_as_staff(caller, process) or audit_of(caller, process, process.sop_id) is not None


def require_may_see_process(caller: Caller, process: ProcessFacts) -> AuditScope | None:
    """Return the surat tugas under which this view must be logged; None: no log is due.

    Staff of the owning office and whoever has or had a task in the process see it as such, even
    when they also have a surat tugas. Raises NotFound for everybody else.
    """
    if _sees_as_staff(caller, process):
        return None
    scope = audit_of(caller, process, process.sop_id)
    if scope is None:
        raise NotFound
    return scope


def audit_of(caller: Caller, place: Placed, sop_id: UUID) -> AuditScope | None:
    """Return the caller's surat tugas that covers an office and a SOP, None when none does.

    A surat tugas is worth nothing without the jabatan of an auditor (decisions §3.10).
    """
    if caller.pemda_id != place.pemda_id or not _with_duty(caller, "auditor"):
        return None
    return next(
        (
            scope
            for scope in caller.audits
            if scope.office_id in (None, place.office_id) and scope.sop_id in (None, sop_id)
        ),
        None,
    )


def may_audit(caller: Caller, process: ProcessFacts) -> bool:
    """Say whether the caller may see history, replay and verification as an auditor."""
    return audit_of(caller, process, process.sop_id) is not None


def holder_for(caller: Caller, task: TaskFacts) -> Holder:
    """Return the jabatan in which the caller may do the task, the one worn now if it fits.

    A receive task may also be done by those who record for the owning office (decisions §3.5);
    `acts_for_agency` tells the two apart. Raises NotYourTask.
    """
    return _choose(caller, _fitting(caller, task), otherwise=NotYourTask)


def may_do_task(caller: Caller, task: TaskFacts) -> bool:
    """Say whether some jabatan of the caller may do the task, taken or not."""
    return next(_fitting(caller, task), None) is not None


def job_holder_for(caller: Caller, task: TaskFacts) -> Holder:
    """Return the jabatan for which a system of the caller does a task. Raises NotYourTask."""
    if is_administrator(caller) or caller.pemda_id != task.pemda_id:
        raise NotYourTask
    fitting = (
        holder
        for holder in caller.holders
        if task.candidate in map(job_key, holder_keys(holder)) and holder.covers(task.sop_id)
    )
    return _choose(caller, fitting, otherwise=NotYourTask)


def acts_for_agency(holder: Holder, task: TaskFacts) -> bool:
    """Say whether the holder answers to the task's agency, rather than recording for it."""
    return task.candidate in holder_keys(holder)


def require_may_do_task(caller: Caller, process: ProcessFacts, task: TaskFacts) -> Holder:
    """Return the jabatan in which the caller may claim or complete the task now.

    Raises NotFound when the caller may not see the process, NotYourTask when the task is for
    another jabatan, ClaimedByAnother when somebody else of that jabatan took it.
    """
    require_may_see_process(caller, process)
    holder = holder_for(caller, task)
    if task.claimed_by not in (None, caller.person_id):
        raise ClaimedByAnother(jabatan=task.claimed_jabatan or "")
    return holder


def may_start(caller: Caller, place: Placed) -> bool:
    """Say whether the caller may start a process of an office's SOP."""
    return next(_starting(caller, place), None) is not None


def starter_for(caller: Caller, place: Placed) -> Holder:
    """Return the jabatan in which the caller starts a process: one with a lane in that office.

    Raises NotYourOffice.
    """
    return _choose(caller, _starting(caller, place), otherwise=NotYourOffice)


def may_record_paper(caller: Caller, place: Placed) -> bool:
    """Say whether the caller records for an office what was done on paper."""
    return any(is_recorder(holder) for holder in _staff_of(caller, place))


def recorder_for(caller: Caller, place: Placed) -> Holder:
    """Return the jabatan in which the caller records paper for an office (decisions §3.6).

    Raises OnlyRecorders.
    """
    fitting = (holder for holder in _staff_of(caller, place) if is_recorder(holder))
    return _choose(caller, fitting, otherwise=OnlyRecorders)


def may_cancel_signature(caller: Caller, place: Placed, signed_in: frozenset[UUID]) -> bool:
    """Say whether the caller may cancel a signature that was given in these jabatan."""
    return next(_cancelling(caller, place, signed_in), None) is not None


def signature_canceller_for(caller: Caller, place: Placed, signed_in: frozenset[UUID]) -> Holder:
    """Return the jabatan in which the caller cancels a signature: the signer's, or the head's.

    `signed_in`: the positions in which it was given. Raises NotTheSigner.
    """
    return _choose(caller, _cancelling(caller, place, signed_in), otherwise=NotTheSigner)


# ---------------------------------------------------------------- SOPs


def may_see_sop(caller: Caller, place: Placed, sop_id: UUID, *, public: bool) -> bool:
    """Say whether the caller may see a SOP, its versions and its diagram.

    `public`: one of its versions is in force; such a SOP is open to the whole pemda (UU 14/2008).
    """
    if caller.pemda_id != place.pemda_id:
        return False
    return (
        (public and bool(caller.holders))
        or next(_staff_of(caller, place), None) is not None
        or may_publish_trial(caller, place)
        or audit_of(caller, place, sop_id) is not None
    )


def require_may_see_sop(caller: Caller, place: Placed, sop_id: UUID, *, public: bool) -> None:
    """Raise NotFound when the caller may not see the SOP."""
    if not may_see_sop(caller, place, sop_id, public=public):
        raise NotFound


def may_author(caller: Caller, place: Placed) -> bool:
    """Say whether the caller may adopt a SOP for an office and upload versions of it."""
    return next(_authoring(caller, place), None) is not None


def author_for(caller: Caller, place: Placed) -> Holder:
    """Return the jabatan in which the caller writes SOPs of an office. Raises OnlyAuthors."""
    return _choose(caller, _authoring(caller, place), otherwise=OnlyAuthors)


def may_publish_trial(caller: Caller, place: Placed) -> bool:
    """Say whether the caller may publish a version of an office's SOP as uji coba."""
    return next(_analysing(caller, place), None) is not None


def may_confirm(caller: Caller, place: Placed) -> bool:
    """Say whether the caller may confirm what a document of an office leaves open."""
    return next(_analysing(caller, place), None) is not None


def analyst_for(caller: Caller, place: Placed) -> Holder:
    """Return the analyst's jabatan with this office in scope. Raises OnlyAnalysts.

    Bagian (or Biro) Organisasi has the whole pemda in scope, an analyst elsewhere the own office.
    """
    return _choose(caller, _analysing(caller, place), otherwise=OnlyAnalysts)


def may_make_effective(caller: Caller, place: Placed, authors: Collection[UUID]) -> bool:
    """Say whether the caller, as head of the owning office, may make a version binding."""
    return caller.person_id not in authors and next(_heading(caller, place), None) is not None


def ratifier_for(caller: Caller, place: Placed, authors: Collection[UUID]) -> Holder:
    """Return the jabatan of the head who makes a version binding (decisions §3.11).

    `authors`: persons who drew or brought it. Raises OnlyHead, or AuthorMayNotRatify when the head
    is one of them.
    """
    chosen = _choose(caller, _heading(caller, place), otherwise=OnlyHead)
    if caller.person_id in authors:
        raise AuthorMayNotRatify
    return chosen


def may_record_ratification(caller: Caller, place: Placed, authors: Collection[UUID]) -> bool:
    """Say whether the caller may record that a version was ratified on paper."""
    return caller.person_id not in authors and next(_recording(caller, place), None) is not None


def ratification_recorder_for(caller: Caller, place: Placed, authors: Collection[UUID]) -> Holder:
    """Return the jabatan that records a ratification on paper: recorder or analyst.

    Raises OnlyRecorders, or AuthorMayNotRatify when the recorder wrote the version.
    """
    chosen = _choose(caller, _recording(caller, place), otherwise=OnlyRecorders)
    if caller.person_id in authors:
        raise AuthorMayNotRatify
    return chosen


def may_withdraw(caller: Caller, place: Placed) -> bool:
    """Say whether the caller may withdraw a version: the head of the office, or an analyst."""
    return next(_withdrawing(caller, place), None) is not None


def withdrawer_for(caller: Caller, place: Placed) -> Holder:
    """Return the jabatan in which the caller withdraws a version. Raises OnlyHead."""
    return _choose(caller, _withdrawing(caller, place), otherwise=OnlyHead)


def may_evaluate(caller: Caller, place: Placed) -> bool:
    """Say whether the caller may record the evaluation of a SOP: the head, or an analyst."""
    return next(_withdrawing(caller, place), None) is not None


def evaluator_for(caller: Caller, place: Placed) -> Holder:
    """Return the jabatan in which the caller records an evaluation. Raises OnlyHead."""
    return _choose(caller, _withdrawing(caller, place), otherwise=OnlyHead)


# ---------------------------------------------------------------- structure and people


def may_manage_structure(caller: Caller) -> bool:
    """Say whether the caller may change offices, jabatan, persons and holdings of the pemda."""
    return is_administrator(caller)


def administrator_for(caller: Caller) -> Holder:
    """Return the administrator's jabatan. Raises OnlyAdministrators."""
    return _choose(caller, _with_duty(caller, "administrator"), otherwise=OnlyAdministrators)


def may_keep_calendar(caller: Caller, office_id: UUID | None) -> bool:
    """Say whether the caller may change the working calendar of an office; None: the pemda's."""
    return next(_keeping_calendar(caller, office_id), None) is not None


def calendar_keeper_for(caller: Caller, office_id: UUID | None) -> Holder:
    """Return the jabatan in which the caller changes a working calendar.

    The administrator of the application keeps that of the pemda and of every office, the head and
    the secretary what is their own office's alone. Raises OnlyCalendarKeepers.
    """
    return _choose(caller, _keeping_calendar(caller, office_id), otherwise=OnlyCalendarKeepers)


def may_see_structure(caller: Caller) -> bool:
    """Say whether the caller may see offices, jabatan and who holds them: whoever has a jabatan.

    NIP, telephone number and login name are for administrators only.
    """
    return bool(caller.holders)


def may_record_assignments(caller: Caller) -> bool:
    """Say whether the caller leads the Inspektorat, which records surat tugas."""
    return next(_inspecting(caller), None) is not None


def lacks_assignment(caller: Caller) -> bool:
    """Say whether the caller is an auditor whom no surat tugas in force lets look at anything."""
    return bool(_with_duty(caller, "auditor")) and not caller.audits


def may_grant_audit(caller: Caller, person_id: UUID) -> bool:
    """Say whether the caller may record a surat tugas for that auditor."""
    return caller.person_id != person_id and next(_inspecting(caller), None) is not None


def granter_for(caller: Caller, person_id: UUID) -> Holder:
    """Return the jabatan of the Inspektorat that records a surat tugas.

    Raises OnlyInspectorate, or NoAssignmentToOneself.
    """
    chosen = _choose(caller, _inspecting(caller), otherwise=OnlyInspectorate)
    if caller.person_id == person_id:
        raise NoAssignmentToOneself
    return chosen


def may_record_mandates(caller: Caller, place: Placed) -> bool:
    """Say whether the caller may record penugasan for jabatan of an office."""
    return next(_mandating(caller, place), None) is not None


def mandator_for(caller: Caller, place: Placed, person_id: UUID) -> Holder:
    """Return the jabatan in which the caller records that a person acts for a jabatan.

    An administrator of the application, or the head or secretary of the office; never somebody
    who acts there under a penugasan, since no penugasan is passed on (decisions §3.9). Raises
    OnlyMandators, or NoMandateToOneself.
    """
    chosen = _choose(caller, _mandating(caller, place), otherwise=OnlyMandators)
    if caller.person_id == person_id:
        raise NoMandateToOneself
    return chosen


def require_confirmed(caller: Caller, now: datetime) -> None:
    """Raise PasswordNeeded unless the password was typed within the last five minutes."""
    if caller.confirmed_at is None or now - caller.confirmed_at > CONFIRMATION_LASTS:
        raise PasswordNeeded


# ---------------------------------------------------------------- below: which jabatan fit


def _sees_as_staff(caller: Caller, process: ProcessFacts) -> bool:
    if caller.pemda_id != process.pemda_id:
        return False
    return next(_staff_of(caller, process), None) is not None or not process.candidates.isdisjoint(
        candidate_keys(caller, process.sop_id)
    )


def _staff_of(caller: Caller, place: Placed) -> Iterator[Holder]:
    """Every ordinary jabatan of the caller in that office; none for an administrator."""
    if caller.pemda_id != place.pemda_id or is_administrator(caller):
        return
    for holder in caller.holders:
        if holder.office_id == place.office_id and holder.duty is None and holder.leads:
            yield holder


def _fitting(caller: Caller, task: TaskFacts) -> Iterator[Holder]:
    if caller.pemda_id != task.pemda_id or is_administrator(caller):
        return
    for holder in caller.holders:
        if task.candidate in holder_keys(holder) and holder.covers(task.sop_id):
            yield holder
    if task.kind == "receive":
        for holder in caller.holders:
            if recorder_key(task.office_id) in holder_keys(holder):
                yield holder
    # A team names persons; they act in an own jabatan of the office that owns the case.
    if any(task.candidate == team_key(instance, role) for instance, role in caller.teams):
        yield from (holder for holder in _staff_of(caller, task) if holder.mandate is None)


def _starting(caller: Caller, place: Placed) -> Iterator[Holder]:
    return (holder for holder in _staff_of(caller, place) if holder.role is not None)


def _heading(caller: Caller, place: Placed) -> Iterator[Holder]:
    return (holder for holder in _staff_of(caller, place) if holder.role == "kepala_dinas")


def _cancelling(caller: Caller, place: Placed, signed_in: frozenset[UUID]) -> Iterator[Holder]:
    for holder in _staff_of(caller, place):
        if holder.position_id in signed_in or holder.role == "kepala_dinas":
            yield holder


def _analysing(caller: Caller, place: Placed) -> Iterator[Holder]:
    if caller.pemda_id != place.pemda_id:
        return
    for holder in _with_duty(caller, "analyst"):
        if holder.office_kind == "organisasi" or holder.office_id == place.office_id:
            yield holder


def _authoring(caller: Caller, place: Placed) -> Iterator[Holder]:
    yield from _analysing(caller, place)
    for holder in _staff_of(caller, place):
        if holder.role in ("kepala_dinas", "sekretaris"):
            yield holder


def _recording(caller: Caller, place: Placed) -> Iterator[Holder]:
    # Not the head: whoever records a signature on paper is never who signed (decisions §3.6).
    for holder in _staff_of(caller, place):
        if is_recorder(holder):
            yield holder
    yield from _analysing(caller, place)


def _withdrawing(caller: Caller, place: Placed) -> Iterator[Holder]:
    yield from _heading(caller, place)
    yield from _analysing(caller, place)


def _inspecting(caller: Caller) -> Iterator[Holder]:
    for holder in caller.holders:
        if (
            holder.office_kind == "inspektorat"
            and holder.role in ("kepala_dinas", "sekretaris")
            and holder.leads
            and not is_administrator(caller)
        ):
            yield holder


def _keeping_calendar(caller: Caller, office_id: UUID | None) -> Iterator[Holder]:
    yield from _with_duty(caller, "administrator")
    if office_id is not None and not is_administrator(caller):
        for holder in caller.holders:
            if (
                holder.office_id == office_id
                and holder.duty is None
                and holder.leads
                and holder.role in ("kepala_dinas", "sekretaris")
            ):
                yield holder


def _mandating(caller: Caller, place: Placed) -> Iterator[Holder]:
    if caller.pemda_id != place.pemda_id:
        return
    yield from _with_duty(caller, "administrator")
    for holder in _staff_of(caller, place):
        if holder.role in OFFICE_ROLES and holder.mandate is None:
            yield holder


def _with_duty(caller: Caller, duty: str) -> tuple[Holder, ...]:
    return tuple(holder for holder in caller.holders if holder.duty == duty)


def _choose(caller: Caller, fitting: Iterable[Holder], *, otherwise: type[Rejected]) -> Holder:
    """Return the jabatan worn now if it fits, else the first that does; none: refuse."""
    holders = tuple(fitting)
    if not holders:
        raise otherwise
    return next((holder for holder in holders if holder.worn_as == caller.worn), holders[0])
