"""Says in words when a conditional field is to be filled, where its condition is simple.

The page works without JavaScript: then conditional fields stand there all the time, and this
sentence tells whom they concern. A condition says when a field is *hidden*; people are told the
opposite.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from service.feel import tree
from service.forms.model import CHOICE_TYPES
from service.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from service.feel.tree import Tree
    from service.forms.model import Field, Form, Item
    from service.sentences import Language
    from service.values import Value

_OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_MIRRORED = {"=": "=", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
_CLAUSES = {
    "=": "forms.clause-equal",
    "!=": "forms.clause-not-equal",
    "<": "forms.clause-less",
    "<=": "forms.clause-at-most",
    ">": "forms.clause-more",
    ">=": "forms.clause-at-least",
}


def applies_when(item: Item, form: Form, lang: Language = "id") -> str | None:
    """Return the sentence that says when `item` applies by its own condition.

    None when it has none, or one that no answer of this form can change.
    """
    fields = {field.key: field for field in form.fields}
    if item.hide is None or not item.hide.names & fields.keys():
        return None
    clause = _Speaker(fields, lang).say(item.hide.tree, holds=False)
    if clause is not None:
        return sentence("forms.applies-when", lang, condition=clause)
    labels = (field.label for field in form.fields if field.key in item.hide.names)
    return sentence("forms.applies-sometimes", lang, fields=", ".join(labels))


class _Speaker:
    def __init__(self, fields: dict[str, Field], lang: Language) -> None:
        self._fields = fields
        self._lang = lang

    def say(self, condition: Tree, *, holds: bool) -> str | None:  # noqa: PLR0911 - one per kind
        """Return the clause that says `condition` is true (or, without `holds`, false)."""
        match condition:
            case tree.Call("not", (operand,)):
                return self.say(operand, holds=not holds)
            case tree.And(operands):
                return self._join(operands, "and" if holds else "or", holds=holds)
            case tree.Or(operands):
                return self._join(operands, "or" if holds else "and", holds=holds)
            case tree.Compare(sign, tree.Variable(key), tree.Literal(value)):
                return self._compare(key, sign, value, holds=holds)
            case tree.Compare(sign, tree.Literal(value), tree.Variable(key)):
                return self._compare(key, _MIRRORED[sign], value, holds=holds)
            case tree.In(tree.Variable(key), tests):
                return self._one_of(key, tests, holds=holds)
            case tree.Call("list contains", (tree.Variable(key), tree.Literal(value))):
                code = "forms.clause-includes" if holds else "forms.clause-not-includes"
                return self._about(key, code, value)
            case tree.Variable(key):
                return self._compare(key, "=", value=True, holds=holds)
            case _:
                return None

    def _compare(self, key: str, sign: str, value: Value, *, holds: bool) -> str | None:
        sign = sign if holds else _OPPOSITE[sign]
        if value is None:
            empty = "forms.clause-empty" if sign == "=" else "forms.clause-filled"
            return self._about(key, empty, value)
        if isinstance(value, bool):
            ticked = value == (sign == "=")
            code = "forms.clause-ticked" if ticked else "forms.clause-not-ticked"
            return self._about(key, code, value)
        return self._about(key, _CLAUSES[sign], value)

    def _one_of(self, key: str, tests: Iterable[tree.Test], *, holds: bool) -> str | None:
        values: list[Value] = []
        for test in tests:
            match test:
                case tree.ValueTest(tree.Literal(value)):
                    values.append(value)
                case tree.ValueTest(tree.ListOf(items)):
                    values += [it.value for it in items if isinstance(it, tree.Literal)]
                    if len(values) < len(items):
                        return None
                case _:
                    return None
        answers = [self._answer(key, value) for value in values]
        if None in answers or key not in self._fields:
            return None
        code = _CLAUSES["=" if holds else "!="]
        either = self._word("or").join(str(answer) for answer in answers)
        return sentence(code, self._lang, label=self._fields[key].label, answer=either)

    def _about(self, key: str, code: str, value: Value) -> str | None:
        answer = "" if value is None or isinstance(value, bool) else self._answer(key, value)
        if key not in self._fields or answer is None:
            return None
        return sentence(code, self._lang, label=self._fields[key].label, answer=answer)

    def _answer(self, key: str, value: Value) -> str | None:
        """Return how the page shows `value` as an answer to `key`; None when it does not."""
        field = self._fields.get(key)
        if field is None:
            return None
        if field.type in CHOICE_TYPES:
            return next((it.label for it in field.options if it.value == value), None)
        match value:
            case str():
                return value
            case int() | Decimal() if not isinstance(value, bool):
                return format(Decimal(value), "f").replace(".", ",")
            case _:
                return None

    def _join(self, operands: Iterable[Tree], word: str, *, holds: bool) -> str | None:
        clauses = []
        for operand in operands:
            # Brackets cannot be spoken: "a dan b atau c" would mean two things.
            if isinstance(operand, tree.And | tree.Or):
                return None
            clause = self.say(operand, holds=holds)
            if clause is None:
                return None
            clauses.append(clause)
        return self._word(word).join(clauses)

    def _word(self, word: str) -> str:
        return f" {sentence(f'forms.word-{word}', self._lang)} "
