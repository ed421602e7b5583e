import hashlib
import io
from dataclasses import replace
from datetime import date

import orjson
import pytest
from openpyxl import Workbook
from sqlalchemy import select

from service.access.entries import NewPerson
from service.access.refusals import OnlyAdministrators
from service.access.sheet import SheetRefused
from service.commands.add_person import add_person
from service.commands.correct_person import correct_person
from service.commands.deactivate_person import deactivate_person
from service.commands.import_structure import (
    ImportRefused,
    PreviewOutdated,
    import_structure,
    preview_structure,
)
from service.errors import NotFound
from service.store.database import read
from service.store.history import Stream, events_of
from service.store.known_structure import known_structure
from service.store.people import AdministratorHasNoLane, HoldingsOverlap
from service.store.tables import login, person
from service.store.verify import verify_stream
from tests.invented import NIP, OTHER_NIP
from tests.people import NOON, caller_named

HEAD = (
    "Perangkat daerah;Singkatan;Jenis perangkat daerah;Unit kerja;Jabatan;Peran;Tugas khusus;"
    "Nama;NIP;Nama masuk;Mulai;Nomor SK"
)
FILE = f"""{HEAD}
Dinas Koperasi;Diskop;dinas;Pimpinan;Kepala Dinas;Kepala Dinas;;Pegawai A;;kadis;01-01-2026;821/1
Dinas Koperasi;;;Sekretariat;Sekretaris;Sekretaris;;Pegawai B;{NIP};sekdis;01-02-2026;
Dinas Koperasi;;;Bidang UKM;Kepala Bidang UKM;Bidang;;;;;;
Dinas Koperasi;;;Bidang UKM;Analis;;;Pegawai B;{NIP};;01-03-2026;
""".encode()


def preview(pemda, raw=FILE, who=None):
    return preview_structure(pemda.session, who or pemda.administrator, raw=raw, now=NOON)


def commit(pemda, preview_hash, raw=FILE, who=None):
    return import_structure(
        pemda.session,
        who or pemda.administrator,
        raw=raw,
        preview_hash=preview_hash,
        now=NOON,
    )


def events(pemda):
    with read(pemda.session) as connection:
        return list(events_of(connection, Stream(pemda.id, pemda.id, "structure")))


def test_a_preview_stores_nothing(pemda):
    before = events(pemda)

    seen = preview(pemda)

    assert [holding.title for holding in seen.plan.holdings] == [
        "Kepala Dinas",
        "Sekretaris",
        "Analis",
    ]
    assert events(pemda) == before


def test_the_previewed_file_becomes_offices_jabatan_and_people_that_can_act(pemda):
    made = commit(pemda, preview(pemda).hash)

    assert (made.offices, made.units, made.positions, made.people, made.holdings) == (
        1,
        3,
        4,
        2,
        3,
    )
    secretary = caller_named(pemda.session, "sekdis")
    assert [(holder.title, holder.role) for holder in secretary.holders] == [
        ("Sekretaris", "sekretaris"),
        ("Analis", None),
    ]


def test_the_import_and_all_that_it_added_are_events_of_one_whole_chain(pemda):
    before = len(events(pemda))
    seen = preview(pemda)
    commit(pemda, seen.hash)

    rows = events(pemda)[before:]
    payload = orjson.loads(rows[0]["payload"])
    assert payload["file_sha256"] == hashlib.sha256(FILE).hexdigest()
    assert payload["preview_sha256"] == seen.hash
    assert [row["kind"] for row in rows] == [
        "StructureImported",
        "OfficeAdded",
        *["UnitAdded"] * 3,
        *["PositionAdded"] * 4,
        "PersonAdded",
        "HoldingAdded",
        "PersonAdded",
        "HoldingAdded",
        "HoldingAdded",
    ]
    with read(pemda.session) as connection:
        stream = Stream(pemda.id, pemda.id, "structure")
        assert verify_stream(connection, stream).fault is None


def test_the_same_file_again_adds_nothing(pemda):
    commit(pemda, preview(pemda).hash)
    before = len(events(pemda))

    again = preview(pemda)
    assert again.plan.unchanged == 4
    assert commit(pemda, again.hash).holdings == 0
    assert [row["kind"] for row in events(pemda)[before:]] == ["StructureImported"]


def test_another_file_or_a_changed_structure_needs_a_new_preview(pemda):
    seen = preview(pemda)

    with pytest.raises(PreviewOutdated):
        commit(pemda, seen.hash, FILE.replace(b"821/1", b"821/9"))
    pemda.office("Dinas Koperasi")
    with pytest.raises((PreviewOutdated, ImportRefused)):
        commit(pemda, seen.hash)


def test_a_file_with_one_error_stores_nothing_at_all(pemda):
    raw = FILE.replace(b"01-02-2026", b"30-02-2026")
    before = events(pemda)
    seen = preview(pemda, raw)

    with pytest.raises(ImportRefused) as caught:
        commit(pemda, seen.hash, raw)
    assert [(item.row, item.code) for item in caught.value.plan.findings] == [
        (3, "structure.bad-date")
    ]
    assert events(pemda) == before


