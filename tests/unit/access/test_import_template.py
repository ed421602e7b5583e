"""What the template of the import says belongs into its columns."""

from __future__ import annotations

import re

import pytest

from service.access.roles import OFFICE_KINDS, UNIT_KINDS
from service.sentences import sentence

KINDS = {"structure.column-office-kind": OFFICE_KINDS, "structure.column-unit-kind": UNIT_KINDS}


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("code", KINDS)
def test_every_kind_is_named_in_their_order(code, lang):
    listed, _, _ = sentence(code, lang).partition(".")
    words = re.findall(r"\w+", listed.lower())

    assert [word for word in words if word in KINDS[code]] == list(KINDS[code])
