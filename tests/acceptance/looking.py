"""A demo store with processes at several steps, and a browser that judges what it is shown."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from playwright.sync_api import Error
from werkzeug.serving import make_server

from service.app import create_app
from service.clock import SimulatedClock
from service.commands.begin_form_draft import begin_form_draft
from service.commands.begin_sop_draft import begin_sop_draft
from service.config import Settings
from service.queries.sops import sop_view
from service.running.catalogue import read_catalogue
from service.store.database import make_engine, make_sessions
from service.store.schema import migrate
from service.store.web_database import db
from tests.acceptance.demo import Demo, make_demo
from tests.integration.web.pages.walking import Walk
from tests.people import NOON
from tests.unit.imaging.versions import text_pdf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from uuid import UUID

    from playwright.sync_api import BrowserContext, Page
    from sqlalchemy.orm import Session

AXE: Final = Path("service/web/frontend/node_modules/axe-core/axe.min.js")

#: WCAG 2.2 AA and everything below it.
RULES: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")

#: What a page in other colours can break: the rest of a page is the same in light and dark.
RULES_OF_COLOURS: Final = ("color-contrast", "link-in-text-block")

#: The windows in which people read Alur.
SIZES: Final[dict[str, Any]] = {
    "desk": {"viewport": {"width": 1280, "height": 900}},
    "phone": {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True},
}

_WATCH: Final = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.violations.push(`${event.violatedDirective} ${event.blockedURI}`);
});
"""


@dataclass(frozen=True)
class House:
    """The served store: where it is, and which processes wait where."""

    address: str
    tokens: dict[str, str]
    #: stage → id of the process that waits there; "done": completed
    instances: dict[str, str]
    #: stage → address of the task that waits there
    places: dict[str, str]
    sop_id: str
    #: office, unit, position, holding and person of the Kepala Dinas
    ids: dict[str, str]
    #: of the SOP, begun by the analyst
    draft: str
    #: a form of the office, as the SOP's own form of this key is
    form: str

    def context(self, browser: Any, who: str | None, **how: Any) -> BrowserContext:
        """Return a window in which `who` is signed in and blocked things are counted."""
        made: BrowserContext = browser.new_context(locale="id-ID", **how)
        if how.get("java_script_enabled", True):
            made.add_init_script(_WATCH)
        if who is not None:
            made.add_cookies([{"name": "alur", "value": self.tokens[who], "url": self.address}])
        return made


#: Where the processes of a house wait; "done": they have ended.
STAGES: Final = (
    "done",
    "step_1",
    "step_2",
    "p_bidang",
    "step_7",
    "step_8",
    "step_9",
    "r_asistensi",
)


_LOSE: Final = """(part) => {
  const fetch = window.fetch;
  window.fetch = async (place, how) => {
    const answer = await fetch(place, how);
    if (how?.method !== "POST" || !String(place).includes(part)) return answer;
    window.fetch = fetch;
    throw new TypeError("the line was lost");
  };
}"""


def lose_the_answer_of(page: Page, part: str) -> None:
    """Let the next POST to a place with this in it reach the server, and its answer nobody."""
    page.evaluate(_LOSE, part)


@contextmanager
def furnished(
    folder: Path,
    stages: Sequence[str] = STAGES,
    paper: Callable[[str], bytes] | None = None,
) -> Iterator[House]:
    """Serve a demo store with work in it, three days after the work began.

    `paper` makes the files that steps ask for.
    """
    url = f"sqlite:///{folder / 'alur.db'}"
    engine = make_engine(url)
    migrate(engine)
    clock = SimulatedClock(NOON)
    settings = replace(Settings.from_env({"ALUR_DATA": str(folder)}), database_url=url)
    app = create_app(settings, clock=clock)
    with make_sessions(engine)() as session:
        demo = make_demo(session, NOON)
        walks = _processes(app, demo, stages, paper)
        places = {stage: _place(walk, stage) for stage, walk in walks.items() if stage != "done"}
        clock.advance(timedelta(days=3, hours=3))
        demo.now = clock.now()
        tokens = {who: demo.token(who) for who in demo.people}
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield House(
            f"http://127.0.0.1:{server.server_port}",
            tokens,
            {stage: walk.instance for stage, walk in walks.items()},
            places,
            str(demo.sop_id),
            _ids(demo),
            str(_draft(session, demo)),
            str(_form(session, demo)),
        )
        server.shutdown()
        thread.join()
        server.server_close()
    with app.app_context():
        db.engine.dispose()
    engine.dispose()


