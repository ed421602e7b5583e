"""`./alur health`: whether the service on this machine answers, for supervisors and containers.

It also says how TTE is set up, for whoever looks after the installation. Nothing of that changes
the exit code: a supervisor would start a service again and again that answers.
"""

from __future__ import annotations

import http.client
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from service.cli.frame.commands import command
from service.cli.frame.program_codes import DONE, REFUSED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from service.cli.frame.talk import Talk
    from service.config import Settings
    from service.errors import AlurError
    from service.tte import Anchor

#: Asks the store too; it needs no login and says nothing but "ok".
_PAGE: Final = "/kesehatan"


@command("health")
def health(talk: Talk) -> int:
    """Ask the page for supervisors at the address of the settings; 0: it answers."""
    from service.cli.serve import address_of, status_of
    from service.clock import SystemClock
    from service.config import Settings

    settings = Settings.from_env()
    status = status_of(settings, _PAGE)
    healthy = status == http.client.OK
    document = {"healthy": healthy, "address": address_of(settings), "status": status}
    code = "well" if healthy else "silent" if status is None else "unwell"
    tte = tte_set_up(settings, SystemClock().now())
    talk.result(
        {**document, "tte": tte.document(talk)},
        [talk.text(f"cli-health.{code}", **document), *tte.lines(talk)],
    )
    return DONE if healthy else REFUSED


@dataclass(frozen=True, slots=True)
class TteSetUp:
    """Whom the installation would trust if the service started now, and what it asks of a file."""

    #: folder or file of the certificates
    place: str
    anchors: tuple[Anchor, ...]
    #: a signed file must hold the proof that its certificates were not revoked
    revocation_required: bool
    #: why the certificates cannot be used: `serve` would not start with them
    refused: AlurError | None
    now: datetime

    @property
    def available(self) -> bool:
        """Say whether a TTE can be taken in: there is a root that has not ended."""
        return any(it.root and it.standing(self.now) != "ended" for it in self.anchors)

    def document(self, talk: Talk) -> dict[str, Any]:
        """Return what --json tells; `ends` in UTC, `standing` valid, ending or ended."""
        return {
            "available": self.available,
            "place": self.place,
            "revocation": "required" if self.revocation_required else "optional",
            "anchors": [
                {
                    "name": anchor.name,
                    "root": anchor.root,
                    "ends": anchor.ends.isoformat(),
                    "standing": anchor.standing(self.now),
                }
                for anchor in self.anchors
            ],
            "refused": None if self.refused is None else _said(talk, self.refused),
        }

    def lines(self, talk: Talk) -> Iterator[str]:
        """Give what a person is told, beginning with whether there is TTE."""
        from service.sentences.words import written_date

        if self.refused is not None:
            yield talk.text("cli-health.tte-refused", reason=_said(talk, self.refused))
            return
        if not self.anchors:
            yield talk.text("cli-health.tte-none", place=self.place)
            return
        code = "available" if self.available else "no-root"
        yield talk.text(f"cli-health.tte-{code}", count=len(self.anchors), place=self.place)
        for anchor in self.anchors:
            day = written_date(anchor.ends.date(), talk.lang)
            match anchor.standing(self.now):
                case "ended":
                    yield talk.text("tte.anchor-ended", name=anchor.name, day=day)
                case "ending":
                    left = (anchor.ends - self.now).days
                    yield talk.text("cli-health.tte-ending", name=anchor.name, day=day, left=left)
        asked = "required" if self.revocation_required else "optional"
        yield talk.text(f"cli-health.tte-revocation-{asked}")


def tte_set_up(settings: Settings, now: datetime) -> TteSetUp:
    """Return how TTE is set up by the files and settings as they are at `now`."""
    from service.tte import AnchorRefused, anchors_in

    anchors: tuple[Anchor, ...] = ()
    refused = None
    try:
        anchors = anchors_in(settings.tte_anchors)
    except AnchorRefused as error:
        refused = error
    return TteSetUp(
        place=str(settings.tte_anchors),
        anchors=anchors,
        revocation_required=settings.tte_revocation == "required",
        refused=refused,
        now=now,
    )


def _said(talk: Talk, error: AlurError) -> str:
    return talk.text(error.code, **error.params)
