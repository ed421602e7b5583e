from __future__ import annotations

import pytest

from service.diagrams.extensions import KINDS as KINDS_OF_DIAGRAMS
from service.sentences import sentence
from service.web.labels import ACT_COLOURS, ACT_ICONS, ACTS, KINDS


def test_an_approval_a_wet_signature_and_a_tte_are_never_mixed_in_word_colour_or_picture():
    acts = ("approved_for_signature", "wet_signature", "tte")

    for table in (ACTS, ACT_COLOURS, ACT_ICONS):
        assert len({table[act] for act in acts}) == len(acts)
        assert table.keys() == ACTS.keys()


def test_every_kind_of_a_process_that_a_diagram_may_name_has_a_word():
    assert tuple(KINDS) == KINDS_OF_DIAGRAMS


@pytest.mark.parametrize("act", ACTS)
def test_an_act_has_one_name_on_documents_and_in_the_history(act):
    assert sentence(f"history.act-{act}") == ACTS[act]


def test_the_event_of_a_tte_is_called_as_the_act_is():
    assert sentence("history.signed-electronically", step="x") == f"{ACTS['tte']}: x"
