"""The OMG's compatibility kit for DMN: each test case right, refused or wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from service.dmn import DecisionsRefused, DecisionStopped, Limits, examine
from service.feel.temporal import read_date, read_duration, read_moment, read_time, text_of
from service.feel.types import type_name
from tests.conformance.corpora import DMN_KIT
from tests.conformance.judgement import Judgement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from service.dmn import Finding, Model
    from tests.conformance.judgement import Verdict

_XSI: Final = "{http://www.w3.org/2001/XMLSchema-instance}"
#: The kit's own runner compares numbers up to this difference.
_CLOSE: Final = Decimal("0.00000001")
#: The kit holds up to 1,100 decisions in a file; what is tested is what they say.
_LIMITS: Final = Limits(elements=50_000, all_elements=100_000, characters=400_000, names=5_000)
#: For the two cases that ask for the time.
_NOW: Final = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)

_READERS: Final[dict[str, Callable[[str], Any]]] = {
    "decimal": Decimal,
    "integer": Decimal,
    "double": Decimal,
    "boolean": lambda text: text == "true",
    "string": str,
    "date": read_date,
    "dateTime": read_moment,
    "duration": read_duration,
    "time": read_time,
}


@dataclass(frozen=True, slots=True)
class Case:
    """One test case: what is given, and which results are expected by the names of decisions."""

    level: str
    folder: str
    name: str
    model: Path
    service: str | None
    element: etree._Element


def folders() -> list[Path]:
    """Return the folders of the kit, of both levels."""
    return sorted(each for each in DMN_KIT.glob("compliance-level-*/*") if each.is_dir())


def cases(folder: Path) -> Iterator[Case]:
    """Yield the test cases of a folder."""
    for file in sorted(folder.glob("*test*.xml")):
        root = etree.parse(file).getroot()
        model = folder / (root.findtext("{*}modelName") or "")
        for element in root.iter("{*}testCase"):
            service = element.get("invocableName") if element.get("type") else None
            yield Case(
                folder.parent.name.removeprefix("compliance-"),
                folder.name,
                element.get("id") or "",
                model,
                service,
                element,
            )


def judged(case: Case) -> Judgement:
    """Evaluate a case and compare."""
    verdict, reasons = _judge(case)
    return Judgement(case.level, f"{case.folder} {case.name}", verdict, reasons)


def _judge(case: Case) -> tuple[Verdict, tuple[str, ...]]:
    try:
        model, findings = _model(case.model)
        inputs = case.element.findall("{*}inputNode")
        given = {node.get("name") or "": value_of(node) for node in inputs}
        results = [(r, *_value(model, findings, case, r, given)) for r in _results(case)]
    except DecisionsRefused as refused:
        return "refused", tuple(sorted({finding.code for finding in refused.findings}))
    except DecisionStopped as stopped:
        return "refused", (stopped.problem.code,)
    reasons = tuple(reason for _, _, found in results for reason in found)
    if reasons:
        return "refused", reasons
    different = tuple(
        f"{r.get('name')}: {expected!r} expected, {value!r} found"
        for r, value, _ in results
        if not alike(expected := value_of(r), value)
    )
    return ("wrong", different) if different else ("right", ())


def _results(case: Case) -> list[etree._Element]:
    return case.element.findall("{*}resultNode")


def _value(
    model: Model,
    findings: tuple[Finding, ...],
    case: Case,
    result: etree._Element,
    given: dict[str, Any],
) -> tuple[Any, tuple[str, ...]]:
    """Return the value of a result, or why it is refused."""
    wanted = case.service or result.get("name")
    ids = [each.id for each in model.definitions.services if each.name == wanted]
    ids += [each.id for each in model.definitions.decisions if each.name == wanted]
    if not ids:
        return None, ("no such decision",)
    whole = [finding.code for finding in findings if not finding.element]
    own = [finding.code for finding in findings if finding.element in _parts(case.model, ids[0])]
    if whole or own:
        return None, tuple(sorted({*whole, *own}))
    value = model.evaluate(ids[0], given, now=_NOW)
    outputs = next((s.outputs for s in model.definitions.services if s.id == ids[0]), ())
    if len(outputs) > 1:
        value = value[result.get("name")]
    return value, ()


@cache
def _model(file: Path) -> tuple[Model, tuple[Finding, ...]]:
    return examine(file.read_bytes(), _LIMITS, clock=True)


@cache
def _needs(file: Path) -> dict[str, tuple[set[str], set[str]]]:
    """Return for each element the ids inside it, and those and the types that it points to."""
    found = {}
    for element in etree.parse(file).getroot().iterchildren(etree.Element):
        parts = list(element.iter(etree.Element))
        ids = {each.get("id") or each.get("name") or "" for each in parts} - {""}
        targets = {(each.get("href") or "").rpartition("#")[2] for each in parts}
        types = {(each.get("typeRef") or each.text or "").strip() for each in parts}
        found[element.get("id") or element.get("name") or ""] = (ids, targets | types)
    return found


@cache
def _parts(file: Path, id_: str) -> frozenset[str]:
    """Return the ids of an element and of all that it needs."""
    needs, parts, open_ = _needs(file), set[str](), {id_}
    while open_:
        each = open_.pop()
        if each in needs and each not in parts:
            ids, targets = needs[each]
            parts |= ids | {each}
            open_ |= targets & needs.keys()
    return frozenset(parts)


def value_of(element: etree._Element) -> Any:
    """Return the value that a test case writes."""
    for child in element.iterchildren(tag=etree.Element):
        match etree.QName(child).localname:
            case "expected":
                return value_of(child)
            case "list":
                return [value_of(item) for item in child.iterchildren(tag=etree.Element)]
            case "component":
                parts = element.iterchildren("{*}component")
                return {part.get("name"): value_of(part) for part in parts}
            case "value" if child.get(f"{_XSI}nil") != "true":
                kind = (child.get(f"{_XSI}type") or "xsd:string").split(":")[-1]
                return _READERS[kind](child.text or "")
    return None


def alike(expected: Any, found: Any) -> bool:  # noqa: PLR0911 - one case per kind
    """Return whether a result is what is expected: the same, and of the same kind."""
    if type_name(expected) != type_name(found):
        return False
    match expected:
        case bool() | str() | None:
            return bool(expected == found)
        case int() | Decimal():
            return abs(Decimal(expected) - Decimal(found)) <= _CLOSE
        case list():
            return len(expected) == len(found) and all(map(alike, expected, found))
        case dict():
            return expected.keys() == found.keys() and all(
                alike(value, found[key]) for key, value in expected.items()
            )
        case time() | datetime():
            return bool(text_of(expected) == text_of(found))
        case _:
            return bool(expected == found)


def judgements() -> Iterator[Judgement]:
    """Judge one case after the other."""
    for folder in folders():
        yield from map(judged, cases(folder))
