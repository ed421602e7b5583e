"""The store as the web opens it: a session per request. Nothing else imports flask_sqlalchemy.

Apart from `database`, so that the command line and the worker load no web.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_sqlalchemy import SQLAlchemy

from service.store import dialects
from service.store.tables import metadata

if TYPE_CHECKING:
    from flask import Flask

db = SQLAlchemy(
    metadata=metadata,
    session_options={"autoflush": False, "expire_on_commit": False},
    disable_autonaming=True,
)


def init_database(app: Flask) -> None:
    """Bind `db` to the application's SQLALCHEMY_DATABASE_URI, with our engine options."""
    url = dialects.normal_url(app.config["SQLALCHEMY_DATABASE_URI"])
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = dialects.engine_options(url)
    db.init_app(app)
    with app.app_context():
        dialects.prepare(db.engine)
