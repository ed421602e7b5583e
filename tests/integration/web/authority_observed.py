"""Print lines of the authority table for routes that it does not have.

What is printed is what the service does. Compare each line with what it should do before it goes
into the table: a hole that is copied there is a hole for ever.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from service.store.database import make_engine
from service.store.schema import migrate
from tests.filled import filled_sqlite
from tests.integration.web.authority_requests import NAMING, PLACELESS, TASK_ROUTES
from tests.integration.web.authority_table import TABLE, Line
from tests.integration.web.authority_world import PLACES, ROLES, WORKERS, Authority
from tests.integration.web.test_authority_matrix import Matrix, application, filling, routes_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_ADDED = 400


def lines_for(route: str) -> Iterator[Line]:
    """Give the lines that a route needs."""
    method, _, rule = route.partition(" ")
    if route in PLACELESS or ("<" not in rule and route not in NAMING):
        yield Line("-", "", ())
        return
    if route in TASK_ROUTES:
        for who in WORKERS if method != "GET" else ("ketua", "instansi"):
            yield Line("own", who, ())
    elif "instance_id" in rule or "process_id" in rule:
        for who in ("ketua", "instansi"):
            yield Line("own", who, ())
    else:
        yield Line("own", "", ())
    for place in PLACES[1:]:
        yield Line(place, "", ())


def observe(matrix: Matrix, route: str) -> None:
    """Print a route with what everybody gets."""
    print(route)  # noqa: T201
    for line in lines_for(route):
        got = []
        for role in ROLES:
            status = matrix.ask(route, line, role)
            got.append(status)
            if not route.startswith("GET ") and status < _ADDED:
                matrix.restore()
        statuses = "  ".join(map(str, got))
        print(f"  {line.place:8}{line.who:12}{statuses}")  # noqa: T201


def main() -> None:
    """Observe the routes named as arguments, or all that are missing."""
    folder = Path(tempfile.mkdtemp())
    template = folder / "template.sqlite"
    engine = make_engine(f"sqlite:///{template}")
    migrate(engine)
    engine.dispose()
    made: list[Authority] = []
    with filled_sqlite(folder, template, filling(made)) as store:
        app = application(store, folder)
        matrix = Matrix(store, made[0], app)
        missing = sorted(routes_of(app) - TABLE.keys(), key=lambda it: it.split()[1])
        for route in sys.argv[1:] or missing:
            observe(matrix, route)


if __name__ == "__main__":
    main()