def test_a_spreadsheet_is_as_good_as_a_text_file(pemda):
    book = Workbook()
    sheet = book.worksheets[0]
    for line in FILE.decode().splitlines():
        sheet.append(line.split(";"))
    sheet["K2"] = date(2026, 1, 1)
    file = io.BytesIO()
    book.save(file)

    assert commit(pemda, preview(pemda, file.getvalue()).hash, file.getvalue()).holdings == 3


def test_a_person_whom_the_store_knows_by_nip_is_not_added_again(pemda):
    entry = NewPerson("Pegawai B", NIP, None, "sekdis")
    known = add_person(pemda.session, pemda.administrator, person=entry, now=NOON).id
    assert commit(pemda, preview(pemda).hash).people == 1

    assert [holder.title for holder in pemda.caller(known).holders] == ["Sekretaris", "Analis"]


def test_a_login_name_of_another_pemda_is_taken(pemda, stranger):
    stranger.person("Orang Lain", "sekdis")

    assert [(item.row, item.code) for item in preview(pemda).plan.findings] == [
        (3, "structure.belongs-to-another")
    ]


def test_a_deactivated_person_is_not_put_into_a_jabatan(pemda):
    commit(pemda, preview(pemda).hash)
    who = caller_named(pemda.session, "kadis")
    deactivate_person(pemda.session, pemda.administrator, person_id=who.person_id, now=NOON)

    raw = FILE.replace(b"Kepala Dinas;Kepala Dinas", b"Staf Ahli;")
    assert [(item.row, item.code) for item in preview(pemda, raw).plan.findings] == [
        (2, "structure.deactivated")
    ]


def staff(name, nip="", login_name=""):
    row = f"Dinas;;;Bidang Satu;Staf Bidang;anggota tim;;{name};{nip};{login_name};01-01-2026;"
    return f"{HEAD}\n{row}\n".encode()


def found(pemda, raw):
    return [(item.row, item.column, item.code) for item in preview(pemda, raw).plan.findings]


def test_a_nip_that_was_added_meanwhile_does_not_double_the_holding(pemda):
    raw = staff("Budi", login_name="budi")
    commit(pemda, preview(pemda, raw).hash, raw)
    who = caller_named(pemda.session, "budi").person_id
    correct_person(
        pemda.session, pemda.administrator, person_id=who, person=NewPerson("Budi", NIP), now=NOON
    )

    again = preview(pemda, raw)

    assert (again.plan.unchanged, again.plan.holdings) == (1, ())
    assert commit(pemda, again.hash, raw).holdings == 0
    assert len(pemda.caller(who).holders) == 1


def administrator_named(pemda):
    """Give the administrator a NIP; return the name and the login name."""
    who = pemda.administrator_id
    with read(pemda.session) as connection:
        name = connection.scalar(
            select(person.c.name).where(person.c.pemda_id == pemda.id, person.c.id == who)
        )
        known = connection.scalar(
            select(login.c.name).where(login.c.pemda_id == pemda.id, login.c.person_id == who)
        )
    entry = NewPerson(str(name), NIP)
    correct_person(pemda.session, pemda.administrator, person_id=who, person=entry, now=NOON)
    return name, known


def test_an_administrator_gets_no_lane_by_the_login_name_alone(pemda):
    name, known = administrator_named(pemda)

    assert found(pemda, staff(name, login_name=known)) == [
        (2, "person", "structure.administrator-has-no-lane")
    ]


def test_a_deactivated_person_is_known_by_the_login_name_too(pemda):
    entry = NewPerson("Budi", NIP, None, "budi")
    who = add_person(pemda.session, pemda.administrator, person=entry, now=NOON).id
    deactivate_person(pemda.session, pemda.administrator, person_id=who, now=NOON)

    assert found(pemda, staff("Budi", login_name="budi")) == [
        (2, "person", "structure.deactivated")
    ]


def test_a_nip_that_the_store_lacks_is_named_and_not_dropped(pemda):
    entry = NewPerson("Budi", None, None, "budi")
    add_person(pemda.session, pemda.administrator, person=entry, now=NOON)

    assert found(pemda, staff("Budi", NIP, "budi")) == [(2, "nip", "structure.person-differs")]


def test_a_person_known_by_name_only_is_not_added_twice(pemda):
    raw = staff("Budi")
    commit(pemda, preview(pemda, raw).hash, raw)

    second = raw.replace(b"Staf Bidang;anggota tim", b"Analis;")
    assert commit(pemda, preview(pemda, second).hash, second).people == 0


def test_who_is_recorded_by_name_only_and_may_be_in_the_file_is_asked_about_first(pemda):
    raw = staff("Budi")
    commit(pemda, preview(pemda, raw).hash, raw)
    keyed = staff("Budi", NIP, "budi").replace(b"Staf Bidang;anggota tim", b"Analis;")
    before = events(pemda)

    assert found(pemda, keyed) == [(2, "person", "structure.maybe-same-person")]
    with pytest.raises(ImportRefused):
        commit(pemda, preview(pemda, keyed).hash, keyed)
    assert events(pemda) == before


