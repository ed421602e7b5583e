"""The password once more, for acts that ask for it (decisions §3.8)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from flask import request

from service.access.refusals import LoginRefused, PasswordNeeded, TooManyAttempts
from service.commands.confirm_password import confirm_password
from service.web import context
from service.web.session import session_token

if TYPE_CHECKING:
    from service.access.model import Caller


class PasswordWrong(LoginRefused):
    """Who is signed in typed another password than the own one; nobody asked for a name."""

    code = "web.password-wrong"


#: What a page answers at its password field.
REFUSALS: Final = (LoginRefused, PasswordNeeded, TooManyAttempts)


def confirmed_caller() -> Caller:
    """Return the caller with the password just typed; a demo store has none to type.

    Without it the command decides whether one typed lately still counts. Raises LoginRefused,
    TooManyAttempts.
    """
    caller, password = context.caller(), request.form.get("sandi", "")
    if not password and not context.services().demo():
        return caller
    try:
        confirm_password(
            context.store(),
            caller,
            token=session_token() or "",
            password=password,
            now=context.now(),
        )
    except LoginRefused as refused:
        raise PasswordWrong from refused
    return replace(caller, confirmed_at=context.now())
