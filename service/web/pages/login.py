"""Coming and going: sign in, the entrance of a demo store, slips, passwords, jabatan."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for

from service.access.passwords import MIN_LENGTH
from service.access.refusals import (
    LoginRefused,
    NotYourHolding,
    PasswordRefused,
    SlipRefused,
    TooManyAttempts,
)
from service.commands.change_password import change_password as change_password_of
from service.commands.enter_demo_as import enter_demo_as
from service.commands.log_in import log_in
from service.commands.log_out import log_out
from service.commands.set_password import set_password
from service.commands.wear_holding import wear_holding
from service.errors import AlurError, Conflict
from service.queries.callers import demo_accounts
from service.queries.installation import is_set_up
from service.sentences import sentence
from service.web import context
from service.web.carried import BROUGHT, unpacked
from service.web.guard import Who, allowed
from service.web.session import (
    close_session,
    csrf_token,
    open_session,
    recognise,
    session_token,
    signed_in,
)
from service.web.typed import PageError, text_of

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from werkzeug.wrappers import Response

    from service.errors import Rejected
    from service.queries.callers import DemoAccount
    from service.web.carried import Carried

login = Blueprint("login", __name__)


class EditorLapsed(AlurError):
    """Nobody is signed in any more while an editor is open."""

    code = "web.editor-lapsed"
    status = 401


class SomebodyElse(Conflict):
    """Somebody else signed in in another tab of the browser in which an editor is open."""

    code = "web.somebody-else"


_LONGEST_NAME = 80
_LONGEST_PASSWORD = 1000


@dataclass(frozen=True, slots=True)
class OfficeAccounts:
    """The accounts of one office at the entrance of a demo store."""

    office: str
    entries: tuple[DemoAccount, ...]


@login.get("/masuk")
@allowed(Who.ANYONE)
def show() -> str:
    """Ask for name and password, or, in a demo store, which jabatan to enter as."""
    return entrance(
        continue_to=_local(request.args.get("lanjut", "")),
        over=sentence("web.session-over") if request.args.get("berakhir") else "",
    )


@login.post("/masuk")
@allowed(Who.ANYONE)
def enter() -> ResponseReturnValue:
    """Sign in; a wrong pair is answered on the same page, whichever half was wrong."""
    name = text_of("nama", most=_LONGEST_NAME)
    try:
        made = log_in(
            context.store(),
            login_name=name,
            password=request.form.get("sandi", "")[:_LONGEST_PASSWORD],
            address=request.remote_addr or "",
            now=context.now(),
            old_token=session_token(),
        )
    except (LoginRefused, TooManyAttempts) as refused:
        said = PageError.of(refused, "nama")
        page = entrance(
            errors=[said],
            typed_name=name,
            continue_to=_local(request.form.get("lanjut", "")),
            brought=unpacked(request.form.get(BROUGHT, "")),
        )
        return page, refused.status
    return _signed_in(made.token)


@login.post("/masuk/jabatan")
@allowed(Who.ANYONE)
def enter_demo() -> ResponseReturnValue:
    """Enter a demo store as a jabatan; anywhere else the command refuses."""
    made = enter_demo_as(
        context.store(),
        login_name=text_of("akun", most=_LONGEST_NAME),
        now=context.now(),
        old_token=session_token(),
    )
    return _signed_in(made.token)


@login.post("/keluar")
@allowed(Who.SIGNED_IN)
def leave() -> ResponseReturnValue:
    """End the session."""
    token = session_token()
    if token is not None:
        log_out(context.store(), token=token)
    return close_session(redirect(url_for("login.show"), 303))


@login.get("/sesi/<uuid:person_id>")
@allowed(Who.ANYONE)
def still(person_id: UUID) -> dict[str, str]:
    """Give the proof that forms need to an editor that is open since before its session ended.

    Raises EditorLapsed, SomebodyElse.
    """
    signed = signed_in()
    if signed is None:
        raise EditorLapsed
    if signed.caller.person_id != person_id:
        raise SomebodyElse
    return {"csrf": csrf_token()}


@login.post("/jabatan")
@allowed(Who.SIGNED_IN)
def wear() -> ResponseReturnValue:
    """Act in another of the own jabatan from now on."""
    try:
        holding_id = UUID(request.form.get("jabatan", ""))
    except ValueError:
        raise NotYourHolding from None
    wear_holding(
        context.store(),
        context.caller(),
        token=session_token() or "",
        holding_id=holding_id,
        now=context.now(),
    )
    return redirect(url_for("tasks.home"), 303)


@login.route("/masuk/slip", methods=["GET", "POST"])
@allowed(Who.ANYONE)
def use_slip() -> ResponseReturnValue:
    """Make a password with a printed one-time code."""
    found: dict[str, str] = {}
    typed = {"nama": text_of("nama", most=_LONGEST_NAME), "slip": text_of("slip", most=40)}
    if request.method == "POST":
        found = _new_password_errors()
        if not found:
            try:
                set_password(
                    context.store(),
                    login_name=typed["nama"],
                    slip=typed["slip"],
                    password=request.form.get("sandi", "")[:_LONGEST_PASSWORD],
                    address=request.remote_addr or "",
                    now=context.now(),
                )
                return redirect(url_for("login.show", tersimpan="ya"), 303)
            except PasswordRefused as refused:
                found = {"sandi": _rule(refused)}
            except (SlipRefused, TooManyAttempts) as refused:
                found = {"slip": sentence(refused.code, **refused.params)}
    page = render_template(
        "login/slip.html",
        typed=typed,
        errors=[PageError(text, name) for name, text in found.items()],
        password_error=found.get("sandi"),
        repeat_error=found.get("ulang"),
        min_length=MIN_LENGTH,
    )
    return page, 422 if found else 200


@login.route("/sandi", methods=["GET", "POST"])
@allowed(Who.SIGNED_IN)
def change_password() -> ResponseReturnValue:
    """Change the own password."""
    found: dict[str, str] = {}
    if request.method == "POST":
        found = _new_password_errors()
        if not found:
            try:
                change_password_of(
                    context.store(),
                    context.caller(),
                    token=session_token() or "",
                    current=request.form.get("lama", "")[:_LONGEST_PASSWORD],
                    new=request.form.get("sandi", "")[:_LONGEST_PASSWORD],
                    now=context.now(),
                )
                return redirect(url_for("login.change_password", diganti="ya"), 303)
            except PasswordRefused as refused:
                found = {"sandi": _rule(refused)}
            except LoginRefused:
                found = {"lama": sentence("web.password-wrong")}
            except TooManyAttempts as refused:
                found = {"lama": sentence(refused.code, **refused.params)}
    page = render_template(
        "login/password.html",
        errors=[PageError(text, name) for name, text in found.items()],
        changed=sentence("web.password-changed") if request.args.get("diganti") else "",
        old_error=found.get("lama"),
        password_error=found.get("sandi"),
        repeat_error=found.get("ulang"),
        min_length=MIN_LENGTH,
    )
    return page, 422 if found else 200


def entrance(
    *,
    errors: list[PageError] | None = None,
    typed_name: str = "",
    continue_to: str = "",
    over: str = "",
    brought: Carried | None = None,
) -> str:
    """Return the page on which one signs in.

    `continue_to`: page to go on to; `over`: what is said of the session before; `brought`: a form
    that was sent in that session and is shown again after signing in.
    """
    accounts = demo_accounts(context.store())
    return render_template(
        "login/show.html",
        jabatan=[
            OfficeAccounts(office, tuple(entries))
            for office, entries in groupby(accounts, key=lambda account: account.office)
        ],
        errors=errors or [],
        typed_name=typed_name,
        continue_to=continue_to,
        over=over,
        brought=brought,
        brought_name=BROUGHT,
        made=_done(),
        missing="" if accounts or is_set_up(context.store()) else sentence("web.not-set-up"),
    )


def _done() -> str:
    """Return in words what the page before this one brought about."""
    if request.args.get("siap"):
        return sentence("web.set-up-done")
    return sentence("web.password-made") if request.args.get("tersimpan") else ""


def _signed_in(token: str) -> Response:
    brought = unpacked(request.form.get(BROUGHT, ""))
    signed = None if brought is None else recognise(token)
    if brought and signed and signed.caller.person_id == brought.person_id:
        page = render_template("login/again.html", brought=brought)
        return open_session(make_response(page), token)
    target = _local(request.form.get("lanjut", "")) or url_for("tasks.home")
    return open_session(redirect(target, 303), token)


def _local(path: str) -> str:
    """Return `path` when it is one of this site, "" otherwise: no login sends people elsewhere."""
    if not path.startswith("/") or path.startswith(("//", "/\\")) or not path.isprintable():
        return ""
    return path


def _new_password_errors() -> dict[str, str]:
    if request.form.get("sandi", "") != request.form.get("ulang", ""):
        return {"ulang": sentence("web.passwords-differ")}
    return {}


def _rule(refused: Rejected) -> str:
    return sentence(refused.params["reason"], least=MIN_LENGTH)
