"""A form in the words that its fields began with is not ready."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from service.forms import FormRefused, read_form, read_usable_form
from service.forms.untouched import FIRST_LABELS, FIRST_NOTE, FIRST_OPTIONS
from tests.unit.forms.build import form_bytes, group, textfield

EDITOR = Path("service/web/frontend/src/forms/fields.js")


def test_each_field_that_still_says_what_a_new_one_says_is_found():
    new = [{"value": value, "label": label} for value, label in FIRST_OPTIONS.items()]
    raw = form_bytes(
        textfield("nomor", label="Teks pendek"),
        group({"type": "radio", "key": "cara", "label": "Cara", "values": new}),
        {"type": "text", "text": FIRST_NOTE},
        textfield("hal", label="Hal surat"),
    )

    with pytest.raises(FormRefused) as caught:
        read_usable_form(raw)

    words = [found.params["words"] for found in caught.value.findings]
    assert {found.code for found in caught.value.findings} == {"forms.untouched"}
    assert words == ["Teks pendek", "Pilihan 1, Pilihan 2", FIRST_NOTE]
    # A version that has it keeps it.
    assert read_form(raw)


def test_the_first_words_are_those_that_the_editor_gives():
    source = EDITOR.read_text("utf-8")
    names = dict(re.findall(r'(\w+): \{\s*of: \w+,\s*name: "([^"]+)"', source))
    options = dict(re.findall(r'label: "(Pilihan \d)", value: "(\w+)"', source))

    kinds = names.keys() - {"text", "filepicker"}
    assert {kind: names[kind] for kind in kinds} == dict(FIRST_LABELS)
    assert {value: label for label, value in options.items()} == dict(FIRST_OPTIONS)
    assert f'first: {{ text: "{FIRST_NOTE}" }}' in source
