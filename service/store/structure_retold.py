"""What events of the structure, and of a surat tugas, leave in the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from service.store.calendars_retold import CALENDAR
from service.store.mandates import kept_scope
from service.store.retelling import shown, tell
from service.store.tables import (
    api_token,
    audit_assignment,
    credential,
    holding,
    login,
    mandate,
    office,
    pemda,
    person,
    position,
    signing_certificate,
    unit,
    working_calendar,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.store.retelling import Happened, Retold, Teller, Text


def tell_structure(told: Retold, it: Happened) -> None:
    """Tell what an event of a pemda's structure leaves behind."""
    tell(_STRUCTURE, told, it)


def tell_audit(told: Retold, it: Happened) -> None:
    """Tell what an event of a surat tugas leaves behind."""
    tell(_AUDIT, told, it)


# ---------------------------------------------------------------- offices, units, jabatan


def _found(told: Retold, it: Happened) -> None:
    given = it.of("name", "timezone")
    told.add(pemda, it, id=it.said["pemda_id"], kind=it.said["pemda_kind"], made_at=it.at, **given)
    told.add(working_calendar, it)


def _add_office(told: Retold, it: Happened) -> None:
    told.add(
        office,
        it,
        id=it.said["office_id"],
        kind=it.said["office_kind"],
        active=True,
        made_at=it.at,
        **it.of("name", "short_name", "timezone"),
    )


def _add_unit(told: Retold, it: Happened) -> None:
    told.add(
        unit,
        it,
        id=it.said["unit_id"],
        kind=it.said["unit_kind"],
        active=True,
        **it.of("office_id", "name", "sort"),
    )


def _add_position(told: Retold, it: Happened) -> None:
    told.add(
        position,
        it,
        id=it.said["position_id"],
        active=True,
        **it.of("office_id", "unit_id", "title", "role", "duty", "superior_id", "sort"),
    )


def _correct_office(told: Retold, it: Happened) -> None:
    told.change(office, (it.said["office_id"],), it, **it.of("name", "short_name"))


def _correct_unit(told: Retold, it: Happened) -> None:
    told.change(unit, (it.said["unit_id"],), it, **it.of("name"))


def _correct_position(told: Retold, it: Happened) -> None:
    told.change(position, (it.said["position_id"],), it, **it.of("title"))


def _end_office(told: Retold, it: Happened) -> None:
    told.change(office, (it.said["office_id"],), it, active=False)


def _end_unit(told: Retold, it: Happened) -> None:
    told.change(unit, (it.said["unit_id"],), it, active=False)


def _end_position(told: Retold, it: Happened) -> None:
    told.change(position, (it.said["position_id"],), it, active=False)


# ---------------------------------------------------------------- people


def _add_person(told: Retold, it: Happened) -> None:
    told.add(
        person,
        it,
        id=it.said["person_id"],
        active=True,
        made_at=it.at,
        **{name: shown(text) for name, text in it.of("name", "nip", "phone", "email").items()},
    )
    if "login" in it.said:
        _add_login(told, it)


def _correct_person(told: Retold, it: Happened) -> None:
    changed: dict[str, Text | None] = dict.fromkeys(it.said.get("removed", ()))
    known = ("name", "nip", "phone", "email")
    changed |= {name: shown(it.said[name]) for name in known if name in it.said}
    told.change(person, (it.said["person_id"],), it, **changed)
    if "login" in it.said:
        _add_login(told, it)


def _add_login(told: Retold, it: Happened) -> None:
    told.add(
        login,
        it,
        name=shown(it.said["login"]),
        person_id=it.said["person_id"],
    )


def _deactivate_person(told: Retold, it: Happened) -> None:
    told.change(person, (it.said["person_id"],), it, active=False)
    told.drop(credential, it.said["person_id"])
    for key in told.keys(api_token, person_id=it.said["person_id"], revoked_at=None):
        told.change(api_token, key, it, revoked_at=it.at)


def _reactivate_person(told: Retold, it: Happened) -> None:
    told.change(person, (it.said["person_id"],), it, active=True)


def _erase_person(told: Retold, it: Happened) -> None:
    gone = dict.fromkeys(("name", "nip", "phone", "email"))
    told.change(person, (it.said["person_id"],), it, **gone)
    told.drop(login, it.said["person_id"])
    told.drop(signing_certificate, it.said["person_id"])


