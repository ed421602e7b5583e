from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from service.access.entries import (
    EntryRefused,
    NewHolding,
    NewOffice,
    NewPerson,
    NewPosition,
    NewUnit,
)
from service.access.refusals import OnlyAdministrators, PasswordNeeded
from service.commands.add_holding import add_holding
from service.commands.add_office import add_office
from service.commands.add_person import add_person
from service.commands.add_position import RoleTaken, add_position
from service.commands.add_unit import add_unit
from service.commands.correct_part import correct_part
from service.commands.correct_person import correct_person
from service.commands.deactivate_part import StillInUse, deactivate_part
from service.commands.deactivate_person import NotYourself, deactivate_person
from service.commands.end_holding import HoldingCannotEnd, end_holding
from service.commands.erase_person import PersonStillActive, erase_person
from service.commands.issue_api_token import issue_api_token
from service.commands.reactivate_person import PersonWasErased, reactivate_person
from service.errors import AlurError, Forbidden, NotFound
from service.store.administrators import LastAdministrator
from service.store.callers import caller_of
from service.store.database import read
from service.store.history import Stream, events_of
from service.store.idempotency import KeyReused, request_key
from service.store.people import AdministratorHasNoLane, HoldingsOverlap, NipTaken
from service.store.structure import LoginTaken, NameTaken
from service.store.tables import login, metadata, office, person, private_text
from service.store.verify import verify_stream
from tests.invented import NIP
from tests.people import NOON, SINCE, later
from tests.racing import at_once

if TYPE_CHECKING:
    from uuid import UUID

    from service.store.structure import Part

OFFICE = NewOffice("Dinas Koperasi dan UKM", "Diskop", "dinas", "Asia/Pontianak")


def kinds(pemda):
    with read(pemda.session) as connection:
        stream = Stream(pemda.id, pemda.id, "structure")
        return [row["kind"] for row in events_of(connection, stream)]


# ---------------------------------------------------------------- adding


def test_an_office_is_a_row_and_an_event_with_who_did_it(pemda):
    made = add_office(pemda.session, pemda.administrator, office=OFFICE, now=NOON)

    with read(pemda.session) as connection:
        row = connection.execute(
            select(office).where(office.c.pemda_id == pemda.id, office.c.id == made.id)
        ).one()
        event = list(events_of(connection, Stream(pemda.id, pemda.id, "structure")))[-1]
    assert (row.name, row.short_name, row.timezone, row.active) == (
        "Dinas Koperasi dan UKM",
        "Diskop",
        "Asia/Pontianak",
        True,
    )
    assert (event["kind"], event["actor_id"], event["jabatan"]) == (
        "OfficeAdded",
        pemda.administrator_id,
        "Pengelola Aplikasi",
    )


def test_the_chain_of_the_structure_is_whole(pemda):
    pemda.hire("Dinas", "Kepala Dinas", role="kepala_dinas")

    with read(pemda.session) as connection:
        verdict = verify_stream(connection, Stream(pemda.id, pemda.id, "structure"))
    assert verdict.fault is None


def test_a_name_is_taken_once_per_office_and_free_in_another(pemda):
    pemda.unit("Dinas A", "Bidang")

    with pytest.raises(NameTaken):
        add_office(
            pemda.session,
            pemda.administrator,
            office=NewOffice("Dinas A", "Lain", "dinas", "Asia/Jakarta"),
            now=NOON,
        )
    with pytest.raises(NameTaken):
        add_unit(
            pemda.session,
            pemda.administrator,
            office_id=pemda.office("Dinas A"),
            unit=NewUnit("Bidang", "bidang"),
            now=NOON,
        )
    assert pemda.unit("Dinas B", "Bidang")


def test_an_office_has_one_head_and_one_secretary(pemda):
    pemda.position("Dinas", "Kepala Dinas", role="kepala_dinas")

    with pytest.raises(RoleTaken):
        pemda.position("Dinas", "Kepala Dinas Baru", role="kepala_dinas")
    assert pemda.position("Dinas", "Kepala Bidang A", role="bidang")
    assert pemda.position("Dinas", "Kepala Bidang B", role="bidang")


