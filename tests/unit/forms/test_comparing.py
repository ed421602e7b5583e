"""Two versions of the forms of a SOP beside each other."""

from __future__ import annotations

from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

import pytest

from service.feel import compile_expression
from service.forms.comparing import compare_forms
from service.forms.model import Field, Form, Heading, Limits, Note, Option
from service.sentences.telling import told_whole

NAME = Field("f1", "nama", "Nama", "textfield", required=True)
CHOICE = Field(
    "f2",
    "putusan",
    "Putusan",
    "radio",
    options=(Option("ya", "Ya"), Option("tidak", "Tidak")),
)
HEADING = Heading("g1", "Dokumen", "", 1)
NOTE = Note("n1", "Periksa dahulu.")


def form(*items, sha256="a"):
    return {"koreksi": Form(sha256, items)}


def told(old, new, lang="id"):
    return [told_whole(change.said, lang) for change in compare_forms(old, new)]


BEFORE = form(HEADING, NAME, CHOICE, NOTE)


def changed(old, new):
    """Return what is told when one item of the form is another."""
    items = tuple(new if item is old else item for item in BEFORE["koreksi"].items)
    return told(BEFORE, form(*items, sha256="b"))


def test_a_form_beside_itself_has_no_difference():
    assert told(BEFORE, form(HEADING, NAME, CHOICE, NOTE, sha256="b")) == []


def test_forms_that_came_or_went_are_named():
    other = {"lain": BEFORE["koreksi"]}

    assert told(BEFORE, other) == ["Formulir koreksi dihapus", "Formulir lain ditambahkan"]


def test_a_field_that_came_or_went_is_named():
    less = form(HEADING, CHOICE, NOTE, sha256="b")

    assert told(BEFORE, less) == ["Isian “Nama” di formulir koreksi dihapus"]
    assert told(less, BEFORE) == ["Isian “Nama” di formulir koreksi ditambahkan"]
    assert told(less, BEFORE, "en") == ["Field “Nama” of form koreksi was added"]


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (
            replace(NAME, label="Nama lengkap"),
            "Label isian “Nama lengkap” di formulir koreksi: Nama → Nama lengkap",
        ),
        (
            replace(NAME, required=False),
            "Wajib diisi isian “Nama” di formulir koreksi: ya → tidak",
        ),
        (
            replace(NAME, limits=Limits(max_length=100)),
            "Paling banyak karakter isian “Nama” di formulir koreksi: \N{EN DASH} → 100",
        ),
        (
            replace(NAME, limits=Limits(minimum=Decimal("1.5"))),
            "Nilai terkecil isian “Nama” di formulir koreksi: \N{EN DASH} → 1.5",
        ),
        (
            replace(NAME, type="textarea"),
            "Jenis isian “Nama” di formulir koreksi: teks pendek → teks panjang",
        ),
        (
            replace(NAME, key="pemohon"),
            "Nama data isian “Nama” di formulir koreksi: nama → pemohon",
        ),
    ],
)
def test_one_change_of_a_field_is_one_sentence(new, said):
    assert changed(NAME, new) == [said]


def test_a_choice_that_came_and_one_that_went_are_one_sentence():
    new = replace(CHOICE, options=(Option("ya", "Ya"), Option("tunda", "Tunda")))

    assert changed(CHOICE, new) == [
        (
            "Pilihan isian “Putusan” di formulir koreksi: "
            "+ Tunda (tunda); \N{MINUS SIGN} Tidak (tidak)"
        )
    ]


def test_fields_in_another_order_are_said_once():
    assert told(BEFORE, form(HEADING, CHOICE, NAME, NOTE, sha256="b")) == [
        "Urutan isian formulir koreksi berubah"
    ]


@pytest.mark.parametrize("name", [field.name for field in fields(Field)])
def test_no_property_of_a_field_can_change_unseen(name):
    hide = compile_expression("a = 1")
    made: dict[str, Any] = {
        "type": "number",
        "options": (Option("a", "A"),),
        "hides": (hide,),
        "limits": Limits(decimals=2),
    }
    # The id of the component is the modeller's, and `hide` is the last of `hides`.
    if name in {"element", "hide"}:
        return
    value = made.get(
        name, not getattr(NAME, name) if type(getattr(NAME, name)) is bool else "lain"
    )

    assert len(changed(NAME, replace(NAME, **{name: value}))) == 1


@pytest.mark.parametrize("name", [field.name for field in fields(Limits)])
def test_no_limit_can_change_unseen(name):
    value: Any = {"accept": (".pdf",), "multiple": True, "against_slips": True}.get(name, 7)

    assert len(changed(NAME, replace(NAME, limits=replace(NAME.limits, **{name: value})))) == 1


def test_headings_and_notes_are_compared_too():
    assert changed(HEADING, replace(HEADING, label="Naskah")) == [
        "Label judul “Naskah” di formulir koreksi: Dokumen → Naskah"
    ]
    assert changed(NOTE, replace(NOTE, text="Baca dahulu.")) == [
        "Isi keterangan “Baca dahulu.” di formulir koreksi: Periksa dahulu. → Baca dahulu."
    ]