def _bind_certificate(told: Retold, it: Happened) -> None:
    told.add(
        signing_certificate,
        it,
        name=shown(it.said["name"]),
        subject=shown(it.said["subject"]),
        issuer_sha256=it.said["issuer"],
        key_sha256=it.said["key"],
        begins_at=it.said["begins"],
        bound_at=it.at,
        **it.of("person_id", "provider", "serial"),
    )


def _release_certificate(told: Retold, it: Happened) -> None:
    told.drop(signing_certificate, it.said["person_id"])


def _add_holding(told: Retold, it: Happened) -> None:
    told.add(
        holding,
        it,
        id=it.said["holding_id"],
        **it.of("position_id", "person_id", "from_date", "to_date", "sk_number", "sk_date"),
    )


def _end_holding(told: Retold, it: Happened) -> None:
    told.change(holding, (it.said["holding_id"],), it, **it.of("to_date"))


# ---------------------------------------------------------------- penugasan


def _grant_mandate(told: Retold, it: Happened) -> None:
    told.add(
        mandate,
        it,
        id=it.said["mandate_id"],
        kind=it.said["mandate_kind"],
        sop_ids=kept_scope(it.said.get("sop_ids")),
        recorded_at=it.at,
        **it.of("position_id", "person_id", "letter_number", "letter_date"),
        **it.of("from_date", "to_date", "scan_sha256"),
    )


def _end_mandate(told: Retold, it: Happened) -> None:
    told.change(mandate, (it.said["mandate_id"],), it, ended_at=it.at)


# ---------------------------------------------------------------- how people get in


def _issue_slip(told: Retold, it: Happened) -> None:
    given = {"slip_expires_at": it.said["expires_at"]}
    if told.keys(credential, person_id=it.said["person_id"]):
        told.change(credential, (it.said["person_id"],), it, **given)
    else:
        _add_credential(told, it, **given)


def _set_password(told: Retold, it: Happened) -> None:
    _add_credential(told, it)


def _add_credential(told: Retold, it: Happened, **given: object) -> None:
    told.add(
        credential,
        it,
        person_id=it.said["person_id"],
        changed_at=it.at,
        **given,
    )


def _issue_token(told: Retold, it: Happened) -> None:
    told.add(
        api_token,
        it,
        holding_id=it.row["holding_id"],
        made_at=it.at,
        **it.of("token_hash", "person_id", "expires_at"),
    )


def _revoke_token(told: Retold, it: Happened) -> None:
    told.change(api_token, (it.said["token_hash"],), it, revoked_at=it.at)


# ---------------------------------------------------------------- surat tugas


def _grant_audit(told: Retold, it: Happened) -> None:
    told.add(
        audit_assignment,
        it,
        id=it.said["assignment_id"],
        **it.of("person_id", "letter_number", "letter_date", "from_date", "to_date"),
        **it.of("office_id", "sop_id"),
    )


def _revoke_audit(told: Retold, it: Happened) -> None:
    told.change(audit_assignment, (it.said["assignment_id"],), it, revoked_at=it.at)


_STRUCTURE: Final[Mapping[str, Teller]] = {
    "PemdaFounded": _found,
    "OfficeAdded": _add_office,
    "UnitAdded": _add_unit,
    "PositionAdded": _add_position,
    "OfficeCorrected": _correct_office,
    "UnitCorrected": _correct_unit,
    "PositionCorrected": _correct_position,
    "OfficeDeactivated": _end_office,
    "UnitDeactivated": _end_unit,
    "PositionDeactivated": _end_position,
    "PersonAdded": _add_person,
    "PersonCorrected": _correct_person,
    "PersonDeactivated": _deactivate_person,
    "PersonReactivated": _reactivate_person,
    "PersonErased": _erase_person,
    "CertificateBound": _bind_certificate,
    "CertificateReleased": _release_certificate,
    "HoldingAdded": _add_holding,
    "HoldingEnded": _end_holding,
    "MandateGranted": _grant_mandate,
    "MandateEnded": _end_mandate,
    "SlipIssued": _issue_slip,
    "PasswordSet": _set_password,
    "ApiTokenIssued": _issue_token,
    "ApiTokenRevoked": _revoke_token,
    **CALENDAR,
}

_AUDIT: Final[Mapping[str, Teller]] = {
    "AuditGranted": _grant_audit,
    "AuditRevoked": _revoke_audit,
}