def test_a_bad_entry_stores_nothing(pemda):
    before = kinds(pemda)

    with pytest.raises(EntryRefused):
        add_office(
            pemda.session,
            pemda.administrator,
            office=NewOffice("", "x", "kantor", "Mars"),
            now=NOON,
        )
    assert kinds(pemda) == before


def test_the_same_request_twice_adds_once_and_answers_alike(pemda):
    key = request_key("kunci-1", "/struktur/kantor", b"body")
    first = add_office(pemda.session, pemda.administrator, office=OFFICE, now=NOON, request=key)
    second = add_office(pemda.session, pemda.administrator, office=OFFICE, now=NOON, request=key)

    assert first == second
    assert kinds(pemda).count("OfficeAdded") == 2  # the founding's, and this one
    with pytest.raises(KeyReused):
        add_office(
            pemda.session,
            pemda.administrator,
            office=OFFICE,
            now=NOON,
            request=request_key("kunci-1", "/struktur/kantor", b"other"),
        )


# ---------------------------------------------------------------- persons


def test_names_stand_in_the_side_table_and_never_in_an_event(pemda):
    entry = NewPerson("Pegawai Rahasia", NIP, "0812345678", "pegawai.rahasia")
    add_person(pemda.session, pemda.administrator, person=entry, now=NOON)

    with read(pemda.session) as connection:
        payloads = " ".join(
            row["payload"]
            for row in events_of(connection, Stream(pemda.id, pemda.id, "structure"))
        )
        texts = {
            row.label: row.text
            for row in connection.execute(
                select(private_text).where(private_text.c.pemda_id == pemda.id)
            )
            if row.text in (entry.name, entry.nip, entry.phone, entry.login)
        }
    assert not any(text in payloads for text in ("Rahasia", "rahasia", "19850101", "08123"))
    assert texts == {
        "name": "Pegawai Rahasia",
        "nip": NIP,
        "phone": "0812345678",
        "login": "pegawai.rahasia",
    }


def test_a_login_name_is_one_for_the_whole_store(pemda, stranger):
    pemda.person("A", "pegawai.a")

    with pytest.raises(LoginTaken):
        stranger.person("B", "pegawai.a")


def test_a_nip_is_one_in_a_pemda(pemda):
    entry = NewPerson("A", NIP)
    add_person(pemda.session, pemda.administrator, person=entry, now=NOON)

    with pytest.raises(NipTaken):
        add_person(pemda.session, pemda.administrator, person=entry, now=NOON)


def test_a_correction_changes_what_is_given_and_leaves_the_rest(pemda):
    who = pemda.person("Nama Lama", "login.lama")
    before = kinds(pemda)

    entry = NewPerson("Nama Baru", login="login.baru")
    for _ in range(2):
        correct_person(pemda.session, pemda.administrator, person_id=who, person=entry, now=NOON)

    with read(pemda.session) as connection:
        name = connection.scalar(
            select(person.c.name).where(person.c.pemda_id == pemda.id, person.c.id == who)
        )
        logins = connection.execute(
            select(login.c.name).where(login.c.pemda_id == pemda.id, login.c.person_id == who)
        ).scalars()
        assert (name, list(logins)) == ("Nama Baru", ["login.baru"])
    assert kinds(pemda)[len(before) :] == ["PersonCorrected"]


# ---------------------------------------------------------------- holdings


def test_a_single_holder_jabatan_has_one_holder_at_a_time(pemda):
    place = pemda.position("Dinas", "Kepala Dinas", role="kepala_dinas")
    pemda.hold(pemda.person("A"), place, SINCE, date(2026, 6, 30))

    with pytest.raises(HoldingsOverlap):
        pemda.hold(pemda.person("B"), place, date(2026, 6, 30))
    assert pemda.hold(pemda.person("C"), place, date(2026, 7, 1))


def test_of_several_who_are_put_into_one_jabatan_at_once_one_gets_it(pemda, database):
    place = pemda.position("Dinas", "Kepala Dinas", role="kepala_dinas")
    people = iter([pemda.person(f"Pegawai {number}") for number in range(4)])
    administrator = pemda.administrator

    def hold(own):
        add_holding(
            own,
            administrator,
            person_id=next(people),
            position_id=place,
            holding=NewHolding(SINCE),
            now=NOON,
        )

    assert at_once(database, 4, hold) == {None: 1, HoldingsOverlap: 3}


