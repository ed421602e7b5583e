"""Files that answer a filepicker: references to what was uploaded, never bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.forms.findings import AnswerProblem
from service.plain_text import is_plain_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.forms.findings import Problem
    from service.forms.model import Field, Form

LONGEST_FILE_NAME = 255
MOST_FILES = 50

#: How iPhones keep photos, which few other machines open.
_PHONES_OWN = (".heic", ".heif")


@dataclass(frozen=True, slots=True)
class FileRef:
    """One uploaded file: its content by hash, and the name that the person gave it."""

    sha256: str
    name: str


def check_files(
    form: Form, visible: Sequence[Field], files: Mapping[str, Sequence[FileRef]]
) -> tuple[dict[str, tuple[FileRef, ...]], dict[str, Problem]]:
    """Return the accepted files by field, and the fields whose files are missing or wrong.

    `accept` looks at the ending of the name alone; what the bytes are is found at the upload.
    """
    accepted: dict[str, tuple[FileRef, ...]] = {}
    errors: dict[str, Problem] = {}
    pickers = {field.key: field for field in visible if field.is_file}
    for key, given in files.items():
        if given and key not in pickers:
            field = form.field(key)
            hidden = field is not None and field.is_file
            errors[key] = ("forms.not-applicable" if hidden else "forms.unknown-field", {})
    for key, picker in pickers.items():
        try:
            chosen = _checked(picker, files.get(key, ()))
        except AnswerProblem as problem:
            errors[key] = problem.problem
        else:
            if chosen:
                accepted[key] = chosen
    return accepted, errors


def _checked(picker: Field, files: Sequence[FileRef]) -> tuple[FileRef, ...]:
    if not files and picker.required:
        raise AnswerProblem("forms.required-file")
    if len(files) > 1 and not picker.limits.multiple:
        raise AnswerProblem("forms.one-file-only")
    if len(files) > MOST_FILES:
        raise AnswerProblem("forms.too-many-files", limit=MOST_FILES)
    for file in files:
        name = file.name.strip()
        if not name or len(name) > LONGEST_FILE_NAME or not is_plain_line(name):
            raise AnswerProblem("forms.file-name", limit=LONGEST_FILE_NAME)
        if picker.limits.accept and not name.lower().endswith(picker.limits.accept):
            code = "forms.heic" if name.lower().endswith(_PHONES_OWN) else "forms.file-kind"
            raise AnswerProblem(code, accept=", ".join(picker.limits.accept))
    return tuple(files)
