import re
import string
from pathlib import Path

import pytest

from service.sentences import catalogue

SERVICE = Path(__file__).parents[3] / "service"
FLOORS = ("access", "commands", "running", "store")
CODE = re.compile(r'"((?:access|structure|sop)\.[a-z][a-z-]*)"')


def codes_in_use():
    return sorted(
        {
            code
            for floor in FLOORS
            for file in (SERVICE / floor).rglob("*.py")
            if "migrations" not in file.parts
            for code in CODE.findall(file.read_text("utf-8"))
        }
    )


def fields_of(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("code", codes_in_use())
def test_every_code_about_people_and_sops_has_a_sentence_in_both_languages(code):
    pair = catalogue()[code]

    assert pair["id"]
    assert pair["en"]
    assert fields_of(pair["id"]) == fields_of(pair["en"])


def test_no_sentence_is_left_over():
    known = {code for code in catalogue() if code.split(".")[0] in ("access", "structure", "sop")}

    assert known == set(codes_in_use())
