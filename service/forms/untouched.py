"""Words that a new field has until somebody writes what it asks.

The form editor gives them (`web/frontend/src/forms/fields.js`). Who fills in the form would read
"Teks pendek" and not know what to answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from service.forms.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: Kind of a field → its first label. A field for a file begins as "Berkas", which may be meant.
FIRST_LABELS: Final[Mapping[str, str]] = {
    "textfield": "Teks pendek",
    "textarea": "Teks panjang",
    "number": "Angka",
    "datetime": "Tanggal dan jam",
    "radio": "Satu pilihan",
    "select": "Pilihan dari daftar",
    "checklist": "Beberapa pilihan",
    "checkbox": "Kotak centang",
    "group": "Kelompok",
}
#: Value of an option → its first label.
FIRST_OPTIONS: Final[Mapping[str, str]] = {"pilihan_1": "Pilihan 1", "pilihan_2": "Pilihan 2"}
#: What a note says first.
FIRST_NOTE: Final = "Keterangan"


def untouched(components: list[Any]) -> Iterator[Finding]:
    """Yield each field of form-js that still says what a new one says."""
    for one in components:
        words = _first_words(one)
        if words:
            where = str(one.get("id") or one.get("key") or "")
            yield _found("forms.untouched", where, words=", ".join(words))
        yield from untouched(one.get("components") or [])


def _first_words(one: Mapping[str, Any]) -> list[str]:
    kind = str(one.get("type"))
    if kind == "text":
        return [FIRST_NOTE] if str(one.get("text")).strip() == FIRST_NOTE else []
    label = one.get("dateLabel" if kind == "datetime" else "label")
    options = [
        value["label"]
        for value in one.get("values") or []
        if FIRST_OPTIONS.get(str(value.get("value"))) == value.get("label")
    ]
    return [*([str(label)] if FIRST_LABELS.get(kind) == label else []), *options]


def _found(code: str, where: str, **params: str) -> Finding:
    return Finding("error", code, where, params)
