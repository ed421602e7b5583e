from __future__ import annotations

from service.web.labels import ACT_COLOURS, ACT_ICONS, ACTS


def test_an_approval_a_wet_signature_and_a_tte_are_never_mixed_in_word_colour_or_picture():
    acts = ("approved_for_signature", "wet_signature", "tte")

    for table in (ACTS, ACT_COLOURS, ACT_ICONS):
        assert len({table[act] for act in acts}) == len(acts)
        assert table.keys() == ACTS.keys()
