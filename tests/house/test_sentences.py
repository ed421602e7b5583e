from __future__ import annotations

import importlib
import pkgutil
import string
from pathlib import Path

import pytest

import service
from service.errors import AlurError
from service.sentences import catalogue

CATALOGUE = catalogue()
PAGES = Path(service.__path__[0]) / "web/templates"


def fields_of(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_a_sentence_stands_in_both_languages_with_the_same_fields(code):
    pair = CATALOGUE[code]

    assert pair.keys() == {"id", "en"}
    assert pair["id"].strip()
    assert pair["en"].strip()
    assert fields_of(pair["id"]) == fields_of(pair["en"])


def test_who_keeps_structure_and_people_has_one_name_on_every_screen():
    said = {code: pair["id"] for code, pair in CATALOGUE.items()}
    said |= {page.name: page.read_text("utf-8") for page in PAGES.rglob("*.html")}

    assert [where for where, text in said.items() if "administrator" in text.casefold()] == []


def refusals(kind=AlurError):
    yield kind
    for below in kind.__subclasses__():
        yield from refusals(below)


def test_every_refusal_has_its_sentence():
    for module in pkgutil.walk_packages(service.__path__, "service."):
        if not module.name.startswith(("service.__main__", "service.store.migrations")):
            importlib.import_module(module.name)

    assert {kind.code for kind in refusals()} - CATALOGUE.keys() == set()
