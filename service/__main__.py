"""`python -m service`: what the launcher `alur` at the root calls once everything is set up.

Besides the subcommands it runs the two programs of the service, `web` and `worker`, which
`serve` supervises and containers run one by one.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

from service.cli.frame.loading import nothing_collected
from service.cli.frame.program import run
from service.cli.frame.program_codes import REFUSED
from service.cli.frame.supervisor import (
    SUPERVISED,
    end_with_supervisor,
    wait_until_prepared,
)
from service.cli.frame.talk import Talk
from service.cli.serve import prepare_alone, require_safe_address
from service.errors import AlurError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from service.config import Settings


def main(arguments: Sequence[str]) -> int:
    """Run a program of the service or a subcommand; return the exit code."""
    program = PROGRAMS.get(" ".join(arguments))
    if program is None:
        return run(arguments)
    try:
        return program()
    except AlurError as error:
        Talk().refuse_error(error)
        return REFUSED


def _web() -> int:
    settings = _begin()
    require_safe_address(settings, demo=False)
    with nothing_collected():
        from service.app import create_app
        from service.cli.frame.web_server import serve_requests

        app = create_app(settings)
    if SUPERVISED in os.environ:
        wait_until_prepared()
    else:
        prepare_alone(Talk(), settings)
    serve_requests(settings, app)
    return 0


def _worker() -> int:
    settings = _begin()
    with nothing_collected():
        from service.worker.run import run_worker

    if SUPERVISED in os.environ:
        wait_until_prepared()
    return run_worker(settings)


def _begin() -> Settings:
    from service import log
    from service.config import Settings

    end_with_supervisor()
    settings = Settings.from_env()
    log.configure(settings.log_level, settings.log_format)
    return settings


#: What `serve` supervises and containers run.
PROGRAMS: Final[Mapping[str, Callable[[], int]]] = {"web": _web, "worker": _worker}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
