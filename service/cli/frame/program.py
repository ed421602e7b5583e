"""`python -m service`: finds the subcommand, runs it and turns refusals into exit codes."""

from __future__ import annotations

import pkgutil
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

import click
from click.exceptions import NoArgsIsHelpError

import service.cli
from service.cli.frame.commands import Command, Group, explain
from service.cli.frame.program_codes import DONE, REFUSED, WRONG_CALL
from service.cli.frame.talk import talk_of
from service.errors import AlurError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.cli.frame.talk import Talk

#: The shell's own code for Ctrl+C.
_INTERRUPTED: Final = 130

#: The order in which help lists what exists; anything else comes after, by name.
_ORDER = (
    "serve",
    "health",
    "check",
    "simulate",
    "table",
    "play",
    "history",
    "replay",
    "verify",
    "bench",
    "backup",
    "restore",
    "user",
    "test",
    "fuzz",
)


class Program(Group):
    """Every file of service/cli/ is a subcommand of the same name."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        names = [
            info.name for info in pkgutil.iter_modules(service.cli.__path__) if not info.ispkg
        ]
        rank = {name: place for place, name in enumerate(_ORDER)}
        return sorted(names, key=lambda name: (rank.get(name, len(_ORDER)), name))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        module = import_module(f"service.cli.{cmd_name}")
        found = getattr(module, cmd_name)
        if not isinstance(found, Command):
            raise TypeError(module.__name__)
        return found


def program() -> Program:
    """Return the root of all subcommands."""
    return Program(name="alur", callback=None, no_args_is_help=True)


def run(arguments: Sequence[str]) -> int:
    """Run the subcommand that `arguments` name and return the exit code."""
    talk = talk_of(arguments)
    try:
        outcome: Any = program().main(
            list(arguments), prog_name="./alur", obj=talk, standalone_mode=False
        )
    except (AlurError, PermissionError) as error:
        _refuse(talk, error)
        return REFUSED
    except NoArgsIsHelpError as error:
        talk.tell(error.ctx.get_help() if error.ctx else "")
        return WRONG_CALL
    except click.UsageError as error:
        code, params = explain(error)
        usage = "" if error.ctx is None or talk.as_json else f"\n{error.ctx.get_usage()}"
        talk.refuse(code, talk.text(code, **params) + usage)
        return WRONG_CALL
    except (click.Abort, KeyboardInterrupt):
        return _INTERRUPTED
    except BrokenPipeError:
        # The reader of our pipe (head, less) has gone; there is nobody left to tell.
        sys.stderr.close()
        return DONE
    return outcome if isinstance(outcome, int) else DONE


def _refuse(talk: Talk, error: AlurError | PermissionError) -> None:
    if isinstance(error, AlurError):
        talk.refuse_error(error)
        return
    # Whoever runs a command as another account than the service has done nothing wrong but that.
    code = "cli.not-permitted"
    talk.refuse(code, talk.text(code, path=error.filename or ""))
