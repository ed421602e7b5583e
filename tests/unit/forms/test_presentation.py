"""What a page is given to show, and the words in which it explains conditions."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from service.forms import FieldsRejected, json_schema, present, typed_from_post, validate
from service.forms.conditions import applies_when
from tests.unit.forms.build import (
    checkbox,
    choice,
    datetime_of,
    filepicker,
    form_of,
    group,
    hidden_if,
    number,
    radio,
    required,
    textarea,
    textfield,
)


class Posted(dict[str, list[str]]):
    def getlist(self, key, /):
        return self.get(key, [])


def view_of(component, answer=None, errors=None, context=None):
    typed = {} if answer is None else {component["key"]: answer}
    (view,) = present(form_of(component), typed, errors or {}, context or {})
    return view


@pytest.mark.parametrize(
    ("component", "kind", "input_type", "input_mode"),
    [
        (textfield(), "input", "text", ""),
        (textarea(), "textarea", "text", ""),
        (number(), "input", "text", "decimal"),
        (number(decimalDigits=0), "input", "text", "numeric"),
        (datetime_of("date"), "input", "date", ""),
        (datetime_of("time"), "input", "time", ""),
        (datetime_of("datetime"), "input", "datetime-local", ""),
        (choice("select", "s"), "select", "text", ""),
        (radio(), "radios", "text", ""),
        (checkbox(), "checkbox", "text", ""),
        (choice("checklist", "c"), "checkboxes", "text", ""),
        (filepicker(), "file", "text", ""),
    ],
)
def test_each_field_has_the_control_that_fits_it(component, kind, input_type, input_mode):
    view = view_of(component)

    assert (view.kind, view.input_type, view.input_mode) == (kind, input_type, input_mode)
    assert view.name == f"isian.{component['key']}"
    assert view.id == f"isian-{component['key']}"


@pytest.mark.parametrize(
    ("component", "answer", "value"),
    [
        (textfield(), "<b>x</b>", "<b>x</b>"),
        (number(), "1.5 salah", "1.5 salah"),
        (number(), Decimal("1500.50"), "1500,50"),
        (number(), 7, "7"),
        (datetime_of(), "2026-11-23", "2026-11-23"),
        (datetime_of(), date(2026, 11, 23), "2026-11-23"),
        (datetime_of("datetime"), datetime(2026, 11, 23, 0, 30, tzinfo=UTC), "2026-11-23T08:30"),
        (textfield(), ["x"], ""),
    ],
)
def test_what_was_typed_is_kept_right_or_wrong(component, answer, value):
    assert view_of(component, answer, context={"alur_zone": "Asia/Makassar"}).value == value


def test_options_show_what_was_chosen_and_the_first_is_where_the_summary_leads():
    view = view_of(choice("checklist", "c"), ["b", "c"])

    assert [(it.id, it.value, it.checked) for it in view.options] == [
        ("isian-c", "a", False),
        ("isian-c-1", "b", True),
        ("isian-c-2", "c", True),
    ]
    assert [it.checked for it in view_of(radio(), "kembalikan").options] == [False, True]
    assert view_of(checkbox(), answer=True).checked
    assert not view_of(checkbox(), answer=False).checked


def test_a_list_that_proposes_all_starts_with_all_ticked_and_keeps_what_was_unticked():
    units = {"alur_bidang": [{"value": "b1", "label": "Satu"}, {"value": "b2", "label": "Dua"}]}
    component = choice("checklist", "c", ()) | {"valuesKey": "alur_bidang"}
    component |= {"properties": {"usulan": "semua"}}

    assert [it.checked for it in view_of(component, context=units).options] == [True, True]
    assert [it.checked for it in view_of(component, ["b2"], context=units).options] == [
        False,
        True,
    ]
    assert [it.checked for it in view_of(component, [], context=units).options] == [False, False]


def test_hints_errors_and_limits_are_announced_with_their_field():
    component = required(number("n", description="Dalam ribuan", validate={"min": 1, "max": 2.5}))

    view = view_of(component, "9", {"n": ("forms.number-too-large", {"limit": "2,5"})})

    assert view.error == "Tulis angka paling besar 2,5."
    assert (view.hint, view.rule) == ("Dalam ribuan", "Paling kecil 1. Paling besar 2,5.")
    assert view.described_by == "isian-n-petunjuk isian-n-galat"
    assert view.required
    assert view_of(textfield()).described_by == ""
    (english,) = present(form_of(component), {}, {"n": ("forms.required", {})}, {}, lang="en")
    assert english.error == "This is required. Write the answer here."


def test_bounds_that_only_keep_slips_out_are_said_when_an_answer_breaks_one():
    limits = {"validate": {"min": 1, "max": 500}, "properties": {"batas": "teknis"}}
    form = form_of(number("n", **limits))

    with pytest.raises(FieldsRejected) as refused:
        validate(form, {"n": "501"}, context={})

    (before,) = present(form, {}, {}, {})
    (after,) = present(form, {"n": "501"}, refused.value.errors, {})
    assert (before.rule, before.described_by) == ("", "")
    assert (after.rule, after.error) == ("", "Tulis angka paling besar 500.")


def test_a_file_field_says_what_it_takes():
    view = view_of(
        filepicker(accept=".pdf,.docx", multiple=True, properties={"document": "sk-tim"})
    )

    assert view.rule == "Jenis berkas: .pdf, .docx. Boleh lebih dari satu berkas."
    assert (view.accept, view.multiple, view.document) == (".pdf,.docx", True, "sk-tim")


def test_headings_and_notes_stand_where_the_author_put_them():
    form = form_of(
        {"type": "text", "text": "Baca dulu."},
        group(textfield(), label="Surat", description="Dari kantor lain"),
    )

    note, heading, field = present(form, {}, {}, {})

    assert (note.kind, note.text) == ("note", "Baca dulu.")
    assert (heading.kind, heading.label, heading.hint, heading.level) == (
        *("heading", "Surat", "Dari kantor lain"),
        1,
    )
    assert field.kind == "input"


def test_what_other_answers_hide_stays_on_the_page_with_the_sentence_when_it_applies():
    form = form_of(
        radio(),
        hidden_if('=keputusan != "kembalikan"', required(textarea("alasan"))),
    )

    decision, reason = present(form, {"keputusan": "teruskan"}, {}, {})

    assert decision.decides
    assert not decision.hidden
    assert reason.hidden
    assert reason.applies == "Diisi bila Keputusan = Kembalikan."
    assert not present(form, {"keputusan": "kembalikan"}, {}, {})[1].hidden


def test_what_only_the_process_hides_is_not_on_the_page_at_all():
    form = form_of(hidden_if("=putaran = 0", textfield("a")), textfield("b"))

    assert [view.key for view in present(form, {}, {}, {"putaran": 0})] == ["b"]
    shown = present(form, {}, {}, {"putaran": 1})
    assert [(view.key, view.applies) for view in shown] == [("a", ""), ("b", "")]


@pytest.mark.parametrize(
    ("hide", "sentence"),
    [
        ('=keputusan != "kembalikan"', "Diisi bila Keputusan = Kembalikan."),
        ('="kembalikan" != keputusan', "Diisi bila Keputusan = Kembalikan."),
        ('=keputusan = "kembalikan"', "Diisi bila Keputusan bukan Kembalikan."),
        ('=not(keputusan = "kembalikan")', "Diisi bila Keputusan = Kembalikan."),
        ("=keputusan = null", "Diisi bila Keputusan terisi."),
        ("=keputusan != null", "Diisi bila Keputusan kosong."),
        ("=setuju", "Diisi bila Setuju tidak dicentang."),
        ("=setuju != true", "Diisi bila Setuju dicentang."),
        ("=setuju = false", "Diisi bila Setuju dicentang."),
        ("=not(setuju)", "Diisi bila Setuju dicentang."),
        ("=jumlah <= 2.5", "Diisi bila Jumlah lebih dari 2,5."),
        ("=5 > jumlah", "Diisi bila Jumlah paling kecil 5."),
        ("=jumlah >= 5", "Diisi bila Jumlah kurang dari 5."),
        ("=jumlah > 5", "Diisi bila Jumlah paling besar 5."),
        ('=list contains(unit, "a")', "Diisi bila Unit tidak memuat A."),
        ('=not(list contains(unit, "a"))', "Diisi bila Unit memuat A."),
        (
            '=not(keputusan in ("teruskan", "kembalikan"))',
            "Diisi bila Keputusan = Teruskan atau Kembalikan.",
        ),
        ('=keputusan in ["teruskan"]', "Diisi bila Keputusan bukan Teruskan."),
        (
            '=keputusan != "kembalikan" or setuju = false',
            "Diisi bila Keputusan = Kembalikan dan Setuju dicentang.",
        ),
        (
            '=keputusan != "kembalikan" and setuju = false',
            "Diisi bila Keputusan = Kembalikan atau Setuju dicentang.",
        ),
        # too much to say in a sentence
        (
            '=jumlah > 1 or (setuju and keputusan = "teruskan")',
            "Hanya berlaku untuk jawaban tertentu pada: Keputusan, Setuju, Jumlah.",
        ),
        ("=jumlah + 1 > 2", "Hanya berlaku untuk jawaban tertentu pada: Jumlah."),
        ('=keputusan = "lain"', "Hanya berlaku untuk jawaban tertentu pada: Keputusan."),
        ("=setuju or putaran > 1", "Hanya berlaku untuk jawaban tertentu pada: Setuju."),
        ("=jumlah in [1..3]", "Hanya berlaku untuk jawaban tertentu pada: Jumlah."),
        # no answer of this form decides
        ("=putaran > 1", None),
    ],
)
def test_a_simple_condition_is_said_in_words_the_right_way_round(hide, sentence):
    form = form_of(
        radio(),
        checkbox(),
        number(),
        choice("checklist", "unit"),
        hidden_if(hide, textfield("x")),
    )
    field = form.field("x")
    assert field is not None

    assert applies_when(field, form) == sentence


def test_conditions_are_said_in_english_too():
    form = form_of(radio(), hidden_if('=keputusan != "kembalikan"', textfield("x")))
    field = form.field("x")
    assert field is not None

    assert applies_when(field, form, "en") == "To be filled in if Keputusan = Kembalikan."


def test_a_post_is_read_by_the_names_of_the_views():
    form = form_of(
        textfield("a"), textarea("b"), checkbox("c"), checkbox("d"), choice("checklist", "e"),
        choice("checklist", "f"), radio("g"), filepicker("h"),
    )  # fmt: skip
    posted = Posted(
        {
            "csrf_token": ["t"],
            "alasan": ["x"],
            "isian.a": ["lama", "baru"],
            "isian.b": ["1\r\n2"],
            "isian.c": ["true"],
            "isian.e": ["a", "", "b"],
            "isian.role": ["admin"],
        }
    )

    typed = typed_from_post(form, posted)

    assert typed == {
        "a": "baru",
        "b": "1\n2",
        "c": True,
        "d": False,
        "e": ["a", "b"],
        "f": [],
        "role": "admin",
    }


def test_the_json_schema_says_what_the_api_takes():
    private = {"properties": {"pribadi": "true"}}
    form = form_of(
        required(textfield("a", description="Nomor", validate={"maxLength": 9})),
        number("b", validate={"min": 1, "max": 2.5}) | private,
        datetime_of("date", "c"),
        datetime_of("time", "t"),
        datetime_of("datetime", "d"),
        radio("e"),
        choice("checklist", "f", ()) | {"valuesKey": "alur_bidang"},
        hidden_if('=e = "teruskan"', required(checkbox("g"))),
        filepicker("h"),
    )

    schema = json_schema(form)

    assert schema["required"] == ["a"]
    assert schema["additionalProperties"] is False
    questions = schema["properties"]
    assert questions["a"] == {
        "title": "A",
        "type": "string",
        "maxLength": 9,
        "description": "Nomor",
    }
    assert (questions["b"]["minimum"], questions["b"]["maximum"]) == (1, 2.5)
    assert questions["b"]["x-alur-private"]
    assert questions["c"]["format"] == "date"
    assert questions["e"]["enum"] == ["teruskan", "kembalikan"]
    assert questions["f"]["items"] == {"type": "string", "x-alur-options": "alur_bidang"}
    assert questions["g"]["x-alur-hide"] == ['=e = "teruskan"']
    assert "h" not in questions
    assert "required" not in json_schema(form_of(textfield()))
