"""Every code that a form's finding or a wrong answer can have has a sentence; none is spare."""

from __future__ import annotations

import ast
import string
from functools import cache
from pathlib import Path

import pytest

import service.forms
from service.sentences import catalogue

FOLDER = Path(service.forms.__file__).parent
CALLERS = {"report", "AnswerProblem", "NotReadable", "Finding"}


@cache
def said():
    """Return every code of the forms that stands in their code, with the names that fill it."""
    found: dict[str, list[set[str | None]]] = {}
    for file in sorted(FOLDER.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                names = {keyword.arg for keyword in node.keywords}
                for argument in node.args if name in CALLERS else ():
                    for part in ast.walk(argument):
                        if isinstance(part, ast.Constant) and str(part.value).startswith("forms."):
                            found.setdefault(str(part.value), []).append(names)
    return found


@cache
def everywhere():
    """Return every code of the forms that is written in their code at all, however it is used."""
    return {
        node.value
        for file in FOLDER.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value.startswith("forms.")
        and node.value.islower()
    }


PREFIXES = tuple(code for code in everywhere() if code.endswith("-"))


@pytest.mark.parametrize("code", sorted(everywhere() - set(PREFIXES)))
def test_a_code_of_a_form_has_a_sentence_in_both_languages(code):
    assert catalogue()[code].keys() == {"id", "en"}


def test_no_sentence_about_forms_is_spare():
    sentences = {code for code in catalogue() if code.startswith("forms.")}

    assert len(sentences) > 40
    spare = sentences - everywhere()
    assert {code for code in spare if not code.startswith(PREFIXES)} == set()


@pytest.mark.parametrize("code", sorted(said()))
def test_a_sentence_asks_for_nothing_that_is_not_given(code):
    asked = {
        name for _, name, _, _ in string.Formatter().parse(catalogue()[code]["id"]) if name
    } - {"element"}

    for given in said()[code]:
        # None stands for **params.
        assert None in given or asked <= given, (code, asked - given)