def _draft(session: Session, demo: Demo) -> UUID:
    analyst = demo.people["analis"]
    newest = sop_view(session, analyst, demo.sop_id).versions[0]
    return begin_sop_draft(session, analyst, version_id=newest.version_id, now=demo.now)


def _form(session: Session, demo: Demo) -> UUID:
    return begin_form_draft(
        session,
        demo.people["analis"],
        office_id=demo.people["kepala-dinas"].holders[0].office_id,
        title="Koreksi",
        raw=read_catalogue().forms["koreksi"],
        key="koreksi",
        now=demo.now,
    )


def _ids(demo: Demo) -> dict[str, str]:
    head = demo.people["kepala-dinas"]
    (held,) = head.holders
    return {
        "office": str(held.office_id),
        "unit": str(held.unit_id),
        "position": str(held.position_id),
        "holding": str(held.holding_id),
        "person": str(head.person_id),
    }


def _processes(
    app: Any, demo: Demo, stages: Sequence[str], paper: Callable[[str], bytes] | None
) -> dict[str, Walk]:
    walks = {}
    for number, stage in enumerate(stages):
        # A demo has what a walk asks of an office.
        walk = Walk(app, demo)  # type: ignore[arg-type]
        walk.paper = paper or (_readable() if stage == "done" else walk.paper)
        walk.start(2027 + number)
        if stage != "step_1":
            walk.complete(demo.leader, **walk.team())
            walk.go_on(
                "nothing" if stage == "done" else stage,
                r_asistensi=[
                    {"putusan_asistensi": "perbaikan"},
                    {"putusan_asistensi": "diterima"},
                ],
            )
        walks[stage] = walk
    return walks


def _readable() -> Callable[[str], bytes]:
    """Return what makes papers of which each says something else: versions that differ."""
    pagu = count(100, 20)
    return lambda _: text_pdf(["Rencana kerja", f"Pagu {next(pagu)} juta rupiah"])


def _place(walk: Walk, stage: str) -> str:
    return next(place for _, place, element in walk.waiting() if element == stage)


def in_light_and_dark(page: Page) -> list[str]:
    """Return the troubles of the page in both colours, and whether it is wider than its window."""
    wrong = troubles_of(page)
    page.emulate_media(color_scheme="dark")
    wrong += [f"{said} (dark)" for said in troubles_of(page, rules=RULES_OF_COLOURS)]
    page.emulate_media(color_scheme="light")
    return wrong + too_wide(page)


def too_wide(page: Page) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    return ["the page is wider than the window"] if wide else []


def troubles_of(page: Page, *, rules: Sequence[str] = ()) -> list[str]:
    """Return what the policy blocked and what axe finds wrong on the page as it stands."""
    blocked = [f"CSP: {said}" for said in page.evaluate("window.violations")]
    return blocked + barriers(page, rules=rules)


def barriers(page: Page, *, rules: Sequence[str] = ()) -> list[str]:
    """Return what axe finds wrong on the page as it stands; `rules`: looked at alone."""
    # What passes is not reported, and no page of ours has a sound, a film or a frame to wait for.
    options = {
        "runOnly": {"type": "rule", "values": list(rules)} if rules else list(RULES),
        "resultTypes": ["violations"],
        "preload": False,
    }
    look = f"axe.run({json.dumps(options)}).then((result) => result.violations)"
    try:
        found = _looked(page, look)
    except Error:
        # A click leaves a page a little later; then it is the page that came which is looked at.
        page.wait_for_load_state()
        found = _looked(page, look)
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]


def _looked(page: Page, look: str) -> Any:
    page.evaluate(AXE.read_text("utf-8"))
    return page.evaluate(look)
