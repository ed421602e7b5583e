"""Which answers are taken, what becomes of them, and why others are rejected."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.feel import FeelError
from service.forms import ContextIncomplete, FieldsRejected, FileRef, Option, validate
from service.sentences import catalogue, sentence
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

CONTEXT = {
    "alur_zone": "Asia/Makassar",
    "alur_bidang": [
        {"value": "b1", "label": "Bidang Satu"},
        {"value": "b2", "label": "Bidang Dua"},
    ],
    "alur_pegawai": (Option("p1", "Analis"),),
}


def file(name="surat.pdf"):
    return FileRef("0" * 64, name)


def values_of(component, answer):
    form = form_of(component)
    return validate(form, {component["key"]: answer}, context=CONTEXT).values[component["key"]]


def errors_of(components, typed=None, **files):
    with pytest.raises(FieldsRejected) as caught:
        validate(form_of(*components), typed or {}, context=CONTEXT, files=files)
    return {key: code.removeprefix("forms.") for key, (code, _) in caught.value.errors.items()}


def error_of(component, answer):
    return errors_of([component], {component["key"]: answer}).get(component["key"])


@pytest.mark.parametrize(
    ("component", "answer", "value"),
    [
        (number(), "1500", 1500),
        (number(), "1.500", 1500),
        (number(), "1.500.000,50", Decimal("1500000.5")),
        (number(), "12,5", Decimal("12.5")),
        (number(), "12,0", 12),
        (number(), " -3 ", -3),
        (number(), "-0", 0),
        (number(), 7, 7),
        (number(), 2.5, Decimal("2.5")),
        (number(), 3.0, 3),
        (number(), Decimal("2.50"), Decimal("2.5")),
        (number(), Decimal("1E+3"), 1000),
        (datetime_of(), "2026-11-23", date(2026, 11, 23)),
        (datetime_of(), date(2026, 11, 23), date(2026, 11, 23)),
        (datetime_of("time"), "07:30", time(7, 30)),
        (datetime_of("datetime"), "2026-11-23T07:30", datetime(2026, 11, 22, 23, 30, tzinfo=UTC)),
        (
            datetime_of("datetime"),
            "2026-11-23T07:30:00+07:00",
            datetime(2026, 11, 23, 0, 30, tzinfo=UTC),
        ),
        (radio(), "teruskan", "teruskan"),
        (choice("select", "s"), "b", "b"),
        (choice("select", "s", ()) | {"valuesKey": "alur_bidang"}, "b2", "b2"),
        (choice("checklist", "c"), ["c", "a"], ["a", "c"]),
        (choice("checklist", "c"), [], []),
        (choice("checklist", "c", ()) | {"valuesKey": "alur_pegawai"}, ["p1"], ["p1"]),
        (checkbox(), True, True),
        (checkbox(), False, False),
        (number(), "", None),
        (datetime_of(), "  ", None),
        (radio(), None, None),
    ],
)
def test_choices_numbers_dates_and_ticks_enter_state_by_value(component, answer, value):
    found = values_of(component, answer)

    assert found == value
    assert type(found) is type(value)


def test_every_field_is_in_values_so_that_no_expression_meets_an_unknown_variable():
    form = form_of(
        textfield("a"), number("b"), checkbox("c"), hidden_if("=true", checkbox("d")), filepicker()
    )

    submission = validate(form, {}, context={})

    assert submission.values == {"a": None, "b": None, "c": False, "d": None}
    assert submission.texts == {}
    assert submission.files == {}


def test_free_text_goes_to_the_side_table_and_leaves_no_trace_in_values():
    form = form_of(textfield("nomor"), textarea("catatan"))
    typed = {"nomor": "  000.8/1  ", "catatan": "baris satu\r\nbaris dua "}

    submission = validate(form, typed, context={})

    assert submission.texts == {"nomor": "000.8/1", "catatan": "baris satu\nbaris dua"}
    assert submission.values == {"nomor": None, "catatan": None}


def test_a_private_answer_of_any_type_goes_to_the_side_table():
    private = {"properties": {"pribadi": "true"}}
    form = form_of(
        number("a") | private,
        datetime_of("date", "b") | private,
        choice("checklist", "c") | private,
        checkbox("d") | private,
        datetime_of("datetime", "e") | private,
        radio("f") | private,
    )
    typed = {"a": "2,5", "b": "2026-11-23", "c": ["b", "a"], "d": True}
    typed |= {"e": "2026-11-23T00:30:00Z", "f": "teruskan"}

    submission = validate(form, typed, context=CONTEXT)

    assert submission.texts == {
        "a": "2.5",
        "b": "2026-11-23",
        "c": "a\nb",
        "d": "true",
        "e": "2026-11-23T00:30:00.000000Z",
        "f": "teruskan",
    }
    assert set(submission.values.values()) == {None}


@pytest.mark.parametrize(
    ("component", "answer", "code"),
    [
        (textfield(), 5, "not-text"),
        (textfield(), ["a"], "not-text"),
        (textfield(), "a\nb", "not-plain-text"),
        (textfield(), "a\x00b", "not-plain-text"),
        (textfield(), "a\u202eb", "not-plain-text"),
        (textarea(), "a\ud800b", "not-plain-text"),
        (textfield(validate={"minLength": 3}), "ab", "text-too-short"),
        (textfield(validate={"maxLength": 3}), "abcd", "text-too-long"),
        (textfield(), "a" * 501, "text-too-long"),
        (textarea(), "a" * 5_001, "text-too-long"),
        (number(), "banyak", "not-a-number"),
        (number(), "1.50", "decimal-point"),
        (number(), "1.5", "decimal-point"),
        (number(), "1,500.5", "not-a-number"),
        (number(), "1 500", "not-a-number"),
        (number(), "Rp1.500", "not-a-number"),
        (number(), "1e5", "not-a-number"),
        (number(), "\u0661", "not-a-number"),
        (number(), "1" * 400, "not-a-number"),
        (number(), True, "not-a-number"),
        (number(), [1], "not-a-number"),
        (number(), float("inf"), "not-a-number"),
        (number(), float("nan"), "not-a-number"),
        (number(), Decimal("1E+999999"), "not-a-number"),
        (number(), "1" * 19, "number-too-long"),
        (number(decimalDigits=0), "1,5", "not-whole"),
        (number(decimalDigits=1), "1,25", "too-many-decimals"),
        (number(), "0,1234567", "too-many-decimals"),
        (number(validate={"min": 1}), "0", "number-too-small"),
        (number(validate={"max": 9}), "10", "number-too-large"),
        (datetime_of(), "23-11-2026", "not-a-date"),
        (datetime_of(), "2026-02-30", "not-a-date"),
        (datetime_of(), 20261123, "not-a-date"),
        (datetime_of(), datetime(2026, 11, 23, tzinfo=UTC), "not-a-date"),
        (datetime_of(), "0206-11-23", "year-out-of-range"),
        (datetime_of("time"), "7.30", "not-a-time"),
        (datetime_of("time"), "25:00", "not-a-time"),
        (datetime_of("time"), time(7, tzinfo=UTC), "not-a-time"),
        (datetime_of("datetime"), "2026-11-23", "not-an-instant"),
        (datetime_of("datetime"), "2026-11-23T24:00", "not-an-instant"),
        (datetime_of("datetime"), 5, "not-an-instant"),
        (datetime_of("datetime"), "0001-01-01T00:00:00+10:00", "year-out-of-range"),
        (radio(), "tolak", "not-an-option"),
        (radio(), ["teruskan"], "not-an-option"),
        (radio(), 1, "not-an-option"),
        (choice("select", "s", ()) | {"valuesKey": "alur_bidang"}, "b3", "not-an-option"),
        (choice("checklist", "c"), ["a", "x"], "not-an-option"),
        (choice("checklist", "c"), ["a", "a"], "not-an-option"),
        (choice("checklist", "c"), "a", "not-an-option"),
        (choice("checklist", "c"), [["a"]], "not-an-option"),
        (checkbox(), "true", "not-true-or-false"),
        (checkbox(), 1, "not-true-or-false"),
        (filepicker(), "x", "file-expected"),
    ],
)
def test_an_answer_that_does_not_fit_is_rejected_with_the_reason(component, answer, code):
    assert error_of(component, answer) == code


@pytest.mark.parametrize(
    ("component", "code"),
    [
        (textfield("x"), "required"),
        (textarea("x"), "required"),
        (number("x"), "required"),
        (datetime_of("date", "x"), "required-date"),
        (datetime_of("time", "x"), "required-time"),
        (datetime_of("datetime", "x"), "required-date"),
        (choice("select", "x"), "required-choice"),
        (radio("x"), "required-choice"),
        (checkbox("x"), "required-tick"),
        (choice("checklist", "x"), "required-choices"),
        (filepicker("x"), "required-file"),
    ],
)
def test_what_is_required_is_demanded_in_words_that_fit_the_field(component, code):
    nothings: tuple[object, ...] = (None, "", "  ", [], False)
    for nothing in nothings:
        assert errors_of([required(component)], {"x": nothing}) == {"x": code}
    assert errors_of([required(component)]) == {"x": code}


def test_all_faults_are_reported_at_once_in_the_order_of_the_page():
    form = [required(textfield("b")), number("a"), required(filepicker("c")), radio("d")]

    found = errors_of(form, {"zz": 1, "d": "x", "a": "x"})

    assert list(found.items()) == [
        ("b", "required"),
        ("a", "not-a-number"),
        ("c", "required-file"),
        ("d", "not-an-option"),
        ("zz", "unknown-field"),
    ]


RETURN_FORM = (
    required(radio()),
    hidden_if('=keputusan != "kembalikan"', required(textarea("alasan"))),
    group(
        required(datetime_of("date", "batas")),
        filepicker("lampiran"),
        checkbox("segera"),
        label="Perbaikan",
        conditional={"hide": '=keputusan != "kembalikan"'},
    ),
)


def test_a_hidden_required_field_is_not_demanded():
    submission = validate(form_of(*RETURN_FORM), {"keputusan": "teruskan"}, context={})

    assert submission.values["keputusan"] == "teruskan"
    assert submission.values["batas"] is None
    assert submission.texts == {}


def test_a_visible_required_field_is_demanded():
    assert errors_of(RETURN_FORM, {"keputusan": "kembalikan"}) == {
        "alasan": "required",
        "batas": "required-date",
    }


def test_what_is_hidden_is_not_accepted_either():
    typed = {"keputusan": "teruskan", "alasan": "x", "batas": "2026-11-23", "segera": True}

    assert errors_of(RETURN_FORM, typed, lampiran=[file()]) == dict.fromkeys(
        ("alasan", "batas", "lampiran", "segera"), "not-applicable"
    )


def test_empty_hidden_fields_that_a_page_without_javascript_posts_do_no_harm():
    typed = {"keputusan": "teruskan", "alasan": " ", "batas": "", "segera": False}

    assert validate(form_of(*RETURN_FORM), typed, context={}, files={"lampiran": []}).files == {}


def test_a_field_hidden_by_a_hidden_answer_is_hidden_too():
    form = form_of(
        radio(),
        hidden_if('=keputusan = "teruskan"', checkbox("ulang")),
        hidden_if("=ulang != true", required(textfield("sebab"))),
    )
    lied = {"keputusan": "teruskan", "ulang": True, "sebab": "x"}

    with pytest.raises(FieldsRejected) as caught:
        validate(form, lied, context={})

    assert set(caught.value.errors) == {"ulang", "sebab"}


def test_conditions_read_the_process_but_not_what_an_earlier_round_answered():
    form = form_of(
        radio(),
        hidden_if('=keputusan != "kembalikan" or putaran = 1', required(textfield("sebab"))),
    )

    assert validate(form, {}, context={"putaran": 2, "keputusan": "kembalikan"}).texts == {}
    with pytest.raises(FieldsRejected):
        validate(form, {"keputusan": "kembalikan"}, context={"putaran": 2})
    validate(form, {"keputusan": "kembalikan"}, context={"putaran": 1})


def test_a_condition_that_is_null_hides_nothing():
    form = form_of(number("n"), hidden_if("=n > 5", required(textfield("t"))))

    for answer in ("", "abc", "3"):
        with pytest.raises(FieldsRejected) as caught:
            validate(form, {"n": answer}, context={})
        assert "t" in caught.value.errors
    validate(form, {"n": "6"}, context={})


def test_a_condition_that_cannot_be_evaluated_is_an_error_not_a_guess():
    form = form_of(hidden_if("=putaran > 1", textfield("t")))

    for context in ({}, {"putaran": "x"}):
        with pytest.raises(FeelError):
            validate(form, {}, context=context)
    with pytest.raises(FeelError):
        validate(form_of(hidden_if("=putaran", textfield("t"))), {}, context={"putaran": 1})


def test_what_the_page_has_to_give_is_missed_loudly():
    dynamic = form_of(choice("select", "s", ()) | {"valuesKey": "alur_bidang"})
    moment = form_of(datetime_of("datetime", "t"))

    with pytest.raises(ContextIncomplete):
        validate(dynamic, {"s": "b1"}, context={})
    with pytest.raises(ContextIncomplete):
        validate(moment, {"t": "2026-11-23T07:30"}, context={})
    validate(moment, {"t": "2026-11-23T07:30"}, context={"alur_zone": ZoneInfo("Asia/Jakarta")})


@pytest.mark.parametrize(
    ("members", "names", "code"),
    [
        ({}, ["a.pdf"], None),
        ({}, ["a.pdf", "b.pdf"], "one-file-only"),
        ({"multiple": True}, ["a.pdf", "b.pdf"], None),
        ({"multiple": True}, ["a.pdf"] * 51, "too-many-files"),
        ({"accept": ".pdf,.docx"}, ["A.PDF"], None),
        ({"accept": ".pdf,.docx"}, ["a.exe"], "file-kind"),
        ({"accept": ".pdf"}, ["pdf"], "file-kind"),
        ({}, [""], "file-name"),
        ({}, ["a" * 256], "file-name"),
        ({}, ["a\x00.pdf"], "file-name"),
        ({}, ["a\u202efdp.exe"], "file-name"),
        ({}, ["a\n.pdf"], "file-name"),
    ],
)
def test_files_are_checked_by_number_name_and_ending(members, names, code):
    files = {"berkas": [file(name) for name in names]}
    form = form_of(filepicker(**members))
    if code is None:
        accepted = validate(form, {}, context={}, files=files).files
        assert accepted == {"berkas": tuple(map(file, names))}
    else:
        with pytest.raises(FieldsRejected) as caught:
            validate(form, {}, context={}, files=files)
        assert caught.value.errors["berkas"][0] == f"forms.{code}"


def test_a_file_for_a_field_that_is_none_is_rejected():
    assert errors_of([textfield()], {}, berkas=[file()]) == {"berkas": "unknown-field"}
    assert errors_of([textfield()], {}, nama=[file()]) == {"nama": "unknown-field"}


def test_keys_that_marshmallow_uses_itself_are_ordinary_keys():
    keys = ("fields", "load", "dump", "context", "opts", "declared_fields", "validate", "unknown")
    form = form_of(*(required(textfield(key)) for key in keys))

    assert validate(form, dict.fromkeys(keys, "x"), context={}).texts == dict.fromkeys(keys, "x")


def test_every_error_has_a_sentence_that_its_parameters_fill():
    form = form_of(
        textfield("a", validate={"minLength": 9}),
        number("b", validate={"min": 5.5}),
        number("c", decimalDigits=2),
        datetime_of("date", "d"),
        number("e"),
        filepicker("f", accept=".pdf"),
    )
    typed = {"a": "x", "b": "1", "c": "1,234", "d": "0026-01-01", "e": "1.5"}
    with pytest.raises(FieldsRejected) as caught:
        validate(form, typed, context={}, files={"f": [file("a.txt")]})

    said = {
        key: sentence(code, "id", **params) for key, (code, params) in caught.value.errors.items()
    }
    assert said == {
        "a": "Tulis paling sedikit 9 karakter; sekarang 1.",
        "b": "Tulis angka paling kecil 5,5.",
        "c": "Tulis paling banyak 2 angka di belakang koma.",
        "d": "Periksa tahunnya: harus antara 1900 dan 2199.",
        "e": "Tulis pecahan dengan koma: 1,5.",
        "f": "Unggah berkas berjenis .pdf.",
    }


ANSWERS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)
EVERYTHING = form_of(
    textfield("a"),
    number("b"),
    datetime_of("date", "c"),
    datetime_of("time", "d"),
    datetime_of("datetime", "e"),
    radio("f"),
    choice("checklist", "g"),
    checkbox("h"),
    hidden_if('=f != "kembalikan"', textarea("i")),
)


@given(st.dictionaries(st.sampled_from("abcdefghij"), ANSWERS))
def test_whatever_is_typed_is_taken_or_rejected_with_known_reasons(typed):
    try:
        submission = validate(EVERYTHING, typed, context=CONTEXT)
    except FieldsRejected as rejected:
        known = {code for code, _ in rejected.errors.values()} <= catalogue().keys()
    else:
        known = submission.values.keys() == set("abcdefghi")

    assert known
