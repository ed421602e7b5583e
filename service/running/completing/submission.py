"""What was typed and brought for a step, checked against its form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from service.forms import ZONE_NAME, FieldsRejected, Form, Option, validate
from service.running import limits
from service.store.private_texts import reference, seal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.forms import Field, FileRef, Submission
    from service.running.completing.values import Given, Seen
    from service.running.outcomes import Drawn
    from service.store.private_texts import PrivateText
    from service.values import Value


#: Of a step that asks nothing: whatever is typed or brought is refused.
_NO_FORM: Final = Form("", ())


def submitted(
    given: Given,
    seen: Seen,
    drawn: Drawn | None,
    outcome: str | None,
    data: Mapping[str, Value],
) -> tuple[dict[str, Value], list[PrivateText], Mapping[str, tuple[FileRef, ...]]]:
    """Return the values that enter state, the texts that stay beside it, and the files."""
    typed = dict(given.typed)
    if drawn is not None and outcome is not None and field_of(seen, drawn.variable):
        # Chosen by a button: the form's own choice says the same.
        typed[drawn.variable] = outcome
    context = _context(seen, data)
    form = _NO_FORM if seen.form is None else seen.form.form
    submission = _validated(form, typed, context, given, seen)
    values = dict(submission.values)
    sealed: list[PrivateText] = []
    for key, text in submission.texts.items():
        private = seal(key, text)
        sealed.append(private)
        values[key] = reference(private)
    if drawn is not None:
        values[drawn.variable] = drawn.chosen(outcome or values.get(drawn.variable)).outcome
    return values, sealed, submission.files


def _validated(
    form: Form, typed: dict[str, Any], context: dict[str, Value], given: Given, seen: Seen
) -> Submission:
    try:
        submission = validate(form, typed, context=context, files=given.files)
    except FieldsRejected as refused:
        raise FieldsRejected({**seen.misnamed, **refused.errors}) from None
    if seen.misnamed:
        raise FieldsRejected(seen.misnamed)
    return submission


def known_files(given: Given, seen: Seen) -> Mapping[str, tuple[FileRef, ...]]:
    """Return the files that come with sending back. Raises FieldsRejected, EntryRefused."""
    for key, files in given.files.items():
        known = field_of(seen, key)
        if known is None or not known.is_file:
            raise FieldsRejected({key: ("forms.unknown-field", {})})
        for file in files:
            limits.entry("file_name", file.name, limits.FILE_NAME_CHARACTERS)
    if seen.misnamed:
        raise FieldsRejected(seen.misnamed)
    return given.files


def field_of(seen: Seen, key: str) -> Field | None:
    """Return a field of the step's form; None: it has none of that key."""
    return None if seen.form is None else seen.form.form.field(key)


def _context(seen: Seen, data: Mapping[str, Value]) -> dict[str, Value]:
    return {
        **data,
        ZONE_NAME: seen.instance.timezone,
        "alur_bidang": seen.units,
        "alur_pegawai": [Option(str(key), title) for key, (_, title) in seen.people.items()],
    }
