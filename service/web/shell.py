"""What stands around every page: who I am, where I can go, how dates are written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from flask import Flask, request, url_for

from service.access.candidates import has_tasks, is_administrator
from service.access.rules import may_record_assignments, may_see_structure
from service.forms.file_kinds import media_type
from service.imaging import can_be_shown
from service.queries.mandates import may_record_any
from service.sentences import words
from service.web import context
from service.web.carried import reopened
from service.web.session import signed_in

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from service.access.model import Caller, Holder
    from service.queries.callers import SignedIn


@dataclass(frozen=True, slots=True)
class Me:
    """The person as the head of the page shows it."""

    person_id: UUID
    name: str | None
    jabatan: str | None
    office: str
    #: jabatan that the person could wear instead
    others: tuple[Holder, ...]


@dataclass(frozen=True, slots=True)
class Home:
    """The page to which signing in leads a person."""

    title: str
    href: str


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    title: str
    href: str
    #: this page is that entry, or below it
    here: bool
    exact: bool
    #: on a narrow screen it stands under "Lainnya"
    aside: bool = False


#: Entries that a narrow screen has a line for, unless "Lainnya" would hold one alone.
_IN_LINE: Final = 3

#: The pages of the menu.
_TITLES: Final = {
    "tasks.inbox": "Tugas Saya",
    "processes.list_all": "Proses",
    "sops.list_all": "SOP",
    "assignments.list_all": "Surat Tugas",
    "structure.show": "Struktur",
    "mandates.list_all": "Penugasan",
    "people.list_all": "Pegawai",
    "working_time.show": "Kalender",
}


def init_shell(app: Flask) -> None:
    """Give every template the frame of the page and the words for dates."""
    app.context_processor(_frame)
    app.jinja_env.filters.update(
        instant=words.written_instant,
        exact=words.exact_instant,
        machine=words.machine_instant,
        day=_day,
        date=words.written_date,
        size=words.written_size,
        span=words.written_span,
        listed=words.written_list,
        has_pages=_has_pages,
    )


def _day(instant: datetime, zone: str) -> str:
    return words.written_instant(instant, zone).partition(" pukul ")[0]


def _has_pages(name: str | None) -> bool:
    """Say whether pages are offered of a file of this name; an erased name says nothing."""
    return name is not None and can_be_shown(media_type(name), 0)


def _frame() -> dict[str, Any]:
    signed = signed_in()
    zone = context.zone()
    return {
        "manifest": context.services().manifest,
        "me": None if signed is None else _me(signed),
        "home": None if signed is None else _home(signed.caller),
        "navigation": () if signed is None else _navigation(signed.caller),
        "demo": signed.demo if signed is not None else context.services().demo(),
        "reopened": reopened(),
        "photo_limit": context.services().settings.limits.photos,
        "upload_limit": context.services().settings.limits.upload_bytes,
        "zone": zone,
        "clock_words": words.written_instant(context.now(), zone),
    }


def _me(signed: SignedIn) -> Me:
    holders = signed.caller.holders
    worn = next((holder for holder in holders if holder.worn_as == signed.caller.worn), None)
    worn = worn or (holders[0] if holders else None)
    others = tuple(holder for holder in holders if holder is not worn)
    return Me(
        signed.caller.person_id,
        signed.person_name,
        signed.jabatan,
        worn.office_short_name if worn else "",
        others,
    )


def home_endpoint(caller: Caller) -> str:
    """Return where this person's work is."""
    if has_tasks(caller):
        return "tasks.inbox"
    if is_administrator(caller):
        return "structure.show"
    if any(holder.duty == "auditor" for holder in caller.holders):
        return "processes.list_all"
    return "sops.list_all" if caller.holders else "tasks.inbox"


def _home(caller: Caller) -> Home:
    endpoint = home_endpoint(caller)
    return Home(_TITLES[endpoint], url_for(endpoint))


def _navigation(caller: Caller) -> tuple[NavigationEntry, ...]:
    entries = []
    staff = has_tasks(caller)
    auditor = any(holder.duty == "auditor" for holder in caller.holders)
    if staff or not caller.holders:
        entries.append(_entry("tasks.inbox"))
    if staff or auditor:
        entries.append(_entry("processes.list_all"))
    if caller.holders:
        entries.append(_entry("sops.list_all"))
    if auditor or may_record_assignments(caller):
        entries.append(_entry("assignments.list_all"))
    if may_see_structure(caller):
        entries.append(_entry("structure.show"))
        entries.append(_entry("working_time.show"))
    if _has_to_do_with_mandates(caller):
        entries.append(_entry("mandates.list_all"))
    if is_administrator(caller):
        entries.append(_entry("people.list_all"))
    aside = entries[_IN_LINE:] if len(entries) > _IN_LINE + 1 else []
    return tuple(replace(entry, aside=entry in aside) for entry in entries)


def _has_to_do_with_mandates(caller: Caller) -> bool:
    """Say whether penugasan stand in the caller's menu; everybody else finds them in Struktur."""
    return may_record_any(caller) or any(holder.mandate for holder in caller.holders)


def _entry(endpoint: str) -> NavigationEntry:
    href = url_for(endpoint)
    here = request.path == href or request.path.startswith(f"{href}/")
    return NavigationEntry(_TITLES[endpoint], href, here, exact=request.path == href)
