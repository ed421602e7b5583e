from __future__ import annotations

import importlib
import pkgutil
import string

import pytest

import service
from service.errors import AlurError
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


def refusals(kind=AlurError):
    yield kind
    for below in kind.__subclasses__():
        yield from refusals(below)


def test_every_refusal_has_its_sentence():
    for module in pkgutil.walk_packages(service.__path__, "service."):
        if not module.name.startswith(("service.__main__", "service.store.migrations")):
            importlib.import_module(module.name)

    assert {kind.code for kind in refusals()} - CATALOGUE.keys() == set()
