from __future__ import annotations

import string

import pytest

from service.sentences import catalogue

CATALOGUE = catalogue()


def fields_of(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_a_sentence_stands_in_both_languages_with_the_same_fields(code):
    pair = CATALOGUE[code]

    assert pair.keys() == {"id", "en"}
    assert pair["id"].strip()
    assert pair["en"].strip()
    assert fields_of(pair["id"]) == fields_of(pair["en"])
