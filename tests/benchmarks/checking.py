"""`python -m tests.benchmarks.checking`: how long *Cek diagram* takes, for each SOP.

From the request of the modeller to its answer, in a demo store on SQLite: multipart, authority,
the gate with forms and called SOPs, names, sentences, JSON. The bound is 300 ms for a diagram of
60 elements. Without the network, which is not ours to measure.
"""

from __future__ import annotations

import io
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from service.app import create_app
from service.clock import SimulatedClock
from service.commands.begin_sop_draft import begin_new_sop_draft
from service.config import Settings
from service.diagrams import read_diagram
from service.queries.sops import authored_offices
from service.running.catalogue import read_catalogue
from service.store.database import make_engine, make_sessions
from service.store.schema import migrate
from tests.acceptance.demo import make_demo
from tests.integration.web.pages.reading import csrf_of
from tests.people import NOON

if TYPE_CHECKING:
    from service.diagrams.model import Scope

_TURNS = 15
_WARM_UP = 3


def main() -> None:
    """Print name, elements, median and greatest milliseconds, a SOP a line."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'alur.db'}"
        engine = make_engine(url)
        migrate(engine)
        settings = replace(Settings.from_env({"ALUR_DATA": name}), database_url=url)
        app = create_app(settings, clock=SimulatedClock(NOON))
        with make_sessions(engine)() as session:
            demo = make_demo(session, NOON)
            analyst = demo.people["analis"]
            office = authored_offices(session, analyst)[0].office_id
            draft = begin_new_sop_draft(
                session, analyst, office_id=office, title="Pengukuran", now=NOON
            )
            client = demo.signed_in(app, "analis")
            token = csrf_of(client.get("/sop/draf"))
            for entry in read_catalogue().entries.values():
                times = []
                for _ in range(_WARM_UP + _TURNS):
                    begun = time.perf_counter()
                    answer = client.post(
                        f"/sop/draf/{draft}/cek",
                        data={"diagram": (io.BytesIO(entry.raw), "a.bpmn")},
                        headers={"X-CSRF-Token": token, "Accept": "application/json"},
                    )
                    times.append((time.perf_counter() - begun) * 1000)
                    assert answer.status_code == 200, answer.get_data(as_text=True)
                counted = times[_WARM_UP:]
                size = sum(elements(one.scope) for one in read_diagram(entry.raw).processes)
                sys.stdout.write(
                    f"{entry.key:42}{size:5}{statistics.median(counted):8.1f}{max(counted):8.1f}\n"
                )


def elements(scope: Scope) -> int:
    """Return the nodes and flows of a scope and of those inside it."""
    inside = sum(
        elements(inner) for node in scope.nodes if (inner := getattr(node, "scope", None))
    )
    return len(scope.nodes) + len(scope.flows) + inside


if __name__ == "__main__":
    main()
