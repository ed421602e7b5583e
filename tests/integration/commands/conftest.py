from __future__ import annotations

import pytest

from tests.people import first_pemda, other_pemda


@pytest.fixture
def pemda(session, kept):
    """A store that was set up, with one pemda and its administrator."""
    return kept("pemda", lambda: first_pemda(session))


@pytest.fixture
def stranger(pemda):
    """A second pemda in the same store."""
    return other_pemda(pemda.session)
