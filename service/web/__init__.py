"""Pages and their rules; `init_web` puts them on an application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

from service.web import context, shell
from service.web.api import init_api
from service.web.assets import assets
from service.web.compress import compressed
from service.web.numbers import RowNumber
from service.web.pages import blueprints
from service.web.problem import init_problems
from service.web.security import secure
from service.web.session import init_sessions
from service.web.watch import init_watching

if TYPE_CHECKING:
    from flask import Flask, Response

    from service.web.context import Services

#: Bytes of a form beside its files.
_FORM_BYTES = 1024 * 1024


def init_web(app: Flask, services: Services) -> None:
    """Put every page, its gate and its headers on the application."""
    app.config["MAX_CONTENT_LENGTH"] = services.settings.limits.upload_bytes + _FORM_BYTES
    app.config["MAX_FORM_MEMORY_SIZE"] = _FORM_BYTES
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.url_map.converters["int"] = RowNumber
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    with app.app_context():
        context.keep(services)

    @app.after_request
    def finish(answer: Response) -> Response:
        secure(answer.headers, tls=services.settings.encrypted)
        return compressed(request, answer)

    @app.teardown_request
    def let_go(_: BaseException | None) -> None:
        # Files that came with a form lie in temporary files until somebody closes them.
        request.close()

    init_sessions(app)
    init_watching(app)
    init_problems(app)
    shell.init_shell(app)
    app.register_blueprint(assets)
    for blueprint in blueprints():
        app.register_blueprint(blueprint)
    init_api(app)
