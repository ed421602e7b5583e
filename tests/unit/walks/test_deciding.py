"""What a rule task decided is told in a walk, with the rules of its table that matched."""

from decimal import Decimal
from pathlib import Path

import pytest

from service.engine.api import Decided
from service.running.walks.acts import Complete
from service.running.walks.deciding import rules_told, value_told
from service.running.walks.walk import walk
from service.sentences import sentence
from tests.walked import ground_of, start

CONSTRUCT = (Path(__file__).parents[2] / "constructs/business_rule_task.bpmn").read_text()
RULES = '<alur:rules decision="level"/>'
#: The first process alone, asked about the year that every process has.
GROUND = ground_of(
    (CONSTRUCT.partition("</process>")[0] + "</process></definitions>")
    .replace(RULES, f'{RULES}<alur:in variable="amount" value="tahun"/>')
    .replace('id="one.rule"', 'id="one.rule" name="Penanda tangan"')
    .encode(),
    {},
)


def test_the_log_says_which_rule_matched_and_what_came_of_it():
    walked = walk(GROUND, (start(GROUND), Complete("one/one.a")))

    (line,) = [it for it in walked.log if it.code == "walk.log-decided"]
    assert sentence(line.code, **line.params) == (
        "Alur memutuskan “Penanda tangan”: aturan ke-2 cocok, hasilnya “head”."
    )


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ((), "dihitung tanpa tabel"),
        ((("Tarif", ()),), "tidak ada aturan yang cocok"),
        ((("Tarif", (1, 3)),), "aturan ke-1 dan aturan ke-3 cocok"),
        (
            (("Tarif", (1,)), ("Denda", (2,))),
            "di “Tarif” aturan ke-1 cocok; di “Denda” aturan ke-2 cocok",
        ),
    ],
)
def test_rules_are_told_by_their_place_in_the_table(rules, words):
    assert rules_told(Decided("uji/aturan", None, rules)) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "kosong"),
        (True, "ya"),
        (Decimal("1.5"), "1,5"),
        ("kadis", "“kadis”"),
        ({"siapa": "kadis", "segera": False}, "siapa “kadis”, segera tidak"),
        ([1, 2], "1, 2"),
    ],
)
def test_a_value_is_told_as_people_write_it(value, words):
    assert value_told(value) == words
