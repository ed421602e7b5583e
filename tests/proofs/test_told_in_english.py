"""A history that is asked for in English says nothing in Indonesian but what people wrote."""

from __future__ import annotations

import re

import pytest

import service.sentences
from service.cli.frame.talk import Talk
from service.cli.history import document, lines
from service.queries.operators import find_process, history_for_operator
from service.sentences import catalogue
from tests.proofs.played import opened

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("played")]

MARK = "<id>"


@pytest.fixture
def marked(monkeypatch):
    """Mark every Indonesian sentence, since the SOP itself speaks Indonesian too."""
    texts = {code: {**pair, "id": MARK + pair["id"]} for code, pair in catalogue().items()}
    monkeypatch.setattr(service.sentences, "catalogue", lambda: texts)


def printed(played, lang):
    with opened(played.url) as session:
        found = find_process(session, str(played.finished.instance_id))
        told, zone = history_for_operator(session, found, lang)
        return "\n".join(lines(Talk(lang=lang), found, told, zone)), document(found, told)


@pytest.mark.parametrize(
    "kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
)
def test_no_indonesian_sentence_of_the_catalogue_is_in_the_english_print(play, marked, kind):
    played = play(kind)

    text, told = printed(played, "en")
    indonesian, _ = printed(played, "id")

    assert MARK in indonesian
    assert MARK not in text
    assert MARK not in str(told)
    times = re.findall(r"^ +Time: (.*)$", text, re.MULTILINE)
    assert times
    assert [said for said in times if re.search(r"\b(jam|menit|kurang)\b", said)] == []
    # What the SOP says is told as it stands there.
    assert "Menyusun SK Tim" in text