def test_a_jabatan_without_lane_is_shared(pemda):
    place = pemda.position("Dinas", "Analis Koperasi")

    assert pemda.hold(pemda.person("A"), place)
    assert pemda.hold(pemda.person("B"), place)


def test_one_person_holds_a_jabatan_once_at_a_time(pemda):
    place, who = pemda.position("Dinas", "Analis Koperasi"), pemda.person("A")
    pemda.hold(who, place)

    with pytest.raises(HoldingsOverlap):
        pemda.hold(who, place, date(2026, 5, 1))


def test_an_administrator_gets_no_lane_and_a_lane_gets_no_administrator(pemda):
    with pytest.raises(AdministratorHasNoLane):
        pemda.hold(pemda.administrator_id, pemda.position("Dinas", "Kabid", role="bidang"))
    kabid = pemda.hire("Dinas", "Kabid Dua", role="bidang")
    with pytest.raises(AdministratorHasNoLane):
        pemda.hold(kabid.person_id, pemda.position("Dinas", "Admin", duty="administrator"))


def test_authority_begins_and_ends_with_the_day_in_the_zone_of_the_office(pemda):
    pemda.office("Dinas Timur", zone="Asia/Jayapura")
    who = pemda.person("A")
    place = pemda.position("Dinas Timur", "Kabid", role="bidang")
    pemda.hold(who, place, date(2026, 11, 24), date(2026, 11, 25))

    # 24 November 00.00 WIT is 23 November 15.00 UTC.
    begins = NOON.replace(hour=15)
    assert not pemda.caller(who, now=begins - timedelta(seconds=1)).holders
    assert pemda.caller(who, now=begins).holders
    assert pemda.caller(who, now=begins + timedelta(days=2, seconds=-1)).holders
    assert not pemda.caller(who, now=begins + timedelta(days=2)).holders


def test_ending_a_holding_ends_its_authority_the_day_after(pemda):
    kabid = pemda.hire("Dinas", "Kabid", role="bidang")
    holding_id = kabid.holders[0].holding_id
    for _ in range(2):
        end_holding(
            pemda.session,
            pemda.administrator,
            holding_id=holding_id,
            last_day=date(2026, 11, 23),
            now=NOON,
        )

    assert pemda.caller(kabid.person_id).holders
    assert not pemda.caller(kabid.person_id, now=later(days=1)).holders
    assert kinds(pemda).count("HoldingEnded") == 1


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2026, 12, 31)])
def test_a_holding_ends_between_its_first_and_its_last_day(pemda, day):
    who, place = pemda.person("A"), pemda.position("Dinas", "Staf")
    holding_id = pemda.hold(who, place, SINCE, date(2026, 11, 30))

    with pytest.raises(HoldingCannotEnd):
        end_holding(
            pemda.session, pemda.administrator, holding_id=holding_id, last_day=day, now=NOON
        )


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"from_date": date(1944, 12, 31)}, "from_date"),
        ({"to_date": date(9999, 12, 31)}, "to_date"),
        ({"sk_date": date(202, 1, 1)}, "sk_date"),
    ],
)
def test_no_day_of_a_holding_lies_in_a_year_that_nobody_means(pemda, days, field):
    who, place, before = pemda.person("A"), pemda.position("Dinas", "Staf"), kinds(pemda)

    with pytest.raises(EntryRefused) as caught:
        add_holding(
            pemda.session,
            pemda.administrator,
            person_id=who,
            position_id=place,
            holding=replace(NewHolding(SINCE), **days),
            now=NOON,
        )

    assert [problem.field_name for problem in caught.value.problems] == [field]
    assert kinds(pemda)[len(before) :] == []


def test_a_holding_does_not_end_in_a_year_that_nobody_means(pemda):
    holding_id = pemda.hold(pemda.person("A"), pemda.position("Dinas", "Staf"))

    def end(day):
        end_holding(
            pemda.session, pemda.administrator, holding_id=holding_id, last_day=day, now=NOON
        )

    with pytest.raises(EntryRefused):
        end(date(2077, 1, 1))
    end(date(2076, 12, 31))


# ---------------------------------------------------------------- taking out of use