def test_the_person_of_the_row_is_the_recorded_one_once_the_keys_say_so(pemda):
    raw = staff("Budi")
    commit(pemda, preview(pemda, raw).hash, raw)
    with read(pemda.session) as connection:
        who = connection.scalars(
            select(person.c.id).where(person.c.pemda_id == pemda.id, person.c.name == "Budi")
        ).one()
    entry = NewPerson("Budi", NIP, login="budi")
    correct_person(pemda.session, pemda.administrator, person_id=who, person=entry, now=NOON)

    keyed = staff("Budi", NIP, "budi").replace(b"Staf Bidang;anggota tim", b"Analis;")
    assert commit(pemda, preview(pemda, keyed).hash, keyed).people == 0
    assert [one.title for one in pemda.caller(who).holders] == ["Staf Bidang", "Analis"]


def test_another_person_of_that_name_is_added_on_the_page_first(pemda):
    raw = staff("Budi")
    commit(pemda, preview(pemda, raw).hash, raw)
    entry = NewPerson("Budi", NIP, login="budi")
    other = add_person(pemda.session, pemda.administrator, person=entry, now=NOON).id

    keyed = staff("Budi", NIP, "budi").replace(b"Staf Bidang;anggota tim", b"Analis;")
    assert commit(pemda, preview(pemda, keyed).hash, keyed).people == 0
    assert [one.title for one in pemda.caller(other).holders] == ["Analis"]


def blinded(monkeypatch, **unknown):
    """Let the plan miss what the store has, so that only the tables can refuse."""
    monkeypatch.setattr(
        "service.commands.import_structure.known_structure",
        lambda *store: replace(known_structure(*store), **unknown),
    )


def refused_at_the_end(pemda, raw, error):
    seen, before = preview(pemda, raw), events(pemda)
    assert not seen.plan.refused
    with pytest.raises(error):
        commit(pemda, seen.hash, raw)
    assert events(pemda) == before


def test_the_tables_refuse_a_clash_that_the_plan_did_not_see(pemda, monkeypatch):
    name, known = administrator_named(pemda)
    raw = FILE.replace(NIP.encode(), OTHER_NIP.encode())
    commit(pemda, preview(pemda, raw).hash, raw)
    blinded(monkeypatch, holdings={})

    later = raw.replace(b"01-01-2026", b"02-01-2026")
    refused_at_the_end(pemda, later, HoldingsOverlap)
    refused_at_the_end(pemda, staff(name, login_name=known), AdministratorHasNoLane)


def test_the_tables_refuse_a_deactivated_person_whom_the_plan_took_for_active(pemda, monkeypatch):
    entry = NewPerson("Budi", None, None, "budi")
    who = add_person(pemda.session, pemda.administrator, person=entry, now=NOON).id
    deactivate_person(pemda.session, pemda.administrator, person_id=who, now=NOON)
    with read(pemda.session) as connection:
        people = known_structure(connection, pemda.id).people
    blinded(monkeypatch, people=tuple(replace(one, active=True) for one in people))

    refused_at_the_end(pemda, staff("Budi", login_name="budi"), NotFound)


def test_what_is_no_table_is_refused_with_nothing_stored(pemda):
    with pytest.raises(SheetRefused):
        preview(pemda, b"\x89PNG\0")


def test_only_an_administrator_previews_and_imports(pemda):
    seen = preview(pemda)

    for who in (pemda.head("Dinas"), pemda.analyst()):
        with pytest.raises(OnlyAdministrators):
            preview(pemda, who=who)
        with pytest.raises(OnlyAdministrators):
            commit(pemda, seen.hash, who=who)


def test_an_administrator_of_another_pemda_imports_into_the_own_one(pemda, stranger):
    before = events(pemda)

    commit(stranger, preview(stranger).hash)

    assert events(pemda) == before
    assert caller_named(pemda.session, "kadis").pemda_id == stranger.id


def test_the_address_of_a_file_is_kept_with_the_person_as_a_private_text(pemda):
    raw = f"""{HEAD};Alamat surel
Dinas Koperasi;Diskop;dinas;Pimpinan;Kepala Dinas;Kepala Dinas;;Pegawai A;;kadis;;;a@kantor.invalid
""".encode()

    commit(pemda, preview(pemda, raw).hash, raw)

    with read(pemda.session) as connection:
        kept = connection.execute(
            select(person.c.email).where(
                person.c.pemda_id == pemda.id, person.c.name == "Pegawai A"
            )
        ).scalar_one()
        assert verify_stream(connection, Stream(pemda.id, pemda.id, "structure")).fault is None
    assert kept == "a@kantor.invalid"
    assert "kantor.invalid" not in str([row["payload"] for row in events(pemda)])
