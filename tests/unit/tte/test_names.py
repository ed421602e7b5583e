"""Whose name a certificate has: titles and capitals apart, letter for letter."""

from __future__ import annotations

import pytest

from service.tte import is_name_of


@pytest.mark.parametrize(
    ("certified", "known"),
    [
        ("WARSA TELADAN", "Warsa Teladan"),
        ("Warsa Teladan", "Drs. H. Warsa Teladan, M.Si."),
        ("DR. WARSA TELADAN, S.E., M.M.", "Warsa Teladan"),
        ("Warsa Teladan S.E.", "Warsa Teladan, S.E."),
        ("SITI MA'RUFAH", "Siti Ma\u2019rufah"),
        ("WARSA", "Warsa"),
    ],
)
def test_titles_and_capitals_make_no_other_name(certified, known):
    assert is_name_of(certified, known)


@pytest.mark.parametrize(
    ("certified", "known"),
    [
        ("Warsa Teladan", "Warsi Teladan"),
        ("Warsa Teladan", "Teladan Warsa"),
        ("Warsa Teladan", "Warsa"),
        ("Warsa", "Warsa Teladan"),
        ("Moh. Warsa", "Mohammad Warsa"),
        ("M. Warsa", "Warsa"),
        ("", ""),
        ("Drs.", "Drs."),
        ("Warsa Teladan", ""),
    ],
)
def test_another_word_is_another_name(certified, known):
    assert not is_name_of(certified, known)
