"""Days of the whole office by a seed: people, systems, clock, worker, and a failing store."""

from __future__ import annotations

from itertools import count
from random import Random
from typing import TYPE_CHECKING

from tests.random_office.acts import ACTS
from tests.random_office.office import LEASES_END

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.random_office.office import Office

#: How likely each act is against the others, where one is possible; others have 2.
LIKELY = {"complete": 14, "start": 6, "let_the_worker_work": 5, "fetch": 6, "end_job": 5}
LIKELY |= {"approve": 6, "resume": 8, "retry": 5, "suspend": 1, "cancel": 1, "release": 4}

#: How many of the acts meet a store that fails somewhere, and at each statement in turn.
FAILING, FAILING_EVERYWHERE = 0.12, 0.03


class Failed(AssertionError):
    """Something did not hold; it says by which seed it comes again."""


def simulate(
    office: Office, seed: int, steps: int, *, failing_everywhere: float = FAILING_EVERYWHERE
) -> None:
    """Let things happen and check the whole office behind each of them."""
    rng = Random(f"office {seed}")
    number = 0
    try:
        for number in range(1, steps + 1):  # noqa: B007 - told where it fails
            _something_happens(office, rng, failing_everywhere)
            office.look()
        _the_worker_catches_up(office)
        office.look()
    except Exception as fault:
        again = f"--seed {seed} --steps {number} --failing-everywhere {failing_everywhere}"
        raise Failed(f"python -m tests.random_office {again}") from fault


def _something_happens(office: Office, rng: Random, failing_everywhere: float) -> None:
    seen = office.seen()
    possible = {
        name: options for name, act in ACTS.items() if (options := act.options(office, seen))
    }
    name = rng.choices(list(possible), [LIKELY.get(it, 2) for it in possible])[0]
    option = rng.choice(possible[name])
    fails: Iterable[int] = (rng.randrange(1, 12),) if rng.random() < FAILING else ()
    if rng.random() < failing_everywhere:
        fails = count(1)
    ACTS[name].do(office, option, fails)


def _the_worker_catches_up(office: Office) -> None:
    office.now += LEASES_END
    ACTS["let_the_worker_work"].do(office, None, ())
