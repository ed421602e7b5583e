"""`python -m service`: what the launcher `alur` at the root calls once everything is set up.

Besides the subcommands it runs the two programs of the service, `web` and `worker`, which
`serve` supervises and containers run one by one.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from service.cli.frame.program import run
from service.cli.frame.supervisor import end_with_supervisor
from service.cli.serve import require_safe_address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.config import Settings


def main(arguments: Sequence[str]) -> int:
    """Run a program of the service or a subcommand; return the exit code."""
    match list(arguments):
        case ["web"]:
            return _web()
        case ["worker"]:
            return _worker()
        case _:
            return run(arguments)


def _web() -> int:
    from service.app import create_app
    from service.cli.frame.web_server import serve_requests

    settings = _begin()
    require_safe_address(settings, demo=False)
    serve_requests(settings, create_app)
    return 0


def _worker() -> int:
    from service.worker.run import run_worker

    return run_worker(_begin())


def _begin() -> Settings:
    from service import log
    from service.config import Settings

    end_with_supervisor()
    settings = Settings.from_env()
    log.configure(settings.log_level, settings.log_format)
    return settings


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