def test_a_deactivated_person_is_no_caller_and_comes_back_without_password(pemda):
    kabid = pemda.hire("Dinas", "Kabid", role="bidang")
    deactivate_person(pemda.session, pemda.administrator, person_id=kabid.person_id, now=NOON)

    with read(pemda.session) as connection:
        assert caller_of(connection, pemda.id, kabid.person_id, NOON) is None
    reactivate_person(pemda.session, pemda.administrator, person_id=kabid.person_id, now=NOON)
    assert pemda.caller(kabid.person_id).holders == kabid.holders


def test_nobody_deactivates_the_own_account(pemda):
    with pytest.raises(NotYourself):
        deactivate_person(
            pemda.session, pemda.administrator, person_id=pemda.administrator_id, now=NOON
        )


def test_a_deactivated_administrator_changes_nothing_any_more(pemda):
    second = pemda.hire("Dinas", "Admin Dua", duty="administrator")
    deactivate_person(pemda.session, pemda.administrator, person_id=second.person_id, now=NOON)

    with pytest.raises(NotFound):
        add_office(pemda.session, second, office=OFFICE, now=NOON)


def test_an_administrator_whose_jabatan_ended_since_the_page_opened_is_refused(pemda):
    second = pemda.hire("Dinas", "Admin Dua", duty="administrator")
    end_holding(
        pemda.session,
        pemda.administrator,
        holding_id=second.holders[0].holding_id,
        last_day=NOON.date(),
        now=NOON,
    )

    with pytest.raises(OnlyAdministrators):
        add_office(pemda.session, second, office=OFFICE, now=later(days=1))


def test_a_part_with_holders_stays_in_use(pemda):
    kabid = pemda.hire("Dinas", "Kabid", role="bidang")
    parts: dict[Part, UUID] = {
        "office": pemda.offices["Dinas"],
        "unit": pemda.units["Dinas", "Bidang"],
        "position": pemda.positions["Dinas", "Kabid"],
    }
    for part, part_id in parts.items():
        with pytest.raises(StillInUse):
            deactivate_part(
                pemda.session, pemda.administrator, part=part, part_id=part_id, now=NOON
            )
    end_holding(
        pemda.session,
        pemda.administrator,
        holding_id=kabid.holders[0].holding_id,
        last_day=NOON.date(),
        now=NOON,
    )
    tomorrow = later(days=1)
    inside_out: tuple[Part, ...] = ("position", "unit", "office")
    for part in inside_out:
        deactivate_part(
            pemda.session, pemda.administrator, part=part, part_id=parts[part], now=tomorrow
        )
        with pytest.raises(NotFound):
            deactivate_part(
                pemda.session, pemda.administrator, part=part, part_id=parts[part], now=tomorrow
            )


# ---------------------------------------------------------------- outsiders


def acts(pemda):
    """Every act on the structure, aimed at one pemda's things, by caller."""
    office_id = pemda.office("Dinas")
    unit_id = pemda.unit("Dinas", "Bidang")
    position_id = pemda.position("Dinas", "Staf")
    person_id = pemda.person("Pegawai")
    holding_id = pemda.hold(person_id, position_id)
    session = pemda.session
    return {
        "add_office": lambda who: add_office(session, who, office=OFFICE, now=NOON),
        "add_unit": lambda who: add_unit(
            session, who, office_id=office_id, unit=NewUnit("Baru", "bidang"), now=NOON
        ),
        "add_position": lambda who: add_position(
            session, who, unit_id=unit_id, position=NewPosition("Baru"), now=NOON
        ),
        "add_person": lambda who: add_person(session, who, person=NewPerson("Baru"), now=NOON),
        "add_holding": lambda who: add_holding(
            session,
            who,
            person_id=person_id,
            position_id=position_id,
            holding=NewHolding(date(2025, 1, 1), date(2025, 1, 2)),
            now=NOON,
        ),
        "end_holding": lambda who: end_holding(
            session, who, holding_id=holding_id, last_day=NOON.date(), now=NOON
        ),
        "correct_person": lambda who: correct_person(
            session, who, person_id=person_id, person=NewPerson("Lain"), now=NOON
        ),
        "deactivate_person": lambda who: deactivate_person(
            session, who, person_id=person_id, now=NOON
        ),
        "reactivate_person": lambda who: reactivate_person(
            session, who, person_id=person_id, now=NOON
        ),
        "deactivate_part": lambda who: deactivate_part(
            session, who, part="unit", part_id=unit_id, now=NOON
        ),
    }


