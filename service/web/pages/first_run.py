"""The first administrator of a store, made once through the link that `serve` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, redirect, render_template, request, url_for

from service.access.entries import NewOffice, NewPemda, NewPerson
from service.access.passwords import MIN_LENGTH
from service.access.refusals import SetUpClosed
from service.commands.set_up import set_up, set_up_is_open
from service.web import context, labels
from service.web.guard import Who, allowed
from service.web.page_form import PageForm

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

first_run = Blueprint("first_run", __name__)

_ASKED: Final = {
    "pemda": "Nama pemerintah daerah",
    "jenis": "Jenis",
    "zona": "Zona waktu",
    "kantor": "Nama perangkat daerah",
    "singkatan": "Singkatan",
    "jenis_kantor": "Jenis perangkat daerah",
    "lengkap": "Nama",
    "nama": "Nama pengguna",
    "sandi": "Kata sandi",
    "ulang": "Ketik sekali lagi",
}
_LONGEST_PASSWORD: Final = 1000


@first_run.route("/siapkan/<token>", methods=["GET", "POST"])
@allowed(Who.ANYONE)
def begin(token: str) -> ResponseReturnValue:
    """Found the pemda with its first administrator; a link that does not count says only that."""
    if not set_up_is_open(context.store(), token=token, now=context.now()):
        return _closed()
    if request.method == "GET":
        start = PageForm.blank(
            _ASKED, jenis="kabupaten", zona=context.DEFAULT_ZONE, jenis_kantor="dinas"
        )
        return _page(start)
    form = PageForm.arrived(_ASKED, secret=("sandi", "ulang"))
    try:
        done = _made(form, token)
    except SetUpClosed:
        return _closed()
    if not done:
        return _page(form), form.status
    return redirect(url_for("login.show", siap="ya"), 303)


def _made(form: PageForm, token: str) -> bool:
    """Carry the form out; False: it has to be mended."""
    typed, password = form.typed, request.form.get("sandi", "")[:_LONGEST_PASSWORD]
    pemda = NewPemda(typed["pemda"], typed["jenis"], typed["zona"])
    office = NewOffice(typed["kantor"], typed["singkatan"], typed["jenis_kantor"], typed["zona"])
    person = NewPerson(typed["lengkap"], login=typed["nama"])
    form.judge(pemda, {"name": "pemda", "kind": "jenis", "timezone": "zona"})
    form.judge(
        office,
        {
            "name": "kantor",
            "short_name": "singkatan",
            "kind": "jenis_kantor",
            "timezone": "zona",
        },
    )
    form.require("nama")
    form.judge(person, {"name": "lengkap", "login": "nama"})
    if password != request.form.get("ulang", ""):
        form.refuse("ulang", "web.passwords-differ")
    made = form.carry_out(
        lambda: set_up(
            context.store(),
            token=token,
            pemda=pemda,
            office=office,
            administrator=person,
            password=password,
            now=context.now(),
        ),
        {
            "access.password-refused": "sandi",
            "structure.login-taken": "nama",
            "structure.name-taken": "pemda",
        },
    )
    return made is not None


def _page(form: PageForm) -> str:
    return render_template(
        "login/setup.html",
        form=form,
        pemdas=labels.PEMDAS,
        zones=labels.ZONES,
        offices=labels.OFFICES.items(),
        min_length=MIN_LENGTH,
    )


def _closed() -> tuple[str, int]:
    """Say the same of a link that is wrong, used, too old, or not the newest."""
    return render_template("login/closed.html"), SetUpClosed.status
