"""The life of a SOP: notes of revisions, evaluations, and one version in force at a time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from service.access.entries import EntryRefused
from service.access.refusals import OnlyHead
from service.commands.add_sop_version import LONGEST_NOTE, Upload, add_sop_version
from service.commands.evaluate_sop import NothingInForce, evaluate_sop
from service.commands.make_effective import LaterVersionInForce, make_effective
from service.errors import NotFound
from service.queries.sop_evaluations import due_after, evaluations_of, last_evaluations
from service.queries.sop_life import life_of
from service.queries.sops import sop_view
from service.store.database import read
from service.store.history import Stream, events_of
from service.store.idempotency import request_key
from service.store.tables import sop_version
from service.store.verify import verify_stream
from tests import sops
from tests.integration.commands.test_sops import TODAY, world
from tests.people import NOON
from tests.racing import at_once

__all__ = ["world"]

WHY = "Menyesuaikan Perbup 12/2026 tentang tata naskah dinas"


def uploaded(world, name="SOP Uji", note="", who=None):
    return add_sop_version(
        world.session,
        who or world.analyst,
        office_id=world.dinas,
        upload=Upload(sops.diagram(name=name), {}, note=note),
        now=NOON,
        catalogue=world.catalogue,
    ).made


def evaluated(world, sop_id, who=None, **more):
    entry: dict[str, Any] = {
        "evaluated_on": TODAY,
        "result": "keep",
        "note": "Masih sesuai",
    } | more
    return evaluate_sop(world.session, who or world.analyst, sop_id=sop_id, now=NOON, **entry)


def fault(world, sop_id):
    with read(world.session) as connection:
        return verify_stream(connection, Stream(world.pemda.id, sop_id, "sop")).fault


def payloads(world, sop_id):
    with read(world.session) as connection:
        stream = Stream(world.pemda.id, sop_id, "sop")
        return " ".join(row.payload for row in events_of(connection, stream))


# ---------------------------------------------------------------- notes of revisions


def test_a_note_is_shown_in_the_life_and_the_chain_holds_only_its_seal(world):
    made = uploaded(world, note=f"  {WHY} ")

    (added, checked) = life_of(world.session, world.analyst, made.sop_id)

    assert (added.act, checked.act) == ("added", "checked")
    assert added.note == WHY
    assert added.jabatan == "Analis"
    assert WHY not in payloads(world, made.sop_id)
    assert fault(world, made.sop_id) is None


def test_a_version_without_a_note_has_none(world):
    made = uploaded(world)

    assert life_of(world.session, world.analyst, made.sop_id)[0].note is None


def test_a_note_that_is_too_long_is_refused_and_nothing_is_stored(world):
    with pytest.raises(EntryRefused) as refused:
        uploaded(world, note="x" * (LONGEST_NOTE + 1))

    assert [one.field_name for one in refused.value.problems] == ["note"]
    with read(world.session) as connection:
        own = sop_version.c.pemda_id == world.pemda.id
        assert connection.scalar(select(sop_version.c.id).where(own)) is None


def test_the_life_tells_every_act_with_who_and_when_and_why(world):
    made = world.published()
    world.effect(made.version_id)
    world.withdraw(made.version_id, reason="Diganti aturan baru")

    told = life_of(world.session, world.analyst, made.sop_id)

    assert [(one.act, one.jabatan) for one in told] == [
        ("added", "Analis"),
        ("checked", "Analis"),
        ("trial", "Analis"),
        ("effective", "Kepala Dinas"),
        ("withdrawn", "Kepala Dinas"),
    ]
    assert told[3].day == TODAY
    assert told[4].note == "Diganti aturan baru"


def test_the_version_that_another_took_the_place_of_is_told_its_last_day(world):
    first = world.published()
    world.effect(first.version_id)
    second = world.published(sops.diagram(name="Baru"))
    world.effect(second.version_id, day=TODAY + timedelta(days=7))

    told = life_of(world.session, world.analyst, first.sop_id)

    (one,) = [act for act in told if act.act == "replaced"]
    assert one.version_id == first.version_id
    assert one.day == TODAY + timedelta(days=6)
    assert one.jabatan == "Kepala Dinas"


def test_of_a_draft_an_outsider_is_told_nothing(world, stranger):
    made = uploaded(world, note=WHY)

    for who in (world.other_head, stranger.analyst()):
        with pytest.raises(NotFound):
            life_of(world.session, who, made.sop_id)


def test_who_sees_only_what_is_in_force_is_not_told_of_the_next_draft(world):
    made = world.published()
    world.effect(made.version_id)
    uploaded(world, name="Baru", note=WHY)

    told = life_of(world.session, world.other_head, made.sop_id)

    assert {one.version_id for one in told} == {made.version_id}
    assert WHY not in {one.note for one in told}


# ---------------------------------------------------------------- evaluations


def test_an_evaluation_is_recorded_and_moves_the_next_one_on(world):
    made = world.published()
    world.effect(made.version_id)

    evaluated(world, made.sop_id, world.head, result="revise", note="Langkah 2 terlalu lama")

    (one,) = evaluations_of(world.session, world.analyst, made.sop_id)
    assert (one.day, one.result, one.jabatan) == (TODAY, "revise", "Kepala Dinas")
    assert one.note == "Langkah 2 terlalu lama"
    assert last_evaluations(world.session, world.analyst) == {made.sop_id: TODAY}
    assert "Langkah 2" not in payloads(world, made.sop_id)
    assert fault(world, made.sop_id) is None


def test_the_same_request_records_one_evaluation(world):
    made = world.published()
    world.effect(made.version_id)
    request = request_key("k", "/evaluasi", b"x")

    first = evaluated(world, made.sop_id, request=request)

    assert evaluated(world, made.sop_id, request=request) == first
    assert len(evaluations_of(world.session, world.analyst, made.sop_id)) == 1


@pytest.mark.parametrize(
    ("entry", "fields"),
    [
        ({"result": "lain"}, ["result"]),
        ({"note": "  "}, ["note"]),
        ({"note": "x" * 2_001}, ["note"]),
        ({"evaluated_on": TODAY + timedelta(days=1)}, ["evaluated_on"]),
    ],
    ids=["result", "no note", "long note", "tomorrow"],
)
def test_an_entry_that_is_not_right_is_refused(world, entry, fields):
    made = world.published()
    world.effect(made.version_id)

    with pytest.raises(EntryRefused) as refused:
        evaluated(world, made.sop_id, **entry)

    assert [one.field_name for one in refused.value.problems] == fields
    assert evaluations_of(world.session, world.analyst, made.sop_id) == ()


def test_what_did_not_bind_on_that_day_is_not_evaluated(world):
    made = world.published()
    with pytest.raises(NothingInForce):
        evaluated(world, made.sop_id)
    world.effect(made.version_id)

    with pytest.raises(NothingInForce):
        evaluated(world, made.sop_id, evaluated_on=TODAY - timedelta(days=1))


def test_of_two_versions_of_one_day_the_later_one_is_evaluated(world):
    first = world.published()
    world.effect(first.version_id)
    world.withdraw(first.version_id)
    second = world.published(sops.diagram(name="Baru"))
    world.effect(second.version_id)

    evaluated(world, first.sop_id)

    (one,) = evaluations_of(world.session, world.analyst, first.sop_id)
    assert one.version_id == str(second.version_id)


def test_only_the_head_and_analysts_evaluate(world, stranger):
    made = world.published()
    world.effect(made.version_id)

    for who in (world.secretary, world.kabid, world.other_head, world.other_analyst):
        with pytest.raises(OnlyHead):
            evaluated(world, made.sop_id, who)
    with pytest.raises(NotFound):
        evaluated(world, made.sop_id, stranger.analyst())
    assert evaluations_of(world.session, world.analyst, made.sop_id) == ()


def test_a_year_after_a_leap_day_is_the_last_of_february():
    assert due_after(date(2028, 2, 29)) == date(2029, 2, 28)
    assert due_after(date(2026, 11, 23)) == date(2027, 11, 23)


# ---------------------------------------------------------------- one in force at a time


def in_force(world, sop_id):
    """Return the periods in which versions bind, by their first day."""
    with read(world.session) as connection:
        rows = connection.execute(
            select(sop_version.c.effective_from, sop_version.c.effective_to)
            .where(
                sop_version.c.pemda_id == world.pemda.id,
                sop_version.c.sop_id == sop_id,
                sop_version.c.status == "effective",
            )
            .order_by(sop_version.c.effective_from)
        )
        return [tuple(row) for row in rows]


def test_each_version_ends_the_day_before_the_next_begins(world):
    days = [TODAY, TODAY + timedelta(days=1), TODAY + timedelta(days=40)]
    for number, day in enumerate(days):
        made = uploaded(world, name=f"Versi {number}")
        world.trial(made.version_id)
        world.effect(made.version_id, day=day)

    before = timedelta(days=1)
    assert in_force(world, made.sop_id) == [
        (days[0], days[1] - before),
        (days[1], days[2] - before),
        (days[2], None),
    ]
    assert fault(world, made.sop_id) is None


def test_of_versions_put_in_force_at_once_for_one_day_one_is(world, database):
    versions = []
    for number in range(3):
        made = uploaded(world, name=f"Versi {number}")
        world.trial(made.version_id)
        versions.append(made.version_id)
    waiting = iter(versions)
    head = world.confirmed(world.head)

    def effect(own):
        make_effective(
            own,
            head,
            version_id=next(waiting),
            effective_from=TODAY,
            now=NOON,
        )

    assert at_once(database, 3, effect) == {None: 1, LaterVersionInForce: 2}
    assert in_force(world, made.sop_id) == [(TODAY, None)]


# ---------------------------------------------------------------- withdrawn before its first day


def days(world, made):
    version = world.version(made.version_id)
    return version.status, version.effective_from, version.effective_to


def in_turn(world, *begins):
    """Ratify a version for each of these days, in their order."""
    made = []
    for day in begins:
        one = world.published(sops.diagram(name=f"Sejak {day}"))
        world.effect(one.version_id, day=day)
        made.append(one)
    return made


NEXT_WEEK, NEXT_MONTH = TODAY + timedelta(days=7), TODAY + timedelta(days=30)


def test_a_version_that_is_withdrawn_before_its_first_day_leaves_the_one_in_force_in_its_place(
    world,
):
    first, second = in_turn(world, TODAY, NEXT_WEEK)
    world.withdraw(second.version_id)

    assert days(world, first) == ("effective", TODAY, None)
    assert days(world, second) == ("withdrawn", NEXT_WEEK, None)
    view = sop_view(world.session, world.analyst, first.sop_id)
    in_force = view.in_force(NEXT_MONTH)
    assert in_force is not None
    assert in_force.version_id == first.version_id
    # That day is free again.
    (third,) = in_turn(world, NEXT_WEEK)
    assert days(world, third)[:2] == ("effective", NEXT_WEEK)
    assert fault(world, first.sop_id) is None


def test_the_one_before_it_stays_until_the_one_after_it_begins(world):
    first, second, third = in_turn(world, TODAY, NEXT_WEEK, NEXT_MONTH)
    world.withdraw(second.version_id)

    assert days(world, first) == ("effective", TODAY, NEXT_MONTH - timedelta(days=1))
    assert days(world, third) == ("effective", NEXT_MONTH, None)
    world.withdraw(third.version_id)
    assert days(world, first) == ("effective", TODAY, None)
    assert fault(world, first.sop_id) is None


def test_what_was_withdrawn_meanwhile_does_not_come_back(world):
    first, second = in_turn(world, TODAY, NEXT_WEEK)
    world.withdraw(first.version_id)
    world.withdraw(second.version_id)

    assert days(world, first) == ("withdrawn", TODAY, TODAY)
    assert days(world, second) == ("withdrawn", NEXT_WEEK, None)


def test_the_life_tells_that_the_one_before_it_stays_and_that_it_was_never_in_force(world):
    first, second, _ = in_turn(world, TODAY, NEXT_WEEK, NEXT_MONTH)
    world.withdraw(second.version_id, reason="Anggaran belum ada")

    *_, withdrawn, kept = life_of(world.session, world.analyst, first.sop_id)

    assert (withdrawn.act, withdrawn.version_id, withdrawn.day) == (
        "withdrawn",
        second.version_id,
        None,
    )
    assert (kept.act, kept.version_id, kept.note) == ("kept", first.version_id, None)
    assert kept.day == NEXT_MONTH - timedelta(days=1)