def refusal(act, who):
    """The class of what the act raises for this caller, None when it goes through."""
    try:
        act(who)
    except AlurError as error:
        return type(error)
    return None


def test_nobody_but_an_administrator_changes_the_structure(pemda):
    callers = [
        pemda.head("Dinas"),
        pemda.secretary("Dinas"),
        pemda.analyst(),
        pemda.head("Dinas Lain"),
        pemda.caller(pemda.person("Tanpa Jabatan")),
    ]
    everything = acts(pemda)
    before = kinds(pemda)

    for name, act in everything.items():
        for who in callers:
            assert refusal(act, who) is OnlyAdministrators, name
    assert kinds(pemda) == before


def test_the_administrator_of_another_pemda_finds_nothing_here(pemda, stranger):
    everything = acts(pemda)
    before = kinds(pemda)
    # These two make something new, in the stranger's own pemda.
    own = ("add_office", "add_person")

    for name, act in everything.items():
        if name not in own:
            assert refusal(act, stranger.administrator) is NotFound, name
    assert kinds(pemda) == before


def test_a_caller_of_one_pemda_is_nobody_in_another(pemda, stranger):
    with read(pemda.session) as connection:
        assert caller_of(connection, stranger.id, pemda.administrator_id, NOON) is None
    assert issubclass(OnlyAdministrators, Forbidden)


# ---------------------------------------------------------------- other names


def test_a_part_gets_another_name_and_its_history_keeps_the_old_one(pemda):
    position_id = pemda.position("Dinas", "Kasubag")
    parts: dict[Part, UUID] = {
        "office": pemda.office("Dinas"),
        "unit": pemda.unit("Dinas", "Bidang"),
        "position": position_id,
    }

    for part, part_id in parts.items():
        for _ in range(2):
            correct_part(
                pemda.session,
                pemda.administrator,
                part=part,
                part_id=part_id,
                name=f"Nama baru {part}",
                short_name="Baru",
                now=NOON,
            )

    assert kinds(pemda)[-3:] == ["OfficeCorrected", "UnitCorrected", "PositionCorrected"]
    with read(pemda.session) as connection:
        row = connection.execute(
            select(office).where(office.c.pemda_id == pemda.id, office.c.id == parts["office"])
        ).one()
        verdict = verify_stream(connection, Stream(pemda.id, pemda.id, "structure"))
    assert (row.name, row.short_name) == ("Nama baru office", "Baru")
    assert verdict.fault is None


def test_a_new_name_is_refused_where_another_has_it_or_it_breaks_a_rule(pemda, stranger):
    pemda.office("Dinas A")
    mine = pemda.office("Dinas B")

    def rename(who, name, short_name="B"):
        correct_part(
            pemda.session,
            who,
            part="office",
            part_id=mine,
            name=name,
            short_name=short_name,
            now=NOON,
        )

    with pytest.raises(NameTaken):
        rename(pemda.administrator, "Dinas A")
    with pytest.raises(EntryRefused):
        rename(pemda.administrator, "")
    with pytest.raises(Forbidden):
        rename(pemda.head("Dinas A"), "Dinas C")
    with pytest.raises(NotFound):
        rename(stranger.administrator, "Dinas C")


def test_who_stays_must_be_able_to_log_in_and_to_stay(pemda):
    """A day that is too late, an end in sight, no login name: each of them leaves nobody."""
    (mine,) = pemda.administrator.holders
    ahead, brief, nameless = (
        pemda.person(name, login)
        for name, login in (("Nanti", "nanti"), ("Singkat", "singkat"), ("Tanpa", None))
    )
    pemda.hold(ahead, mine.position_id, since=date(2070, 1, 1))
    pemda.hold(brief, mine.position_id, until=NOON.date() + timedelta(days=30))
    pemda.hold(nameless, mine.position_id)

    def end(last_day):
        end_holding(
            pemda.session,
            pemda.administrator,
            holding_id=mine.holding_id,
            last_day=last_day,
            now=NOON,
        )

    with pytest.raises(LastAdministrator):
        end(NOON.date())
    with pytest.raises(LastAdministrator):
        deactivate_person(
            pemda.session,
            pemda.caller(brief),
            person_id=pemda.administrator.person_id,
            now=NOON,
        )
    end(date(2069, 12, 31))


