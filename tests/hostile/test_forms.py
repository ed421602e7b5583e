"""Forms that are too large, too deep or too clever are refused in two seconds."""

from __future__ import annotations

import json
import time

import pytest

from service.forms import FormRefused, read_form

pytestmark = pytest.mark.slow

SECONDS = 2


def form(*components, **attributes):
    return json.dumps(
        {"type": "default", "id": "f", "schemaVersion": 4, "components": components} | attributes
    ).encode()


def field(number=0, /, **attributes):
    return {
        "type": "textfield",
        "id": f"i{number}",
        "key": f"k{number}",
        "label": "Isi",
    } | attributes


def groups(depth):
    inner = field()
    for number in range(depth):
        inner = {"type": "group", "id": f"g{number}", "label": "G", "components": [inner]}
    return inner


OPTIONS = [{"label": str(number), "value": str(number)} for number in range(100_000)]
CONDITION = "=" + "(" * 900 + "a" + ")" * 900
FORMS = {
    "100,000 fields": form(*(field(number) for number in range(100_000))),
    "groups in groups": form(groups(200)),
    "brackets without end": b"[" * 100_000,
    "objects without end": b'{"a":' * 100_000,
    "100,000 choices": form(field(type="select", values=OPTIONS)),
    "a pattern that goes back": form(field(validate={"pattern": "^(a+)+$"})),
    "a number without end": form(field(type="number", validate={"max": 0})).replace(
        b'"max": 0', b'"max": ' + b"9" * 100_000
    ),
    "a power": form(field(type="number", validate={"max": 0})).replace(
        b'"max": 0', b'"max": 1e999999999'
    ),
    "no number": form(field(type="number", validate={"max": float("nan")})),
    "a condition without end": form(field(conditional={"hide": CONDITION})),
    "a label of a megabyte": form(field(label="x" * 1_000_000)),
    "a key of another world": form(field(key="__class__")),
    "half a letter": form(field(label="x")).replace(b'"x"', b'"\xff"'),
    "a lonely half of a pair": form(field(label="x")).replace(b'"x"', b'"\\ud800"'),
}


@pytest.mark.parametrize("name", FORMS)
def test_it_is_refused_with_a_reason(name):
    began = time.process_time()

    with pytest.raises(FormRefused) as refused:
        read_form(FORMS[name])

    assert time.process_time() - began < SECONDS
    assert refused.value.findings
