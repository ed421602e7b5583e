"""The pages, one module per kind of thing they show."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Blueprint


def blueprints() -> tuple[Blueprint, ...]:
    """Return every blueprint of the pages."""
    # Here and not above: a blueprint has the name of its module and would stand in its place.
    from service.web.pages.act_queue import act_queue
    from service.web.pages.assignments import assignments
    from service.web.pages.calendar_years import calendar_years
    from service.web.pages.cancelling import cancelling
    from service.web.pages.certificates import certificates
    from service.web.pages.closed_days import closed_days
    from service.web.pages.correcting import correcting
    from service.web.pages.dead_mails import dead_mails
    from service.web.pages.differences import version_differences
    from service.web.pages.files import files
    from service.web.pages.first_run import first_run
    from service.web.pages.form_draft_history import form_history
    from service.web.pages.form_drafts import form_drafts
    from service.web.pages.health import health
    from service.web.pages.history import history
    from service.web.pages.importing import importing
    from service.web.pages.legal_deadlines import legal_deadlines
    from service.web.pages.login import login
    from service.web.pages.mandates import mandates
    from service.web.pages.moving import moving
    from service.web.pages.notices import notices
    from service.web.pages.on_paper import on_paper
    from service.web.pages.page_images import page_images
    from service.web.pages.people import people
    from service.web.pages.processes import processes
    from service.web.pages.programs import programs
    from service.web.pages.ratifying import ratifying
    from service.web.pages.repair_requests import repair_requests
    from service.web.pages.schedules import schedules
    from service.web.pages.sop_differences import draft_differences, sop_differences
    from service.web.pages.sop_draft_versions import draft_versions
    from service.web.pages.sop_drafts import sop_drafts
    from service.web.pages.sop_evaluations import sop_evaluations
    from service.web.pages.sop_pasted_rows import sop_pasted_rows
    from service.web.pages.sop_register import sop_register
    from service.web.pages.sop_sources import sop_sources
    from service.web.pages.sop_tables import sop_tables
    from service.web.pages.sops import sops
    from service.web.pages.stopped_work import stopped_work
    from service.web.pages.structure import structure
    from service.web.pages.suspending import suspending
    from service.web.pages.tasks import tasks
    from service.web.pages.token_moving import token_moving
    from service.web.pages.tte import tte
    from service.web.pages.unsigning import unsigning
    from service.web.pages.uploads import uploads
    from service.web.pages.walks import draft_walks, walks
    from service.web.pages.working_time import working_time

    return (
        act_queue,
        assignments,
        calendar_years,
        cancelling,
        certificates,
        closed_days,
        correcting,
        dead_mails,
        files,
        first_run,
        form_drafts,
        form_history,
        health,
        history,
        importing,
        moving,
        legal_deadlines,
        login,
        mandates,
        on_paper,
        page_images,
        notices,
        people,
        processes,
        programs,
        ratifying,
        schedules,
        sop_differences,
        draft_differences,
        draft_versions,
        sop_evaluations,
        sop_pasted_rows,
        sop_register,
        sop_sources,
        sop_drafts,
        sop_tables,
        sops,
        stopped_work,
        structure,
        suspending,
        tasks,
        repair_requests,
        token_moving,
        tte,
        unsigning,
        uploads,
        version_differences,
        draft_walks,
        walks,
        working_time,
    )
