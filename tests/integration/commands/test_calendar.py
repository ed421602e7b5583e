"""The working calendar: who changes it, what is refused, and that the history tells all of it."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from service.access.entries import EntryRefused
from service.access.refusals import OnlyCalendarKeepers
from service.commands.change_calendar import change_calendar
from service.errors import NotFound
from service.running import calendar_plans as plans
from service.running.calendar_entries import (
    NewClosedDay,
    NewSchedule,
    Withdrawal,
    YearConfirmation,
)
from service.running.calendar_offices import NobodyWouldWork
from service.store.calendars import calendar_of, office_calendar
from service.store.database import read
from service.store.history import Stream, events_of
from service.store.idempotency import request_key
from service.store.tables import due_recount
from service.store.verify import verify_stream
from service.working_time.proposals import proposal_for
from tests.people import NOON, first_pemda, other_pemda

WEEK = {
    "monday": "07.30-12.00, 13.00-16.00",
    "tuesday": "07.30-12.00, 13.00-16.00",
    "wednesday": "07.30-12.00, 13.00-16.00",
    "thursday": "07.30-12.00, 13.00-16.00",
    "friday": "07.30-11.30, 13.00-16.30",
}
USUAL = NewSchedule("usual", date(2026, 1, 1), None, "Perbup 1/2026", **WEEK)
RAMADAN = NewSchedule("ramadan", date(2027, 2, 8), date(2027, 3, 9), "Perbup 2/2027", **WEEK)
ANNIVERSARY = NewClosedDay(date(2026, 12, 1), "local", "Hari jadi", "SE 003/2026")
SKB = YearConfirmation(2026, "SKB 1497/2025", date(2025, 9, 19))


@pytest.fixture
def pemda(session):
    return first_pemda(session)


@pytest.fixture
def head(pemda):
    return pemda.head("Dinas")


def calendar(pemda):
    with read(pemda.session) as connection:
        return calendar_of(connection, pemda.id)


def counts_by(pemda, office):
    with read(pemda.session) as connection:
        return office_calendar(connection, pemda.id, pemda.offices[office], "Asia/Jakarta")


def recounts(pemda):
    with read(pemda.session) as connection:
        return connection.execute(
            select(due_recount).where(due_recount.c.pemda_id == pemda.id)
        ).all()


def last_event(pemda):
    with read(pemda.session) as connection:
        return list(events_of(connection, Stream(pemda.id, pemda.id, "structure")))[-1]


def assert_whole(pemda):
    with read(pemda.session) as connection:
        verdict = verify_stream(connection, Stream(pemda.id, pemda.id, "structure"))
    assert verdict.fault is None


def day_added(pemda, by=None, *, office_id=None, day=ANNIVERSARY, **more):
    return change_calendar(
        pemda.session,
        by or pemda.administrator,
        plans.AddClosedDay(day, office_id),
        now=NOON,
        **more,
    )


# ---------------------------------------------------------------- what a new pemda begins with


def test_a_new_pemda_begins_with_two_years_that_nobody_confirmed(pemda):
    found = calendar(pemda)

    assert {year: (it.confirmed, it.proposed_by) for year, it in found.years.items()} == {
        2026: (False, proposal_for(2026).source),
        2027: (False, proposal_for(2027).source),
    }
    assert len(found.closed_of(None, 2026)) == 25
    assert found.schedules == ()
    assert_whole(pemda)


# ---------------------------------------------------------------- each change


def test_every_change_is_told_by_the_history_row_by_row(pemda, head):
    session, admin, dinas = pemda.session, pemda.administrator, pemda.offices["Dinas"]
    for schedule, office_id in ((USUAL, None), (RAMADAN, None), (USUAL, dinas)):
        change_calendar(session, admin, plans.AddSchedule(schedule, office_id), now=NOON)
    first, third, second = calendar(pemda).schedules
    change_calendar(session, admin, plans.EndSchedule(first.id, date(2026, 12, 31)), now=NOON)
    change_calendar(session, admin, plans.WithdrawSchedule(second.id), now=NOON)
    day_added(pemda)
    day_added(pemda, office_id=dinas, day=NewClosedDay(date(2026, 12, 2), "local", "Rapat", "1"))
    gone = calendar(pemda).closed_of(None, 2026)[0]
    change_calendar(
        session, admin, plans.WithdrawClosedDay(gone.id, Withdrawal("SE 4/2026")), now=NOON
    )
    change_calendar(session, admin, plans.ProposeHolidays(2028), now=NOON)
    change_calendar(session, admin, plans.ConfirmYear(SKB), now=NOON)
    change_calendar(session, head, plans.SwitchMinimum(dinas, strict=True), now=NOON)
    change_calendar(session, head, plans.SwitchMinimum(dinas, strict=False), now=NOON)
    change_calendar(session, head, plans.SwitchMinimum(dinas, strict=True), now=NOON)

    found = calendar(pemda)
    assert {it.schedule.last for it in found.schedules} == {date(2026, 12, 31), date.max}
    assert (found.year(2026).skb_number, found.year(2028).confirmed) == ("SKB 1497/2025", False)
    assert found.strict == {dinas}
    assert gone not in found.closed
    assert third.office_id == dinas
    assert_whole(pemda)


def test_the_event_says_who_did_it_and_names_the_change(pemda, head):
    made = day_added(pemda, head, office_id=pemda.offices["Dinas"])

    event = last_event(pemda)
    assert (event["kind"], event["actor_id"]) == ("ClosedDayAdded", head.person_id)
    assert str(made.id) in event["payload"]
    assert calendar(pemda).change_id == made.id


def test_a_change_asks_for_due_dates_to_be_counted_again_where_it_holds(pemda, head):
    day_added(pemda)
    day_added(
        pemda, office_id=pemda.offices["Dinas"], day=NewClosedDay(NOON.date(), "local", "a", "b")
    )
    change_calendar(pemda.session, pemda.administrator, plans.ConfirmYear(SKB), now=NOON)

    assert [(it.office_id, it.status) for it in recounts(pemda)] == [
        (None, "waiting"),
        (pemda.offices["Dinas"], "waiting"),
    ]


def test_an_office_counts_by_the_calendar_as_it_is_now_also_after_it_was_kept(pemda, head):
    day = date(2026, 12, 1)
    assert counts_by(pemda, "Dinas").calendar.is_working_day(day)

    day_added(pemda)

    assert not counts_by(pemda, "Dinas").calendar.is_working_day(day)
    assert counts_by(pemda, "Dinas").confirmed_years == frozenset()


def test_the_same_request_twice_changes_once(pemda):
    key = request_key("kunci-1", "/kalender/hari/baru", b"body")

    assert day_added(pemda, request=key) == day_added(pemda, request=key)
    assert len(recounts(pemda)) == 1


# ---------------------------------------------------------------- who may


def test_the_head_and_secretary_keep_their_office_and_nothing_else(pemda, head):
    secretary, dinas = pemda.secretary("Dinas"), pemda.offices["Dinas"]
    stranger = pemda.head("Dinas Lain")

    day_added(pemda, secretary, office_id=dinas)
    for caller, office_id in ((head, None), (secretary, None), (stranger, dinas)):
        with pytest.raises(OnlyCalendarKeepers):
            day_added(pemda, caller, office_id=office_id)


@pytest.mark.parametrize("duty", ["analyst", "auditor"])
def test_nobody_else_changes_a_calendar(pemda, head, duty):
    staff = pemda.hire("Dinas", "Staf", unit=("Sekretariat", "sekretariat"))
    other = pemda.hire("Dinas", "Tugas", duty=duty)

    for caller in (staff, other):
        for office_id in (None, pemda.offices["Dinas"]):
            with pytest.raises(OnlyCalendarKeepers):
                day_added(pemda, caller, office_id=office_id)


def test_what_belongs_to_an_office_is_taken_back_by_those_who_keep_it(pemda, head):
    stranger = pemda.head("Dinas Lain")
    day_added(pemda, head, office_id=pemda.offices["Dinas"])
    [mine] = [it for it in calendar(pemda).closed if it.office_id is not None]
    national = calendar(pemda).closed[0]
    withdrawal = Withdrawal("SE 1")

    for caller, day_id in ((stranger, mine.id), (head, national.id)):
        with pytest.raises(OnlyCalendarKeepers):
            change_calendar(
                pemda.session, caller, plans.WithdrawClosedDay(day_id, withdrawal), now=NOON
            )
    change_calendar(pemda.session, head, plans.WithdrawClosedDay(mine.id, withdrawal), now=NOON)


def test_another_pemda_is_not_there(pemda):
    other = other_pemda(pemda.session)
    foreign = other.office("Dinas Asing")
    there = calendar(other).closed[0]

    with pytest.raises(NotFound):
        day_added(pemda, office_id=foreign)
    with pytest.raises(NotFound):
        change_calendar(
            pemda.session,
            pemda.administrator,
            plans.WithdrawClosedDay(there.id, Withdrawal("SE")),
            now=NOON,
        )
    for plan in (plans.WithdrawSchedule(uuid4()), plans.EndSchedule(uuid4(), NOON.date())):
        with pytest.raises(NotFound):
            change_calendar(pemda.session, pemda.administrator, plan, now=NOON)


# ---------------------------------------------------------------- what is refused


def refused(act, reason):
    with pytest.raises(reason) as found:
        act()
    return found.value


def test_a_schedule_that_says_nothing_clear_is_refused_field_by_field(pemda):
    wrong = NewSchedule("ramadan", date(2026, 3, 1), None, "", monday="pagi", tuesday="12-8")

    problems = refused(
        lambda: change_calendar(
            pemda.session, pemda.administrator, plans.AddSchedule(wrong, None), now=NOON
        ),
        EntryRefused,
    ).problems

    assert {(it.field_name, it.code) for it in problems} == {
        ("last", "calendar.ramadan-ends"),
        ("monday", "working-time.hours-unreadable"),
        ("tuesday", "working-time.invalid-hours"),
        ("legal_basis", "structure.missing"),
    }


def test_a_week_without_hours_and_days_out_of_reach_are_refused(pemda):
    empty = NewSchedule("usual", date(2026, 1, 1), date(2025, 1, 1), "Perbup")
    problems = [(it.field_name, it.code) for it in empty.problems()]
    assert problems == [
        ("last", "structure.ends-before-it-starts"),
        ("monday", "calendar.no-hours"),
    ]
    signs = NewSchedule("usual", date(2027, 1, 1), None, "Perbup", monday=",", friday="dan")
    assert [it.code for it in signs.problems()] == ["calendar.no-hours"]
    for day in (date(1999, 1, 1), date(2100, 1, 1)):
        entry = NewClosedDay(day, "local", "a", "b")
        assert [it.code for it in entry.problems()] == ["structure.implausible-year"]
    wrong = NewClosedDay(date(2026, 1, 1), "libur", "", "b")
    assert {it.field_name for it in wrong.problems()} == {"kind", "name"}
    late = YearConfirmation(2026, "SKB", date(2027, 1, 1))
    assert [it.code for it in late.problems()] == ["calendar.skb-of-another-year"]


def test_nothing_is_entered_twice(pemda):
    session, admin = pemda.session, pemda.administrator
    change_calendar(session, admin, plans.AddSchedule(USUAL, None), now=NOON)
    day_added(pemda)

    refused(
        lambda: change_calendar(session, admin, plans.AddSchedule(USUAL, None), now=NOON),
        plans.ScheduleThere,
    )
    refused(lambda: day_added(pemda), plans.DayThere)
    refused(
        lambda: change_calendar(session, admin, plans.ProposeHolidays(2026), now=NOON),
        plans.NothingProposed,
    )
    refused(
        lambda: change_calendar(
            session, admin, plans.SwitchMinimum(pemda.office("Dinas"), strict=False), now=NOON
        ),
        plans.SwitchedAlready,
    )


def test_a_day_that_the_pemda_is_closed_is_not_closed_again_by_an_office(pemda, head):
    day_added(pemda)

    refused(lambda: day_added(pemda, head, office_id=pemda.offices["Dinas"]), plans.DayThere)


def test_a_confirmed_year_takes_no_proposal_and_a_year_without_days_is_not_confirmed(pemda):
    session, admin = pemda.session, pemda.administrator
    change_calendar(session, admin, plans.ConfirmYear(SKB), now=NOON)

    refused(
        lambda: change_calendar(session, admin, plans.ProposeHolidays(2026), now=NOON),
        plans.YearWasConfirmed,
    )
    refused(
        lambda: change_calendar(session, admin, plans.ProposeHolidays(1945), now=NOON),
        plans.YearOutOfReach,
    )
    empty = YearConfirmation(2030, "SKB", date(2029, 9, 1))
    refused(
        lambda: change_calendar(session, admin, plans.ConfirmYear(empty), now=NOON),
        plans.YearWithoutDays,
    )


def test_a_proposal_brings_only_what_is_not_there(pemda):
    session, admin = pemda.session, pemda.administrator
    gone = calendar(pemda).closed_of(None, 2027)[0]
    change_calendar(session, admin, plans.WithdrawClosedDay(gone.id, Withdrawal("SE")), now=NOON)

    change_calendar(session, admin, plans.ProposeHolidays(2027), now=NOON)

    days = calendar(pemda).closed_of(None, 2027)
    assert sum(it.day == gone.day for it in days) == 1
    assert len(days) == 26


def test_a_schedule_cannot_end_before_it_begins(pemda):
    change_calendar(pemda.session, pemda.administrator, plans.AddSchedule(USUAL, None), now=NOON)
    [made] = calendar(pemda).schedules

    refused(
        lambda: change_calendar(
            pemda.session,
            pemda.administrator,
            plans.EndSchedule(made.id, date(2025, 12, 31)),
            now=NOON,
        ),
        plans.ScheduleCannotEnd,
    )


def test_a_calendar_by_which_nobody_works_any_more_is_refused_and_nothing_is_kept(pemda):
    before = calendar(pemda)
    # Sundays only, and every Sunday of the coming year is off.
    sundays = NewSchedule("usual", NOON.date(), None, "Perbup", sunday="08.00-08.01")
    first_sunday = NOON.date() + timedelta(days=6)
    for week in range(60):
        day = NewClosedDay(first_sunday + timedelta(weeks=week), "local", "Tutup", "SE")
        if not any(it.day == day.day for it in before.closed):
            day_added(pemda, day=day)

    refused(
        lambda: change_calendar(
            pemda.session, pemda.administrator, plans.AddSchedule(sundays, None), now=NOON
        ),
        NobodyWouldWork,
    )
    assert calendar(pemda).schedules == ()
