"""Every code that the gate, the reader or the engine can say has a sentence, and none is spare."""

import ast
import string
from functools import cache
from pathlib import Path

import pytest

import service.engine
from service.diagrams.timer_text import read_timer
from service.errors import AlurError
from service.feel import FeelError, FeelSyntaxError
from service.sentences import catalogue

SERVICE = Path(service.engine.__file__).parents[1]
#: `read_timer` names them; they have no gate code of their own.
NOT_OF_TIMERS = {"iso8601.not-a-date", "iso8601.not-a-time"}


@cache
def modules_of(folder):
    files = sorted((SERVICE / folder).rglob("*.py"))
    return [(file, ast.parse(file.read_text("utf-8"))) for file in files]


def calls_of(tree, *names):
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in names
        ):
            yield node


def all_subclasses(base):
    for cls in base.__subclasses__():
        yield cls
        yield from all_subclasses(cls)


def codes_of(base):
    return {cls.code for cls in (base, *all_subclasses(base))}


@cache
def finding_calls():
    """Return code → names of parameters, of every error(), setup() and info()."""
    found: dict[str, list[tuple[str, set[str | None]]]] = {}
    for file, tree in modules_of("diagrams"):
        for call in calls_of(tree, "error", "setup", "info"):
            code = call.args[0]
            names = {keyword.arg for keyword in call.keywords}
            if isinstance(code, ast.Constant):
                found.setdefault(str(code.value), []).append((file.name, names))
    return found


def computed_codes():
    """Return the codes that expressions and timers make of what was wrong with them."""
    syntax = {f"expression-{code.partition('.')[2]}" for code in codes_of(FeelSyntaxError)}
    times = {code for code in codes_of(AlurError) if code.startswith("iso8601.")}
    return syntax | {f"timer-{code.partition('.')[2]}" for code in times - NOT_OF_TIMERS}


def gate_codes():
    return set(finding_calls()) | computed_codes()


def fault_calls():
    """Return code → names of parameters, of every ProcessFault and class of faults raised."""
    classes = {
        cls.__name__: cls.code
        for cls in all_subclasses(AlurError)
        if cls.__module__.startswith("service.engine")
    }
    found = []
    for file, tree in modules_of("engine"):
        for call in calls_of(tree, *classes):
            code = classes[call.func.id]
            if call.func.id == "ProcessFault":
                code = call.args[0].value if isinstance(call.args[0], ast.Constant) else None
            if code is not None:
                found.append((code, file.name, {keyword.arg for keyword in call.keywords}))
    return found


def engine_codes():
    """Return every code of a class of faults, and every one given to ProcessFault."""
    found = {
        cls.code
        for cls in all_subclasses(AlurError)
        if cls.__module__.startswith(("service.engine", "service.diagrams"))
    }
    for _, tree in modules_of("engine"):
        for call in calls_of(tree, "ProcessFault"):
            if isinstance(call.args[0], ast.Constant):
                found.add(call.args[0].value)
    return found


def fields_of(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def sentences_of(*groups):
    return {code: pair for code, pair in catalogue().items() if code.split(".")[0] in groups}


@pytest.mark.parametrize("code", sorted(gate_codes()))
def test_every_finding_has_a_sentence_in_both_languages(code):
    pair = catalogue()[f"gate.{code}"]

    assert pair["id"]
    assert pair["en"]
    assert fields_of(pair["id"]) == fields_of(pair["en"])


@pytest.mark.parametrize("code", sorted(engine_codes() | codes_of(FeelError)))
def test_every_fault_has_a_sentence_in_both_languages(code):
    pair = catalogue()[code]

    assert pair["id"]
    assert pair["en"]
    assert fields_of(pair["id"]) == fields_of(pair["en"])


def test_no_sentence_of_the_gate_is_left_over():
    assert {f"gate.{code}" for code in gate_codes()} == set(sentences_of("gate"))


def test_no_sentence_of_the_engine_is_left_over():
    assert set(sentences_of("engine")) <= engine_codes()


@pytest.mark.parametrize("code", sorted(finding_calls()))
def test_a_sentence_asks_only_for_what_its_finding_gives(code):
    asked = fields_of(catalogue()[f"gate.{code}"]["id"]) - {"element"}

    for file, given in finding_calls()[code]:
        assert asked <= given, file


@pytest.mark.parametrize(("code", "file", "given"), fault_calls())
def test_a_sentence_asks_only_for_what_its_fault_gives(code, file, given):
    assert fields_of(catalogue()[code]["id"]) <= given, file


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("duration", "tiga hari"),
        ("duration", "-P1D"),
        ("duration", "P9999Y"),
        ("date", "besok"),
        ("date", "2026-11-23"),
        ("cycle", "tiap hari"),
        ("cycle", "R/PT0S"),
        ("cycle", "R/PT59S"),
        ("cycle", "R/1899-12-31T00:00:00Z/P1D"),
    ],
)
def test_a_wrong_timer_fills_its_sentence(kind, text):
    with pytest.raises(AlurError) as raised:
        read_timer(kind, text)

    name = raised.value.code.partition(".")[2]
    for code in (raised.value.code, f"gate.timer-{name}"):
        assert fields_of(catalogue()[code]["id"]) <= {"text", *raised.value.params}


def test_findings_are_made_with_a_code_that_can_be_read_off_the_source():
    computed = [
        f"{file.name}:{call.lineno}"
        for file, tree in modules_of("diagrams")
        for call in calls_of(tree, "error", "setup", "info")
        if not isinstance(call.args[0], ast.Constant)
    ]

    assert sorted(item.partition(":")[0] for item in computed) == [
        "expressions.py",
        "expressions.py",
    ]
