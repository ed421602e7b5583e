"""A year's days off in *Kalender Kerja*: taken over as proposed, confirmed against the SKB."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from flask import Blueprint, render_template, request

from service.access.rules import calendar_keeper_for
from service.errors import NotFound
from service.running import calendar_plans as plans
from service.running.calendar_entries import FIRST_YEAR, LAST_YEAR, YearConfirmation
from service.web import context, labels
from service.web.guard import Who, allowed
from service.web.months import day_lines
from service.web.page_form import PageForm
from service.web.pages.calendar_changing import back_to, calendar_seen, carried_out, changing

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

calendar_years = Blueprint("calendar_years", __name__, url_prefix="/kalender/tahun")

_CONFIRMED: Final = {"nomor": "Nomor SKB", "tanggal": "Tanggal SKB"}
_CONFIRMED_PLACES: Final = {"skb_number": "nomor", "skb_date": "tanggal"}


@calendar_years.route("/<int:year>/usulan", methods=["GET", "POST"])
@allowed(Who.SIGNED_IN)
def propose(year: int) -> ResponseReturnValue:
    """Take the days off of a year over, as they are thought to be."""
    view = calendar_seen(None)
    calendar_keeper_for(context.caller(), None)
    form = PageForm.blank({})
    plan = plans.ProposeHolidays(year)
    try:
        event = plan.event(view.calendar)
    except plans.YearOutOfReach:
        raise NotFound from None
    except (plans.NothingProposed, plans.YearWasConfirmed) as refused:
        form.refuse("", refused.code, **refused.params)
        page = render_template("working_time/propose.html", form=form, year=year, event=None)
        return page, 409 if request.method == "POST" else 200
    return changing(
        form,
        plan if request.method == "POST" else None,
        what=f"Usulan hari libur {year}",
        page=partial(
            render_template,
            "working_time/propose.html",
            form=form,
            year=year,
            event=event,
            day_words=labels.CLOSED_DAYS,
        ),
        year=year,
    )


@calendar_years.route("/<int:year>/konfirmasi", methods=["GET", "POST"])
@allowed(Who.SIGNED_IN)
def confirm(year: int) -> ResponseReturnValue:
    """Confirm a year's days off against the SKB."""
    view = calendar_seen(None)
    calendar_keeper_for(context.caller(), None)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotFound
    form = PageForm.blank(_CONFIRMED)
    if request.method == "POST":
        form = PageForm.arrived(_CONFIRMED)
        form.require("nomor", "tanggal")
        day = form.day("tanggal")
        if day is not None and not form.wrong:
            entry = YearConfirmation(year, form.typed["nomor"], day)
            form.judge(entry, _CONFIRMED_PLACES)
            if carried_out(form, plans.ConfirmYear(entry), _CONFIRMED_PLACES):
                return back_to(None, year)
    closed = view.calendar.closed_of(None, year)
    page = render_template(
        "working_time/confirm.html",
        form=form,
        year=year,
        state=view.calendar.year(year),
        days=day_lines(closed),
        counts={
            kind: sum(it.kind == kind for it in closed)
            for kind in ("national", "collective_leave", "local")
        },
        day_words=labels.CLOSED_DAYS,
    )
    return page, form.status
