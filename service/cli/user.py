"""`./alur user`: accounts, for the operator of the machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from service.cli.frame.commands import group

if TYPE_CHECKING:
    from service.cli.frame.talk import Talk


@group("user")
def user(talk: Talk) -> None:
    """Hold the subcommands; alone it does nothing."""
    del talk


@user.command("list")
@click.pass_obj
def list_accounts(talk: Talk) -> None:
    """List login names with the jabatan that they hold today."""
    from service.cli.frame.stores import open_session
    from service.clock import SystemClock
    from service.queries.accounts import accounts

    with open_session() as session:
        found = accounts(session, SystemClock().now().date())
    document = [
        {
            "login": line.login,
            "pemda": line.pemda,
            "jabatan": list(line.jabatan),
            "active": line.active,
            "usable": line.usable,
        }
        for line in found
    ]
    said = [
        talk.text(
            _code(active=line.active, usable=line.usable),
            login=line.login,
            jabatan=", ".join(line.jabatan) or "-",
            pemda=line.pemda,
        )
        for line in found
    ]
    talk.result(document, said)


@user.command("slip")
@click.argument("login")
@click.pass_obj
def slip(talk: Talk, *, login: str) -> None:
    """Print a one-time slip for an account whose owner cannot get in."""
    from service.cli.frame.stores import open_session
    from service.clock import SystemClock
    from service.commands.rescue_account import rescue_account

    with open_session() as session:
        made = rescue_account(session, login_name=login, now=SystemClock().now())
    document = {
        "login": made.login,
        "code": made.code,
        "expires_at": made.expires_at.isoformat(),
    }
    talk.result(document, [talk.text("cli-user-slip.done", **document)])


def _code(*, active: bool, usable: bool) -> str:
    if not active:
        return "cli-user-list.inactive"
    return "cli-user-list.line" if usable else "cli-user-list.without-password"
