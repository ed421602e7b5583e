"""`/api/v1`: what programs of an office can do, by the commands and rules of the pages.

Every route is for the holder of a token (`guard.Who.PROGRAM`) or for anyone; refusals are
problem+json. `service/docs/api.md` is the guide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from service.web.api import description
from service.web.api.blueprint import Api, describe_components

if TYPE_CHECKING:
    from flask import Flask

_ABOUT: Final = (
    "Processes of Alur for programs of an office. A token acts in one jabatan of the person who "
    "made it, by the same rules as the pages. Acts that ask for the password again (paraf, "
    "approval, Berlakukan, repairs) are closed to programs."
)


def init_api(app: Flask) -> None:
    """Put the API and its description on the application."""
    # Here and not above: a blueprint has the name of its module and would stand in its place.
    from service.web.api.files import files
    from service.web.api.health import health
    from service.web.api.jobs import jobs
    from service.web.api.me import me
    from service.web.api.processes import processes
    from service.web.api.sending import sending
    from service.web.api.sops import sops
    from service.web.api.tasks import tasks

    api = Api(
        app,
        spec_kwargs={
            "title": "Alur",
            "version": "1",
            "openapi_version": "3.1.0",
            "info": {"description": _ABOUT},
            "security": [{"token": []}],
        },
    )
    describe_components(api)
    for blueprint in (me, sops, processes, tasks, jobs, sending, files, health):
        api.register_blueprint(blueprint)
    app.register_blueprint(description.description)
    description.keep(app, api.spec.to_dict())
