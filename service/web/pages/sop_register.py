"""*Register SOP*: the list of SOPs, narrowed by what its address says, and that as a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from flask import Blueprint, Response, render_template, request, url_for

from service.access.rules import lacks_assignment
from service.queries.paging import page_of
from service.queries.sop_register import ORDERS, STATES, Asked, facts_of_entries, register
from service.queries.sops import authored_offices
from service.web import context, labels
from service.web.guard import Who, allowed
from service.web.pages.files import attachment
from service.web.sop_workbook import MEDIA_TYPE, workbook
from service.web.typed import typed_words

if TYPE_CHECKING:
    from service.queries.sop_register import Register

sop_register = Blueprint("sop_register", __name__, url_prefix="/sop")

_ORDER_WORDS: Final = {
    "kantor": "Perangkat daerah",
    "judul": "Judul",
    "nomor": "Nomor",
    "berlaku": "Berlaku terbaru",
    "evaluasi": "Evaluasi jatuh tempo",
}


def register_page() -> str:
    """Show the SOPs that the caller may see, as the address narrows and orders them."""
    store, caller, asked = context.store(), context.caller(), _asked()
    found = _found(asked)
    page = page_of(found.entries, number=request.args.get("halaman", default=1, type=int))
    return render_template(
        "sops/list.html",
        page=page,
        facts=facts_of_entries(store, caller, page.items),
        asked=asked,
        words=asked.words,
        total=found.total,
        offices=found.offices,
        states=[(state, labels.VERSIONS[state]) for state in STATES],
        orders=list(_ORDER_WORDS.items()),
        today=context.today(),
        lacks_assignment=lacks_assignment(caller),
        may_author=bool(authored_offices(store, caller)),
        version_words=labels.VERSIONS,
        href=lambda number: url_for("sops.list_all", **_address(asked), halaman=number),
        workbook_href=url_for("sop_register.download", **_address(asked)),
    )


@sop_register.get("/register.xlsx")
@allowed(Who.SIGNED_IN)
def download() -> Response:
    """Give all SOPs that the list would show on its pages together, as a workbook."""
    entries = _found(_asked()).entries
    facts = facts_of_entries(context.store(), context.caller(), entries, foremost=True)
    made = workbook(entries, facts, demo=context.services().demo())
    name = f"register-sop-{context.today().isoformat()}.xlsx"
    return attachment(iter([made]), name=name, size=len(made), media_type=MEDIA_TYPE)


def _found(asked: Asked) -> Register:
    return register(context.store(), context.caller(), asked, today=context.today())


def _asked() -> Asked:
    """Return what the address narrows by; what is no choice of ours narrows nothing."""
    state, order = request.args.get("keadaan", ""), request.args.get("urut", "")
    return Asked(
        words=typed_words(),
        office=_id(request.args.get("kantor", "")),
        state=state if state in STATES else "",
        open_points=request.args.get("terbuka") == "1",
        due=request.args.get("evaluasi") == "1",
        order=order if order in ORDERS else "",
    )


def _id(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""


def _address(asked: Asked) -> dict[str, Any]:
    """Return the parts of the address that narrow, and no empty ones."""
    parts = {
        "cari": asked.words,
        "kantor": asked.office,
        "keadaan": asked.state,
        "terbuka": "1" if asked.open_points else "",
        "evaluasi": "1" if asked.due else "",
        "urut": asked.order,
    }
    return {name: value for name, value in parts.items() if value}
