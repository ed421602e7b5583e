"""*Lepaskan sertifikat TTE*: an administrator takes a certificate off an account."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from flask import Blueprint, redirect, render_template, request, url_for

from service.commands.release_certificate import release_certificate
from service.queries.people import person_view
from service.web import context
from service.web.confirming import carried_out
from service.web.guard import Who, allowed
from service.web.page_form import PageForm

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

certificates = Blueprint("certificates", __name__, url_prefix="/pegawai")

_RELEASE: Final = {"sandi": "Kata sandi Anda"}


@certificates.route("/<uuid:person_id>/sertifikat", methods=["GET", "POST"])
@allowed(Who.ADMINISTRATOR)
def release(person_id: UUID) -> ResponseReturnValue:
    """Release the certificate of a person, after the effects were read."""
    person = person_view(context.store(), context.caller(), person_id)
    form = PageForm.blank(_RELEASE)
    if request.method == "POST":
        form = PageForm.arrived(_RELEASE, secret=("sandi",))
        made = carried_out(
            form,
            partial(release_certificate, context.store(), person_id=person_id, now=context.now()),
        )
        if made is not None:
            return redirect(url_for("people.show", person_id=person_id), 303)
    page = render_template("people/release_certificate.html", form=form, person=person)
    return page, form.status
