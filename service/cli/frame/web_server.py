"""Gunicorn, with our settings only: no configuration file and no environment of its own."""

from __future__ import annotations

import gc
import logging
import sys
from typing import TYPE_CHECKING, Any, Final

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

    from service.config import Settings


#: How long a thread computes before another one may go on. A request asks the store some eight
#: times and waits for its turn after each: with Python's 5 ms it took ten times as long beside
#: somebody whose diagram is being judged.
TURN_SECONDS: Final = 0.001


class _OurLog(Logger):
    """Gunicorn's messages go where all others go; people's requests are not logged here."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True


class _Server(BaseApplication):
    def __init__(self, settings: Settings, app: WSGIApplication) -> None:
        self._settings = settings
        self._app = app
        super().__init__(prog="alur")

    def load_config(self) -> None:
        for name, value in gunicorn_settings(self._settings).items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return self._app


def serve_requests(settings: Settings, app: WSGIApplication) -> None:
    """Answer requests until SIGTERM, then finish the open ones.

    The application is made once and shared by all web processes, those too that stand in for one
    that died. It must not have asked the store anything yet: connections must not cross a fork.
    """
    logging.getLogger("gunicorn").propagate = True
    # What is there now stays: a collector that walked it would copy it into every web process.
    gc.freeze()
    sys.setswitchinterval(TURN_SECONDS)
    _Server(settings, app).run()


def gunicorn_settings(settings: Settings) -> dict[str, object]:
    """Return everything that differs from gunicorn's defaults."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    certificate, key = settings.tls_certificate, settings.tls_key
    return {
        "bind": f"{host}:{settings.port}",
        "worker_class": "gthread",
        "workers": settings.web_processes,
        "threads": settings.web_threads,
        "graceful_timeout": int(settings.shutdown_grace.total_seconds()),
        "timeout": 60,
        "keepalive": 5,
        "certfile": None if certificate is None else str(certificate),
        "keyfile": None if key is None else str(key),
        # Only the proxies that the office named may say what the browser's address was.
        "forwarded_allow_ips": ",".join(settings.trusted_proxies),
        "secure_scheme_headers": {"X-FORWARDED-PROTO": "https"},
        # Gunicorn 27 would open one in the home folder, which need not be writable.
        "control_socket_disable": True,
        "logger_class": _OurLog,
        "loglevel": "debug" if settings.log_level == "debug" else "warning",
    }
