"""Subcommands whose help and refusals come from the catalogue, in the caller's language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, get_args

import click
from click.exceptions import NoSuchCommand

from service.cli.frame.talk import Talk
from service.sentences import Language, catalogue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

#: Options of every subcommand. `talk_of` has read them before; here they are only allowed.
_SHARED = ("json", "lang", "help")
#: What click calls its own --help option.
_CLICKS_HELP = "_click_default_help"


def talk_in(ctx: click.Context) -> Talk:
    """Return how the caller wants to be spoken to."""
    return ctx.find_object(Talk) or Talk()


def _shared_options() -> list[click.Parameter]:
    return [
        click.Option(["--json", "json"], is_flag=True, expose_value=False),
        click.Option(
            ["--lang", "lang"], type=click.Choice(get_args(Language)), expose_value=False
        ),
    ]


class Command(click.Command):
    """A subcommand; its texts are those of the group [cli-<its path>] in the catalogue."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["params"] = [*(kwargs.get("params") or []), *_shared_options()]
        super().__init__(*args, **kwargs)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(
            ctx.command_path,
            " ".join(self.collect_usage_pieces(ctx)),
            prefix=talk_in(ctx).text("cli.usage") + " ",
        )

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        options = talk_in(ctx).text("cli.usage-options")
        arguments = (piece for param in self.params for piece in param.get_usage_pieces(ctx))
        return [options, *arguments]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(talk_in(ctx).text(f"{_group_of(ctx)}.help"))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _write_rows(ctx, formatter, "cli.arguments", _argument_rows(self, ctx))
        _write_rows(ctx, formatter, "cli.options", _option_rows(self, ctx))


class Group(Command, click.Group):
    """A subcommand that has subcommands of its own, such as `user`."""

    command_class = Command

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [*super().collect_usage_pieces(ctx), talk_in(ctx).text("cli.usage-command")]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        Command.format_options(self, ctx, formatter)
        rows = [
            (name, _first_sentence(talk_in(ctx).text(f"{_group_of(ctx, name)}.help")))
            for name in self.list_commands(ctx)
            if not getattr(self.get_command(ctx, name), "hidden", True)
        ]
        _write_rows(ctx, formatter, "cli.commands", rows)


def command(name: str, **attributes: Any) -> Callable[[Callable[..., Any]], Command]:
    """Make a function a subcommand; it gets a Talk first, then its parameters by keyword.

    It returns its exit code, or None for 0.
    """

    def decorate(function: Callable[..., Any]) -> Command:
        return click.command(name, cls=Command, **attributes)(click.pass_obj(function))

    return decorate


def group(name: str, **attributes: Any) -> Callable[[Callable[..., Any]], Group]:
    """Make a function a subcommand with subcommands: `@user.command("add")` on their functions."""

    def decorate(function: Callable[..., Any]) -> Group:
        return click.group(name, cls=Group, **attributes)(click.pass_obj(function))

    return decorate


def explain(error: click.UsageError) -> tuple[str, dict[str, str]]:
    """Return the code and the parameters of the sentence that says what was wrong."""
    match error:
        case NoSuchCommand():
            return "cli.no-such-command", {"name": error.command_name}
        case click.NoSuchOption():
            return "cli.no-such-option", {"name": error.option_name}
        case click.MissingParameter():
            return "cli.missing", {"name": _named(error.param)}
        case click.BadParameter():
            return _bad_value(error)
        case click.BadOptionUsage():
            return "cli.bad-option", {"name": error.option_name}
    return "cli.wrong-call", {"reason": error.message}


def _bad_value(error: click.BadParameter) -> tuple[str, dict[str, str]]:
    """Say in our words what click's types check, so that no English sentence slips in."""
    name = _named(error.param)
    match error.param.type if error.param else None:
        case click.Path():
            # Click quotes the path in its own sentence and gives it nowhere else.
            path = re.search(r"'(.*)'", error.message)
            return "cli.no-file", {"name": name, "path": path[1] if path else ""}
        case click.Choice() as kind:
            return "cli.not-among", {"name": name, "allowed": " | ".join(map(str, kind.choices))}
        case click.IntRange() as kind:
            allowed = f"{kind.min or 0} … {kind.max or ''}".strip()
            return "cli.not-among", {"name": name, "allowed": allowed}
        case click.types.IntParamType():
            return "cli.not-among", {"name": name, "allowed": "0 …"}
    return "cli.bad-value", {"name": name, "reason": error.message}


def _named(parameter: click.Parameter | None) -> str:
    if parameter is None:
        return ""
    if isinstance(parameter, click.Option):
        return parameter.opts[-1]
    return (parameter.name or "").upper()


def _group_of(ctx: click.Context, *below: str) -> str:
    path = (*ctx.command_path.split()[1:], *below)
    return "-".join(("cli", *(path or ("alur",))))


def _text_of(ctx: click.Context, parameter: click.Parameter) -> str:
    return talk_in(ctx).text(_code_of(_group_of(ctx), parameter))


def _code_of(owner: str, parameter: click.Parameter) -> str:
    name = "help" if parameter.name == _CLICKS_HELP else (parameter.name or "")
    return f"{'cli' if name in _SHARED else owner}.{name.replace('_', '-')}"


def _argument_rows(command: click.Command, ctx: click.Context) -> list[tuple[str, str]]:
    return [
        (parameter.make_metavar(ctx), _text_of(ctx, parameter))
        for parameter in command.get_params(ctx)
        if isinstance(parameter, click.Argument)
    ]


def _option_rows(command: click.Command, ctx: click.Context) -> list[tuple[str, str]]:
    return [
        (record[0], _text_of(ctx, parameter))
        for parameter in command.get_params(ctx)
        if isinstance(parameter, click.Option)
        and (record := parameter.get_help_record(ctx)) is not None
    ]


def _write_rows(
    ctx: click.Context,
    formatter: click.HelpFormatter,
    heading: str,
    rows: Iterable[tuple[str, str]],
) -> None:
    listed: Sequence[tuple[str, str]] = list(rows)
    if listed:
        with formatter.section(talk_in(ctx).text(heading)):
            formatter.write_dl(listed)


def _first_sentence(text: str) -> str:
    return text.split(". ", maxsplit=1)[0].rstrip(".")


def wordless(command: click.Command, path: Sequence[str]) -> list[str]:
    """Return the codes of help texts that `command` and what lies below it lack."""
    owner = "-".join(("cli", *path))
    wanted = [f"{owner}.help", *(_code_of(owner, parameter) for parameter in command.params)]
    missing = [code for code in wanted if code not in catalogue()]
    below = command.commands.items() if isinstance(command, click.Group) else ()
    return missing + [code for name, child in below for code in wordless(child, (*path, name))]
