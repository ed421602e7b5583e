"""`python -m tests.random_office --seed N`: let things happen in an office, by a seed."""

from __future__ import annotations

import argparse
import tempfile

from service.store.database import make_engine, make_sessions
from service.store.schema import migrate
from tests.databases import Database, for_tests
from tests.integration.running.conftest import make_world
from tests.random_office.office import open_office
from tests.random_office.simulation import FAILING_EVERYWHERE, simulate


def main() -> None:
    """Simulate on a SQLite store of its own; print what happened how often, or what failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.random_office", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seeds", type=int, default=1, help="how many, from --seed on")
    parser.add_argument("--steps", type=int, default=400)
    parser.add_argument(
        "--failing-everywhere",
        type=float,
        default=FAILING_EVERYWHERE,
        help="how many acts meet a store that fails at each statement in turn, 0 to 1",
    )
    options = parser.parse_args()
    for seed in range(options.seed, options.seed + options.seeds):
        _of(seed, options.steps, options.failing_everywhere)


def _of(seed: int, steps: int, failing_everywhere: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/alur.sqlite"
        engine = make_engine(url)
        migrate(engine)
        for_tests(engine)
        sessions = make_sessions(engine)
        with sessions() as session:
            office = open_office(make_world(session), Database(url, engine, sessions))
            simulate(office, seed, steps, failing_everywhere=failing_everywhere)
        engine.dispose()
    print(f"seed {seed}")  # noqa: T201
    for name, times in sorted(office.happened.items()):
        print(f"{times:6} {name}")  # noqa: T201


if __name__ == "__main__":
    main()
