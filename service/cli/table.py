"""`./alur table`: a diagram as a table that a spreadsheet takes, and such a table as a diagram."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from service.cli.frame.commands import command
from service.cli.frame.program_codes import DONE, REFUSED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.cli.frame.talk import Talk
    from service.diagrams.table import Problem

#: Endings of diagrams; everything else is read as a table.
_DIAGRAMS: Final = frozenset({".bpmn", ".xml"})


@command("table")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("-o", "--output", "output", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--markdown", is_flag=True)
@click.option("--process", "process_id")
@click.option("--title")
@click.option("--role", "roles", multiple=True)
def table(
    talk: Talk,
    *,
    file: Path,
    output: Path | None,
    markdown: bool,
    process_id: str | None,
    title: str | None,
    roles: tuple[str, ...],
) -> int:
    """Read the file as what its ending says, and write it as the other."""
    if output is not None and output.exists():
        talk.refuse("cli-table.exists", talk.text("cli-table.exists", path=output))
        return REFUSED
    if file.suffix.lower() in _DIAGRAMS:
        return _as_table(talk, file, output, process_id, markdown=markdown)
    return _as_diagram(
        talk,
        file,
        output,
        process_id=process_id or _id_of(output or file),
        title=title or file.stem,
        performers=_performers(roles),
    )


def _as_table(
    talk: Talk, file: Path, output: Path | None, process_id: str | None, *, markdown: bool
) -> int:
    from service.diagrams import DiagramRefused, read
    from service.diagrams.table import read_table
    from service.diagrams.table.sheet import TITLES, as_markdown, as_tsv, sheet_rows

    try:
        diagram = read(file.read_bytes()).diagram
    except DiagramRefused as refused:
        first = refused.findings[0]
        code = f"gate.{first.code}"
        talk.refuse(code, talk.text(code, element=first.element, **first.params))
        return REFUSED
    rows = sheet_rows(read_table(diagram, process_id))
    text = as_markdown(rows) if markdown else as_tsv(rows)
    document: dict[str, Any] = {
        "titles": list(TITLES),
        "rows": [list(row) for row in rows],
        "written": None if output is None else str(output),
    }
    if output is not None:
        output.write_text(text, "utf-8")
        talk.result(document, [talk.text("cli-table.written", path=output, count=len(rows))])
    else:
        talk.result(document, text.splitlines())
    return DONE


def _as_diagram(
    talk: Talk,
    file: Path,
    output: Path | None,
    *,
    process_id: str,
    title: str,
    performers: Mapping[str, str],
) -> int:
    from service.diagrams.table import TableRefused, with_proposed_forms, write_table
    from service.diagrams.table.sheet import read_sheet

    found = read_sheet(
        _text(file.read_bytes()), process=process_id, title=title, performers=performers
    )
    problems, xml = found.problems, b""
    if found.table is not None:
        try:
            xml = write_table(with_proposed_forms(found.table))
        except TableRefused as refused:
            problems = refused.problems
    document = {
        "process": process_id,
        "written": str(output) if output is not None and not problems else None,
        "diagram": xml.decode() if output is None and not problems else None,
        "problems": _document(talk, problems),
        "notes": _document(talk, found.notes),
    }
    if problems:
        first = talk.text("cli-table.refused", file=file, count=len(problems))
        talk.result(document, [first, *_lines(talk, problems), *_lines(talk, found.notes)])
        return REFUSED
    if output is None:
        for line in _lines(talk, found.notes):
            talk.aside(line)
        talk.result(document, xml.decode().splitlines())
        return DONE
    output.write_bytes(xml)
    rows = 0 if found.table is None else len(found.table.rows)
    said = talk.text("cli-table.written", path=output, count=rows)
    talk.result(document, [said, *_lines(talk, found.notes)])
    return DONE


def _performers(roles: Sequence[str]) -> dict[str, str]:
    """Return title → role of what stands as TITLE=ROLE."""
    from service.diagrams.extensions import LANE_ROLES

    found = {}
    for given in roles:
        title, _, role = given.rpartition("=")
        if not title or role not in LANE_ROLES:
            shape = f"JABATAN=({'|'.join(LANE_ROLES)})"
            raise click.BadParameter(shape, param_hint="--role")
        found[title.strip()] = role
    return found


def _id_of(file: Path) -> str:
    """Return the id of a process made of the name of its file."""
    plain = re.sub(r"[^a-z0-9]+", "-", file.stem.lower()).strip("-")
    return plain if plain[:1].isalpha() else f"sop-{plain}".rstrip("-")


def _text(raw: bytes) -> str:
    """Return the text of a file as spreadsheets save it: UTF-8, UTF-16, or Windows-1252."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _document(talk: Talk, problems: Sequence[Problem]) -> list[dict[str, Any]]:
    return [
        {"row": it.row, "column": it.column, "code": it.sentence, "message": _words(talk, it)}
        for it in problems
    ]


def _lines(talk: Talk, problems: Sequence[Problem]) -> list[str]:
    return [f"  {_place(talk, it)}{_words(talk, it)}" for it in problems]


def _words(talk: Talk, problem: Problem) -> str:
    words = talk.text(problem.sentence, **problem.params)
    if problem.number:
        return talk.text("table.at-step", number=problem.number, words=words)
    return talk.text("table.at-row", row=problem.row, words=words) if problem.row else words


def _place(talk: Talk, problem: Problem) -> str:
    if problem.column is None:
        return ""
    return f"[{talk.text(f'cli-table.column-{problem.column}')}] "
