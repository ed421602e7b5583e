"""`./alur health`: whether the service on this machine answers, for supervisors and containers."""

from __future__ import annotations

import http.client
from typing import TYPE_CHECKING, Final

from service.cli.frame.commands import command
from service.cli.frame.program_codes import DONE, REFUSED

if TYPE_CHECKING:
    from service.cli.frame.talk import Talk

#: Asks the store too; it needs no login and says nothing but "ok".
_PAGE: Final = "/kesehatan"


@command("health")
def health(talk: Talk) -> int:
    """Ask the page for supervisors at the address of the settings; 0: it answers."""
    from service.cli.serve import address_of, status_of
    from service.config import Settings

    settings = Settings.from_env()
    status = status_of(settings, _PAGE)
    healthy = status == http.client.OK
    document = {"healthy": healthy, "address": address_of(settings), "status": status}
    code = "well" if healthy else "silent" if status is None else "unwell"
    talk.result(document, [talk.text(f"cli-health.{code}", **document)])
    return DONE if healthy else REFUSED
