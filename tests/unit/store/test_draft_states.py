"""Which saves of a draft a person can go back to, and which stay at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from service.store.draft_states import Saved, Ways, outdated, ways

ME, NEIGHBOUR, DRAFT = UUID(int=1), UUID(int=2), UUID(int=3)
NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)


def history(*saves):
    """Return revisions from 1, each `how` or `how content`; a content is its own number else."""
    for number, save in enumerate(saves, 1):
        how, _, content = save.partition(" ")
        who = ME
        if how.startswith("neighbour:"):
            who, how = NEIGHBOUR, how.removeprefix("neighbour:")
        yield Saved(number, how, who, NINE + timedelta(minutes=number), content or str(number))


def go(*saves, since=None):
    return ways(history(*saves), ME, since)


def test_each_act_is_one_state_to_go_back_to():
    assert go("begun") == Ways()
    assert go("begun", "autosave", "kept", "pasted") == Ways(back=3)


def test_saves_while_one_cell_is_typed_in_are_one_act():
    assert go("begun", "autosave", "continued", "continued", "autosave") == Ways(back=4)
    assert go("begun", "autosave", "continued", "continued") == Ways(back=1)


def test_what_was_typed_and_taken_away_by_hand_is_no_act():
    assert go("begun a", "autosave b", "continued a") == Ways()


def test_going_back_twice_and_ahead_again_stands_where_it_arrived():
    made = ["begun a", "autosave b", "autosave c"]

    assert go(*made, "undone b") == Ways(back=1, ahead=3)
    assert go(*made, "undone b", "undone a") == Ways(ahead=2)
    assert go(*made, "undone b", "undone a", "redone b") == Ways(back=1, ahead=3)
    assert go(*made, "undone b", "undone a", "redone b", "redone c") == Ways(back=2)


def test_another_act_after_going_back_leaves_nothing_ahead():
    assert go("begun a", "autosave b", "undone a", "autosave c") == Ways(back=1)


def test_what_somebody_else_saved_is_never_taken_back():
    assert go("begun", "autosave", "neighbour:autosave", "autosave") == Ways(back=3)
    assert go("begun", "autosave", "neighbour:autosave") == Ways()


def test_nobody_goes_back_behind_the_version_that_the_draft_became():
    assert go("begun", "autosave", "autosave", since=NINE + timedelta(minutes=2)) == Ways(back=2)


def test_a_state_of_which_the_saves_before_are_gone_is_still_one():
    rest = list(history("begun", *["autosave"] * 2, "continued", "continued"))
    assert ways([rest[0], rest[1], rest[4]], ME, None) == Ways(back=2)


@dataclass(frozen=True)
class Kept:
    number: int
    how: str
    saved_at: datetime = NINE
    person_id: UUID = ME
    draft_id: UUID = DRAFT


def staying(hows):
    saves = [Kept(number, how) for number, how in enumerate(hows, 1)]
    gone = {number for _, number in outdated(saves)}
    return [one.number for one in saves if one.number not in gone]


def test_the_state_before_a_paste_a_restore_and_a_loss_of_several_steps_stays():
    hows = ["begun", *["autosave"] * 99]
    hows[9], hows[19], hows[29] = "pasted", "restored", "dropped"

    kept = staying(hows)

    assert kept == [1, 9, 10, 19, 20, 29, 30, 50, *range(51, 101)]


def test_while_one_cell_is_typed_in_no_older_state_is_pushed_out():
    hows = ["begun", *["autosave"] * 10, *["continued"] * 100]

    kept = staying(hows)

    assert kept == [*range(1, 11), 61, *range(62, 112)]
