"""Diagrams as files: read together with the forms and the other diagrams that lie beside them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from service.config import Limits
from service.diagrams import DiagramRefused, FormOutline, Verdict, examine, read, set_limits
from service.forms import FormRefused, read_usable_form
from service.running.outlines import outline_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from service.diagrams.model import Process


def judge_files(files: Iterable[Path]) -> dict[Path, Verdict]:
    """Return the gate's verdict on each file, in order."""
    limits = Limits.from_env(os.environ)
    set_limits(size=limits.xml_bytes, elements=limits.xml_elements)
    files = tuple(files)
    called = processes_of(files)
    return {
        file: examine(file.read_bytes(), forms=outlines_beside(file), called=called)
        for file in files
    }


def processes_of(files: Iterable[Path]) -> dict[str, Process]:
    """Return every process of the readable ones of `files`, by id; the first of an id counts."""
    found: dict[str, Process] = {}
    for file in files:
        try:
            reading = read(file.read_bytes())
        except DiagramRefused:
            continue
        for process in reading.diagram.processes:
            found.setdefault(process.id, process)
    return found


def outlines_beside(file: Path) -> dict[str, FormOutline] | None:
    """Return the outlines of ../forms/*.form; None when a diagram stands alone."""
    folder = _forms_beside(file)
    if not folder.is_dir():
        return None
    outlines: dict[str, FormOutline] = {}
    for form_file in sorted(folder.glob("*.form")):
        try:
            form = read_usable_form(form_file.read_bytes())
        except FormRefused:
            continue
        outlines[form_file.stem] = outline_of(form)
    return outlines


def refused_forms(file: Path, verdict: Verdict) -> dict[str, FormRefused]:
    """Return the forms that the diagram names and that lie beside it, but cannot be used.

    To the gate they are unknown: it asks only for what a form holds.
    """
    unknown = {it.params["form"] for it in verdict.findings if it.code == "form-unknown"}
    refused = {}
    for form_file in sorted(_forms_beside(file).glob("*.form")):
        if form_file.stem in unknown:
            try:
                read_usable_form(form_file.read_bytes())
            except FormRefused as found:
                refused[form_file.stem] = found
    return refused


def _forms_beside(file: Path) -> Path:
    return file.resolve().parent.parent / "forms"
