"""`python -m tests.year`: print what a simulated year of an office brings; --write keeps it."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from service.store.database import make_engine, make_sessions
from service.store.schema import migrate
from tests.year.simulation import run_year
from tests.year.table import table_of

EXPECTED = Path(__file__).with_name("expected.txt")


def main() -> None:
    """Simulate the year on a SQLite store of its own."""
    parser = argparse.ArgumentParser(prog="python -m tests.year", description=__doc__)
    parser.add_argument("--write", action="store_true", help="keep it as what tests expect")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{folder}/alur.sqlite")
        migrate(engine)
        sessions = make_sessions(engine)
        with sessions() as session:
            found = table_of(run_year(session, sessions))
        engine.dispose()
    if options.write:
        EXPECTED.write_text(found, "utf-8")
    print(found)  # noqa: T201


if __name__ == "__main__":
    main()
