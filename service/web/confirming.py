"""The password once more, for acts that ask for it (decisions §3.8)."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from flask import request

from service.access.refusals import LoginRefused, PasswordNeeded, TooManyAttempts
from service.commands.confirm_password import confirm_password
from service.running.refusals import EntryRefused
from service.sentences import sentence
from service.web import context
from service.web.session import session_token
from service.web.typed import entry_said, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from service.access.model import Caller
    from service.web.page_form import PageForm

Answer = TypeVar("Answer")


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


def carried_out(
    form: PageForm, act: Callable[[Caller], Answer], places: Mapping[str, str] | None = None
) -> Answer | None:
    """Do what a form asks for that asks for the password too, in its field `sandi`.

    As `PageForm.carry_out`. A form that is wrong already costs no attempt.
    """
    if form.wrong:
        return None
    try:
        return form.carry_out(partial(act, confirmed_caller()), places)
    except REFUSALS as refused:
        form.refuse("sandi", refused.code, **refused.params)
        return None


def problems_of(act: Callable[[Caller, str], object]) -> dict[str, str]:
    """Do an act that asks for a reason and the password, in the fields `alasan` and `sandi`.

    Returns what is wrong, by field; nothing: it was done. Raises what else the act raises.
    """
    reason = text_of("alasan")
    if not reason:
        # Before the password: an attempt at that counts.
        return {"alasan": sentence("web.reason-needed")}
    try:
        act(confirmed_caller(), reason)
    except EntryRefused as refused:
        return {"alasan": entry_said(refused)}
    except REFUSALS as refused:
        return {"sandi": sentence(refused.code, **refused.params)}
    return {}
