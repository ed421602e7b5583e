"""Random forms: made-up answers are valid, and a page gives back exactly what it was given."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.forms import (
    FieldsRejected,
    FileRef,
    NoAnswerPossible,
    make_answers,
    make_file_names,
    present,
    typed_from_post,
    validate,
    visible_fields,
)
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
    "alur_zone": "Asia/Jakarta",
    "alur_bidang": [{"value": f"b{it}", "label": f"Bidang {it}"} for it in range(3)],
    "putaran": 1,
}


@st.composite
def questions(draw, key):
    """Draw one question of any type and limits."""
    limits = draw(
        st.fixed_dictionaries(
            {}, optional={"minLength": st.integers(0, 60), "maxLength": st.integers(60, 200)}
        )
    )
    low = draw(st.none() | st.integers(-50, 50))
    bounds = {} if low is None else {"min": low}
    if draw(st.booleans()):
        bounds["max"] = (low or 0) + draw(st.integers(0, 9))
    digits = draw(st.sampled_from([{}, {"decimalDigits": 0}, {"decimalDigits": 3}]))
    component = draw(
        st.sampled_from(
            [
                textfield(key, validate=limits),
                textarea(key, validate=limits),
                number(key, validate=bounds, **digits),
                datetime_of("date", key),
                datetime_of("time", key),
                datetime_of("datetime", key),
                choice("select", key),
                radio(key, ("a", "b", "c")),
                checkbox(key),
                choice("checklist", key),
                choice("checklist", key, ()) | {"valuesKey": "alur_bidang"},
                filepicker(key, accept=".docx,.pdf"),
            ]
        )
    )
    if draw(st.booleans()):
        component |= {"properties": {"pribadi": "true"}}
    return required(component) if draw(st.booleans()) else component


#: Conditions on a question above, by its type.
CONDITIONS = {
    "select": ['=k = "a"', '=k != "b"', '=k in ("a", "c")', "=k = null"],
    "radio": ['=k != "a"', '=not(k = "b")', "=k != null"],
    "checkbox": ["=k", "=not(k)", "=k != true"],
    "number": ["=k > 5", "=k between 0 and 20", "=k = null or k < 0"],
    "checklist": ['=list contains(k, "a")', "=count(k) > 1"],
    "textfield": ["=k = null", "=string length(k) > 30"],
}
ON_THE_PROCESS = ["=putaran = 1", "=putaran > 1"]


@st.composite
def forms(draw):
    """Draw a form: questions, some in groups, some hidden by what stands above them."""
    components: list[dict[str, object]] = []
    above: list[tuple[str, str]] = []
    for place in range(draw(st.integers(1, 7))):
        key = f"q{place}"
        component = draw(questions(key))
        type_ = component["type"]
        possible = [
            condition.replace("k", name, 1).replace("k ", f"{name} ")
            if "(k" not in condition
            else condition.replace("(k", f"({name}")
            for kind, name in above
            for condition in CONDITIONS.get(kind, [])
        ]
        condition = draw(st.none() | st.sampled_from(possible + ON_THE_PROCESS))
        if draw(st.booleans()):
            component = group(component, label=f"Bagian {place}")
        components.append(component if condition is None else hidden_if(condition, component))
        above.append((str(type_), key))
    return form_of(*components)


class Browser(dict[str, list[str]]):
    """Posts what a browser would after showing the views: nothing that is not ticked."""

    def __init__(self, views):
        super().__init__()
        for view in views:
            match view.kind:
                case "input" | "textarea":
                    self[view.name] = [view.value.replace("\n", "\r\n")]
                case "select":
                    self[view.name] = [it.value for it in view.options if it.checked] or [""]
                case "radios" | "checkboxes":
                    chosen = [it.value for it in view.options if it.checked]
                    if chosen:
                        self[view.name] = chosen
                case "checkbox":
                    if view.checked:
                        self[view.name] = [view.value]

    def getlist(self, key, /):
        return self.get(key, [])


def files_for(form, typed):
    names = make_file_names(form, typed, CONTEXT)
    return {key: [FileRef("0" * 64, name) for name in given_] for key, given_ in names.items()}


@given(forms(), st.integers(0, 2**32))
def test_made_up_answers_are_valid_for_every_form(form, seed):
    typed = make_answers(form, CONTEXT, Random(seed))

    validate(form, typed, context=CONTEXT, files=files_for(form, typed))


@given(forms(), st.integers(0, 2**32))
def test_a_page_gives_back_what_it_was_given(form, seed):
    typed = make_answers(form, CONTEXT, Random(seed))
    files = files_for(form, typed)

    returned = typed_from_post(form, Browser(present(form, typed, {}, CONTEXT)))

    shown = {field.key for field in visible_fields(form, typed, CONTEXT)}
    assert {key: value for key, value in returned.items() if value and key in shown} == {
        key: value for key, value in typed.items() if value
    }
    assert validate(form, returned, context=CONTEXT, files=files) == validate(
        form, typed, context=CONTEXT, files=files
    )


@given(forms(), st.integers(0, 2**32), st.data())
def test_leaving_out_one_required_answer_is_rejected_at_that_field(form, seed, data):
    typed = make_answers(form, CONTEXT, Random(seed))
    asked = [it.key for it in form.fields if it.required and it.key in typed]
    if not asked:
        return
    key = data.draw(st.sampled_from(asked))
    without = {name: value for name, value in typed.items() if name != key}

    with pytest.raises(FieldsRejected) as caught:
        validate(form, without, context=CONTEXT, files=files_for(form, without))

    assert key in caught.value.errors


def test_given_answers_are_kept_and_decide_what_else_is_answered():
    form = form_of(
        required(radio()),
        hidden_if('=keputusan != "kembalikan"', required(textarea("alasan"))),
    )

    sent_back = make_answers(form, {}, Random(1), {"keputusan": "kembalikan"})
    forwarded = make_answers(form, {}, Random(1), {"keputusan": "teruskan", "alasan": "x"})

    assert sent_back == {"keputusan": "kembalikan", "alasan": "Contoh alasan"}
    assert forwarded == {"keputusan": "teruskan"}


def test_the_same_seed_makes_the_same_answers():
    form = form_of(number("a"), choice("checklist", "b"), datetime_of("datetime", "c"))

    assert make_answers(form, {}, Random(7)) == make_answers(form, {}, Random(7))


def test_where_no_answer_can_be_valid_none_is_made_up():
    units = choice("checklist", "c", ()) | {"valuesKey": "alur_bidang"}
    for component in (
        required(units),
        required(number("c", decimalDigits=0, validate={"min": 0.2, "max": 0.8})),
        required(textfield("c", validate={"maxLength": 0})),
    ):
        with pytest.raises(NoAnswerPossible):
            make_answers(form_of(component), {"alur_bidang": []}, Random(1))