def test_who_leaves_tomorrow_deactivates_no_other_administrator(pemda):
    (mine,) = pemda.administrator.holders
    other = pemda.person("Pengganti", "pengganti")
    pemda.hold(other, mine.position_id)
    end_holding(
        pemda.session,
        pemda.administrator,
        holding_id=mine.holding_id,
        last_day=NOON.date() + timedelta(days=1),
        now=NOON,
    )

    with pytest.raises(LastAdministrator):
        deactivate_person(pemda.session, pemda.administrator, person_id=other, now=NOON)


def test_the_last_administrator_stays_one(pemda):
    (mine,) = pemda.administrator.holders

    with pytest.raises(LastAdministrator):
        end_holding(
            pemda.session,
            pemda.administrator,
            holding_id=mine.holding_id,
            last_day=NOON.date(),
            now=NOON,
        )
    pemda.hold(pemda.person("Pengganti", "pengganti"), mine.position_id)
    end_holding(
        pemda.session,
        pemda.administrator,
        holding_id=mine.holding_id,
        last_day=NOON.date(),
        now=NOON,
    )


def test_a_telephone_number_can_be_taken_out_again(pemda):
    entry = NewPerson("Pegawai", phone="0811 000 000", login="pegawai")
    who = add_person(pemda.session, pemda.administrator, person=entry, now=NOON).id

    for _ in range(2):
        correct_person(
            pemda.session,
            pemda.administrator,
            person_id=who,
            person=NewPerson("Pegawai"),
            remove=("phone", "nip"),
            now=NOON,
        )

    with read(pemda.session) as connection:
        row = connection.execute(
            select(person).where(person.c.pemda_id == pemda.id, person.c.id == who)
        ).one()
        event = list(events_of(connection, Stream(pemda.id, pemda.id, "structure")))[-1]
    assert (row.name, row.phone) == ("Pegawai", None)
    assert kinds(pemda).count("PersonCorrected") == 1
    assert '"removed":["phone"]' in event["payload"]


# ---------------------------------------------------------------- erasing


def erased(pemda, who, *, by=None, reason="Permohonan 1", confirmed=True):
    caller = by or pemda.caller(pemda.administrator_id)
    return erase_person(
        pemda.session,
        replace(caller, confirmed_at=NOON if confirmed else None),
        person_id=who,
        reason=reason,
        now=NOON,
    )


def gone(pemda, **more):
    """Return a person who was corrected, and deactivated."""
    entry = NewPerson("Pegawai", NIP, "0811 000 000", "pegawai")
    who = add_person(pemda.session, pemda.administrator, person=entry, now=NOON).id
    correct_person(
        pemda.session,
        pemda.administrator,
        person_id=who,
        person=NewPerson("Pegawai Lama"),
        now=NOON,
    )
    pemda.hold(who, pemda.position("Dinas", "Staf"))
    owner = replace(pemda.caller(who), confirmed_at=NOON)
    issue_api_token(
        pemda.session,
        owner,
        holding_id=owner.holders[0].holding_id,
        label="Skrip Pegawai",
        lasts=timedelta(days=3),
        now=NOON,
    )
    deactivate_person(pemda.session, pemda.administrator, person_id=who, now=NOON)
    return who


def places_of(pemda, *words):
    """Return every column of the store in which one of the words stands."""
    found = []
    with read(pemda.session) as connection:
        for table in metadata.sorted_tables:
            rows = connection.execute(select(table), execution_options={"across_tenants": True})
            for row in rows.mappings():
                found += [
                    f"{table.name}.{name}"
                    for name, value in row.items()
                    if any(word in str(value) for word in words)
                ]
    return found


