"""The world of the authority matrix: people of one pemda, and the same things in three places.

The people work in, or look at, the Dinas of the first pemda. `own` are the things of that Dinas,
`other` those of another Dinas of the pemda, `foreign` those of a second pemda, and `nobody` are
ids that nothing has.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import insert, select, update

from service.access.entries import NewAssignment
from service.access.mandates import NewMandate
from service.commands.begin_form_draft import begin_form_draft
from service.commands.begin_sop_draft import begin_sop_draft
from service.commands.change_calendar import change_calendar
from service.commands.complete_task import complete_task
from service.commands.grant_audit import grant_audit
from service.commands.grant_mandate import grant_mandate
from service.commands.issue_api_token import issue_api_token
from service.commands.replace_legal_deadline import replace_legal_deadline
from service.commands.save_form_draft import save_form_draft
from service.commands.save_sop_draft import save_sop_draft
from service.commands.start_process import start_process
from service.forms import FileRef
from service.queries.instances import process_view
from service.queries.sop_drafts import draft_diagram
from service.running import calendar_plans as plans
from service.running.calendar_entries import NewClosedDay, NewSchedule
from service.running.legal_deadlines import Replacement
from service.running.results import Moved
from service.store import blobs, uploads
from service.store.accounts import open_session
from service.store.calendars import calendar_of
from service.store.database import read, transaction
from service.store.ids import new_id
from service.store.legal_deadlines import deadlines_of
from service.store.tables import document_version, sop_walk
from service.store.tables import session as session_table
from tests import sops
from tests.integration.web.letters import add_letters
from tests.people import NOON, Pemda, first_pemda, other_pemda
from tests.unit.imaging.pictures import pdf

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from service.access.model import Caller

#: The columns of the table, in order.
ROLES = (
    "kadis",
    "sekretaris",
    "ketua",
    "anggota",
    "bidang",
    "instansi",
    "analis",
    "auditor",
    "auditor_tanpa",
    "admin",
    "tamu",
)

#: Those for whom a task waits.
WORKERS = ROLES[:6]

#: Its lines, where a route names a thing.
PLACES = ("own", "other", "foreign", "nobody")

NOBODY = UUID("00000000-0000-7000-8000-000000000000")
NO_HASH = "0" * 64

_OWN, _OTHER, _FOREIGN = "Dinas Satu", "Dinas Dua", "Dinas Tiga"


def _staff(office: str, mark: str) -> tuple[tuple[str, str, str, str, str, str], ...]:
    return (
        (office, "dinas", "Pimpinan", "Kepala Dinas", "kepala_dinas", f"kadis{mark}"),
        (office, "dinas", "Sekretariat", "Sekretaris", "sekretaris", f"sekretaris{mark}"),
        (office, "dinas", "Tim Kerja", "Ketua Tim", "ketua_tim", f"ketua{mark}"),
        (office, "dinas", "Tim Kerja", "Anggota Tim", "anggota_tim", f"anggota{mark}"),
        (office, "dinas", "Bidang Satu", "Kepala Bidang Satu", "bidang", f"bidang{mark}"),
        (office, "dinas", "Bidang Dua", "Kepala Bidang Dua", "bidang", f"bidang-2{mark}"),
    )


_AROUND = (
    ("BKAD", "bkad", "Bidang Anggaran", "Petugas BKAD", "bidang", "instansi"),
    ("Biro Organisasi", "organisasi", "Bagian SOP", "Analis SOP", "analyst", "analis"),
    ("Inspektorat", "inspektorat", "Pimpinan", "Inspektur", "kepala_dinas", "inspektur"),
    ("Inspektorat", "inspektorat", "Irban", "Auditor Satu", "auditor", "auditor"),
    ("Inspektorat", "inspektorat", "Irban", "Auditor Dua", "auditor", "auditor_tanpa"),
)


@dataclass(frozen=True)
class Waiting:
    """A process at one of its tasks."""

    process: UUID
    task_no: int


@dataclass(frozen=True)
class Place:
    """Everything that the routes name, in one office."""

    office: UUID
    #: SOP whose versions are 1 effective, 2 trial, 3 checked
    sop: UUID
    #: a SOP in force that came from the catalogue, which has another file by now
    adopted: UUID
    #: by whose task waits: kadis, sekretaris, ketua, anggota, bidang, instansi
    waiting: Mapping[str, Waiting]
    #: holding of the Kepala Dinas
    holding: UUID
    person: UUID
    position: UUID
    unit: UUID
    #: an upload of the Anggota Tim
    upload: UUID
    #: a file of every process that is beyond its first step
    sha256: str
    #: a surat tugas; NOBODY where there is none
    assignment: UUID = NOBODY
    #: a penugasan that is not in force yet, and for whom it is
    mandate: UUID = NOBODY
    deputy: UUID = NOBODY
    #: hours and a day off of this office alone
    schedule: UUID = NOBODY
    day: UUID = NOBODY
    #: a legal deadline of the pemda, and the day of this office in its place
    base: UUID = NOBODY
    deadline: UUID = NOBODY
    #: a draft of the SOP, at its second revision
    draft: UUID = NOBODY
    #: a form of the office, at its second revision
    form: UUID = NOBODY
    #: a kept walk of the SOP, which tests nothing
    walk: UUID = NOBODY


@dataclass(frozen=True)
class Signed:
    """How one of the people comes: by a browser, and by a program."""

    cookie: str
    csrf: str
    token: str
    #: its own holding
    holding: UUID


@dataclass
class Authority:
    """What the store holds, for requests to be made of it."""

    places: dict[str, Place] = field(default_factory=dict)
    people: dict[str, Signed] = field(default_factory=dict)


NOWHERE = Place(
    office=NOBODY,
    sop=NOBODY,
    adopted=NOBODY,
    waiting={who: Waiting(NOBODY, 1) for who in WORKERS},
    holding=NOBODY,
    person=NOBODY,
    position=NOBODY,
    unit=NOBODY,
    upload=NOBODY,
    sha256=NO_HASH,
)


def make(session: Session) -> Authority:
    """Fill an empty store."""
    pemda, second = first_pemda(session), other_pemda(session)
    people = pemda.staff(*_staff(_OWN, ""), *_staff(_OTHER, "-dua"), *_AROUND)
    strangers = second.staff(
        *_staff(_FOREIGN, "-tiga"),
        ("Bagian Organisasi", "organisasi", "Bagian SOP", "Analis", "analyst", "analis-tiga"),
    )
    found = Authority()
    found.places["own"] = _place(session, pemda, people, _OWN, "", people["analis"])
    found.places["other"] = _place(session, pemda, people, _OTHER, "-dua", people["analis"])
    found.places["foreign"] = _place(
        session, second, strangers, _FOREIGN, "-tiga", strangers["analis-tiga"]
    )
    found.places["nobody"] = NOWHERE
    letter = _letter(session, pemda, people)
    found.places["own"] = replace(found.places["own"], assignment=letter)
    everybody = {**people, "admin": pemda.administrator}
    found.people = {who: _signed(session, everybody[who]) for who in ROLES if who in everybody}
    return found


def _letter(session: Session, pemda: Pemda, people: Mapping[str, Caller]) -> UUID:
    """Let the first auditor look at the processes of the first Dinas."""
    assignment = NewAssignment(
        person_id=people["auditor"].person_id,
        letter_number="700/1/ST",
        letter_date=date(2026, 11, 1),
        from_date=date(2026, 11, 1),
        to_date=date(2026, 11, 30),
        office_id=pemda.offices[_OWN],
    )
    return grant_audit(session, people["inspektur"], assignment=assignment, now=NOON).id


def _signed(session: Session, caller: Caller) -> Signed:
    with transaction(session) as tx:
        made = open_session(tx, caller.pemda_id, caller.person_id, NOON)
        # As if the password had just been typed: the rules about jabatan are in question here.
        tx.execute(
            update(session_table)
            .where(
                session_table.c.pemda_id == caller.pemda_id,
                session_table.c.person_id == caller.person_id,
            )
            .values(confirmed_at=NOON)
        )
    holding = caller.holders[0].holding_id
    token = issue_api_token(
        session,
        replace(caller, confirmed_at=NOON),
        holding_id=holding,
        label="uji",
        lasts=timedelta(days=1),
        now=NOON,
    ).token
    return Signed(made.token, made.csrf, token, holding)


def _place(
    session: Session,
    pemda: Pemda,
    people: Mapping[str, Caller],
    office: str,
    mark: str,
    author: Caller,
) -> Place:
    office_id = pemda.offices[office]
    crew = {who: people[f"{who}{mark}"] for who in ("kadis", "sekretaris", "ketua", "anggota")}
    crew |= {who: people[f"{who}{mark}"] for who in ("bidang", "bidang-2")}
    sop_id, versions = add_letters(
        session,
        pemda.id,
        office_id,
        author.person_id,
        statuses=("effective", "trial", "checked"),
        effective_from=date(2026, 1, 1),
    )
    office_of = _Office(session, crew, office_id)
    waiting = {
        "anggota": office_of.letters(versions[1], 2027, 0),
        "ketua": office_of.letters(versions[1], 2028, 1),
        "bidang": office_of.letters(versions[1], 2029, 3),
        "instansi": office_of.letters(versions[1], 2030, 6),
    }
    for who, role in (("kadis", "kepala_dinas"), ("sekretaris", "sekretaris")):
        key = f"sop-{who}"
        _, made = add_letters(
            session,
            pemda.id,
            office_id,
            author.person_id,
            statuses=("effective",),
            effective_from=date(2026, 1, 1),
            diagram=sops.diagram(key, role=role),
            key=key,
            forms={"uji": sops.form()},
        )
        waiting[who] = office_of.started(made[1], 2027)
    adopted, _ = add_letters(
        session,
        pemda.id,
        office_id,
        author.person_id,
        statuses=("effective",),
        effective_from=date(2026, 1, 1),
        key="kalbar-rka-dpa",
        source="kalbar-rka-dpa",
    )
    announced = uploads.begin_upload(
        session,
        pemda.id,
        crew["anggota"].person_id,
        size=3,
        media_type="text/plain",
        limit=10,
        now=NOON,
    )
    head = crew["kadis"].holders[0]
    deputy = crew["bidang-2"].person_id
    return Place(
        office=office_id,
        sop=sop_id,
        adopted=adopted,
        waiting=waiting,
        holding=head.holding_id,
        person=crew["kadis"].person_id,
        position=head.position_id,
        unit=head.unit_id,
        upload=announced.id,
        sha256=office_of.file.sha256,
        mandate=_mandate(session, crew["kadis"], deputy),
        deputy=deputy,
        walk=_walk(session, crew["kadis"], sop_id),
        **_own_calendar(session, crew["kadis"], office_id),
        **_own_deadline(session, crew["kadis"], office_id),
        draft=_draft(session, crew["kadis"], versions[3]),
        form=_form(session, crew["kadis"], office_id),
    )


def _form(session: Session, head: Caller, office_id: UUID) -> UUID:
    made = begin_form_draft(session, head, office_id=office_id, title="Surat masuk", now=NOON)
    save_form_draft(
        session, head, form_id=made, made_from=1, raw=sops.form(), how="kept", now=NOON
    )
    return made


def _draft(session: Session, head: Caller, version_id: UUID) -> UUID:
    """Let somebody draw on the newest version, so that another one can be made of it."""
    made = begin_sop_draft(session, head, version_id=version_id, now=NOON)
    xml = draft_diagram(session, head, made) + b"\n"
    save_sop_draft(session, head, draft_id=made, made_from=1, xml=xml, how="kept", now=NOON)
    return made


def _walk(session: Session, head: Caller, sop_id: UUID) -> UUID:
    with transaction(session) as tx:
        walk_id = new_id()
        tx.execute(
            insert(sop_walk).values(
                pemda_id=head.pemda_id,
                id=walk_id,
                sop_id=sop_id,
                name="Uji",
                acts="[]",
                came_out='{"ended":false,"named":[],"open":[],"reached":[]}',
                xml_sha256=NO_HASH,
                person_id=head.person_id,
                jabatan=head.holders[0].title,
                kept_at=NOON,
            )
        )
    return walk_id


def _mandate(session: Session, head: Caller, deputy: UUID) -> UUID:
    """Let somebody act for the head next year, which gives nobody anything today."""
    scan = blobs.put(session, head.pemda_id, b"%PDF-1.7 surat", "application/pdf", NOON)
    uploads.record_upload(session, head.pemda_id, head.person_id, scan, NOON)
    letter = NewMandate(
        kind="plh",
        position_id=head.holders[0].position_id,
        person_id=deputy,
        letter_number="800/1/SP",
        letter_date=date(2026, 11, 1),
        from_date=date(2027, 1, 1),
        to_date=date(2027, 1, 7),
        scan_sha256=scan.sha256,
    )
    caller = replace(head, confirmed_at=NOON)
    return grant_mandate(session, caller, mandate=letter, now=NOON).id


def _own_calendar(session: Session, head: Caller, office_id: UUID) -> dict[str, UUID]:
    """Let an office have hours and a day off of its own that move nothing of what waits."""
    hours = NewSchedule(
        "usual", date(2026, 1, 1), date(2026, 1, 31), "Perbup 1", monday="07.30-16.00"
    )
    day = NewClosedDay(date(2026, 1, 5), "local", "Hari jadi", "SE 1")
    change_calendar(session, head, plans.AddSchedule(hours, office_id), now=NOON)
    change_calendar(session, head, plans.AddClosedDay(day, office_id), now=NOON)
    with read(session) as connection:
        found = calendar_of(connection, head.pemda_id)
    return {
        "schedule": next(it.id for it in found.schedules if it.office_id == office_id),
        "day": next(it.id for it in found.closed if it.office_id == office_id),
    }


def _own_deadline(session: Session, head: Caller, office_id: UUID) -> dict[str, UUID]:
    """Let an office have another day in the place of one legal deadline, and leave one to it."""
    with read(session) as connection:
        there = deadlines_of(connection, head.pemda_id)
    replaced, base, *_ = (it for it in there if it.office_id is None)
    made = replace_legal_deadline(
        session,
        head,
        deadline_id=replaced.id,
        office_id=office_id,
        replacement=Replacement(1, 1, 20, "Perbup 1", "Lebih awal"),
        now=NOON,
    )
    return {"base": base.id, "deadline": made.id}


class _Office:
    """Brings processes of one office to where they shall wait."""

    def __init__(self, session: Session, crew: Mapping[str, Caller], office_id: UUID) -> None:
        self.session = session
        self.crew = crew
        pemda_id = crew["anggota"].pemda_id
        paper = pdf(b"% " + office_id.hex.encode())
        made = blobs.put(session, pemda_id, paper, "application/pdf", NOON)
        uploads.record_upload(session, pemda_id, crew["anggota"].person_id, made, NOON)
        self.file = FileRef(made.sha256, "surat.pdf")
        units = [crew[who].holders[0].unit_id for who in ("bidang", "bidang-2")]
        #: who, what was typed, and more of the call, step after step
        self.steps: tuple[tuple[str, dict[str, Any], dict[str, Any]], ...] = (
            (
                "anggota",
                {"nomor": "1", "tanggal": "2026-11-23"},
                {"ticks": ["Disposisi"], "files": {"berkas": (self.file,)}},
            ),
            ("ketua", {}, {"outcome": "teruskan"}),
            ("ketua", {"bidang": [str(unit) for unit in units]}, {}),
            ("bidang", {}, {}),
            ("bidang-2", {}, {}),
            ("anggota", {}, {}),
        )

    def started(self, version_id: UUID, year: int) -> Waiting:
        made = start_process(
            self.session,
            self.crew["ketua"],
            version_id=version_id,
            title=f"Proses {year}",
            year=year,
            kind="murni",
            basis="Disposisi 1",
            now=NOON,
        )
        assert isinstance(made, Moved)
        return Waiting(made.instance_id, made.opened[0])

    def letters(self, version_id: UUID, year: int, steps: int) -> Waiting:
        """Start a letter and complete its first `steps` tasks."""
        at = self.started(version_id, year)
        for who, typed, more in self.steps[:steps]:
            caller = self.crew[who]
            complete_task(
                self.session,
                caller,
                instance_id=at.process,
                task_no=self._task_of(caller, at.process),
                typed=typed,
                now=NOON,
                **more,
            )
        self._same_again(at.process)
        view = process_view(self.session, self.crew["kadis"], at.process, today=NOON.date())
        return Waiting(at.process, view.open_steps[0].task_no)

    def _same_again(self, process: UUID) -> None:
        """Let the document have a second version, so that two can be compared."""
        rows = document_version
        with transaction(self.session) as tx:
            first = (
                tx.execute(
                    select(rows).where(
                        rows.c.pemda_id == self.crew["kadis"].pemda_id,
                        rows.c.instance_id == process,
                    )
                )
                .mappings()
                .one_or_none()
            )
            if first is not None:
                tx.execute(insert(rows).values({**first, "number": 2}))

    def _task_of(self, caller: Caller, process: UUID) -> int:
        view = process_view(self.session, caller, process, today=NOON.date())
        return next(step.task_no for step in view.open_steps if step.mine)