def test_nothing_of_an_erased_person_is_left_and_the_chain_is_whole(pemda):
    who = gone(pemda)
    pemda.person("Orang Lain")

    for _ in range(2):
        erased(pemda, who)

    with read(pemda.session) as connection:
        row = connection.execute(
            select(person).where(person.c.pemda_id == pemda.id, person.c.id == who)
        ).one()
        texts = connection.execute(
            select(private_text.c.text).where(private_text.c.pemda_id == pemda.id)
        ).scalars()
        left = [text for text in texts if text]
        names = connection.execute(
            select(login.c.name).where(login.c.pemda_id == pemda.id)
        ).scalars()
        verdict = verify_stream(connection, Stream(pemda.id, pemda.id, "structure"))
        known = list(names)
    assert (row.name, row.nip, row.phone, row.active) == (None, None, None, False)
    assert not [text for text in left if "Pegawai" in text or "1985" in text or "0811" in text]
    # Whole numbers: four digits of one stand in some hash now and then.
    assert places_of(pemda, "Pegawai", "0811 000 000", "0811000000", NIP) == []
    assert {"Orang Lain", "Permohonan 1"} <= set(left)
    assert "pegawai" not in known
    assert kinds(pemda).count("PersonErased") == 1
    assert verdict.fault is None


def test_who_was_erased_does_not_come_back_into_a_jabatan_that_has_not_ended(pemda):
    who = gone(pemda)
    erased(pemda, who)
    before = kinds(pemda)

    with pytest.raises(PersonWasErased):
        reactivate_person(pemda.session, pemda.administrator, person_id=who, now=NOON)

    with read(pemda.session) as connection:
        assert caller_of(connection, pemda.id, who, NOON) is None
    assert kinds(pemda) == before


def test_who_is_active_is_deactivated_before_being_erased(pemda):
    who = pemda.person("Pegawai")

    with pytest.raises(PersonStillActive):
        erased(pemda, who)


def test_only_an_administrator_erases_with_the_password_and_a_reason(pemda, stranger):
    who = gone(pemda)

    with pytest.raises(OnlyAdministrators):
        erased(pemda, who, by=pemda.head("Dinas"))
    with pytest.raises(NotFound):
        erased(pemda, who, by=stranger.administrator)
    with pytest.raises(PasswordNeeded):
        erased(pemda, who, confirmed=False)
    with pytest.raises(EntryRefused):
        erased(pemda, who, reason=" ")
    assert "PersonErased" not in kinds(pemda)


# ---------------------------------------------------------------- the address for mails


def _address(pemda, person_id):
    with read(pemda.session) as connection:
        return connection.scalar(
            select(person.c.email).where(person.c.pemda_id == pemda.id, person.c.id == person_id)
        )


def test_an_e_mail_address_is_kept_changed_taken_out_and_erased_with_the_person(pemda):
    session, admin = pemda.session, pemda.administrator
    entry = NewPerson("Pegawai", email="lama@kantor.invalid")
    made = add_person(session, admin, person=entry, now=NOON).id
    assert _address(pemda, made) == "lama@kantor.invalid"
    correct_person(
        session,
        admin,
        person_id=made,
        person=NewPerson("Pegawai", email="baru@kantor.invalid"),
        now=NOON,
    )
    assert _address(pemda, made) == "baru@kantor.invalid"

    with read(session) as connection:
        happened = list(events_of(connection, Stream(pemda.id, pemda.id, "structure")))
    assert not any("kantor.invalid" in row["payload"] for row in happened)
    correct_person(
        session, admin, person_id=made, person=NewPerson("Pegawai"), remove=["email"], now=NOON
    )
    assert _address(pemda, made) is None
    correct_person(
        session,
        admin,
        person_id=made,
        person=NewPerson("Pegawai", email="akhir@kantor.invalid"),
        now=NOON,
    )
    deactivate_person(session, admin, person_id=made, now=NOON)
    erase_person(
        session,
        pemda.caller(pemda.administrator_id, confirmed_at=NOON),
        person_id=made,
        reason="Permohonan",
        now=NOON,
    )

    assert _address(pemda, made) is None
    with read(session) as connection:
        texts = connection.execute(
            select(private_text.c.text).where(private_text.c.pemda_id == pemda.id)
        ).scalars()
        assert not any("kantor.invalid" in (text or "") for text in texts)
        verdict = verify_stream(connection, Stream(pemda.id, pemda.id, "structure"))
    assert verdict.fault is None


@pytest.mark.parametrize("address", ["a", "a@b", "a b@c.id", "a@b.id, c@d.id", "@b.id", "a@.id"])
def test_what_is_no_e_mail_address_is_refused(address):
    assert [it.code for it in NewPerson("Pegawai", email=address).problems()] == [
        "structure.bad-email"
    ]
