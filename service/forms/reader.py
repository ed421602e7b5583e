"""Reads form-js JSON into a Form, or refuses it with everything that is wrong with it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from service.feel import FeelError, FeelSyntaxError, compile_expression, is_name
from service.forms.components import ATTRIBUTES, LONGEST_LABEL, Component
from service.forms.findings import Finding, FormRefused
from service.forms.json_reader import NotReadable, read_json
from service.forms.model import Form, Heading, Item, Note
from service.forms.questions import read_question, sample_value
from service.forms.untouched import untouched

if TYPE_CHECKING:
    from service.feel import Expression
    from service.values import Value

NEWEST_SCHEMA_VERSION = 19
MOST_FIELDS = 200
LONGEST_KEY = 64
#: What the engine calls its own variables, and what marshmallow keeps for itself.
_RESERVED = frozenset(
    {
        "Meta",
        "loopCounter",
        "nrOfActiveInstances",
        "nrOfCompletedInstances",
        "nrOfInstances",
        "nrOfTerminatedInstances",
    }
)
_RESERVED_PREFIX = "alur_"
_TOP_LEVEL = frozenset(
    {"type", "id", "components", "schemaVersion", "versionTag", "exporter"}
    | {"executionPlatform", "executionPlatformVersion"}
)


def read_form(raw: bytes) -> Form:
    """Return the form that `raw` (form-js JSON, UTF-8) writes.

    Raises FormRefused with one finding for each thing that we would not show or check as its
    author meant it.
    """
    try:
        top = read_json(raw)
    except NotReadable as refused:
        raise FormRefused((refused.finding,)) from None
    reading = _Reading()
    reading.read(top)
    if reading.findings:
        raise FormRefused(tuple(reading.findings))
    return Form(hashlib.sha256(raw).hexdigest(), tuple(reading.items))


def read_usable_form(raw: bytes) -> Form:
    """Return a form that an SOP may be given: one that asks or tells something, in its own words.

    A version that is there already keeps a form that does not. Raises FormRefused.
    """
    form = read_form(raw)
    if all(isinstance(item, Heading) for item in form.items):
        raise FormRefused((Finding("error", "forms.empty", ""),))
    first = tuple(untouched(read_json(raw)["components"]))
    if first:
        raise FormRefused(first)
    return form


class _Reading:
    """What has been read so far, in the order of the page."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.items: list[Item] = []
        self._keys: set[str] = set()
        #: a sample of what each question before may answer, by key
        self._samples: dict[str, Value] = {}
        #: what conditions read besides these
        self._other_names: list[tuple[Component, frozenset[str]]] = []

    def read(self, top: Any) -> None:
        if not isinstance(top, dict) or top.get("type") != "default":
            self._report("forms.not-a-form")
            return
        version = top.get("schemaVersion")
        if type(version) is not int or not 1 <= version <= NEWEST_SCHEMA_VERSION:
            self._report("forms.schema-version", newest=NEWEST_SCHEMA_VERSION)
        for name in top.keys() - _TOP_LEVEL:
            self._report("forms.unknown-attribute", attribute=name[:LONGEST_KEY])
        components = top.get("components")
        if not isinstance(components, list):
            self._report("forms.not-a-form")
            return
        self._read_all(components, "components", (), 1)
        self._require_conditions_look_back()
        if len(self._keys) > MOST_FIELDS:
            self._report("forms.too-many-fields", limit=MOST_FIELDS)

    def _report(self, code: str, **params: object) -> None:
        texts = {name: str(value) for name, value in params.items()}
        self.findings.append(Finding("error", code, "", texts))

    def _read_all(
        self, components: list[Any], place: str, hides: tuple[Expression, ...], level: int
    ) -> None:
        for number, members in enumerate(components):
            here = f"{place}[{number}]"
            if not isinstance(members, dict):
                self.findings.append(Finding("error", "forms.not-a-component", here))
                continue
            component = Component(members, here, self.findings)
            if component.type not in ATTRIBUTES:
                component.report("forms.unknown-component", type=component.type)
                continue
            component.require_known_members()
            hide = self._condition(component)
            inner = hides if hide is None else (*hides, hide)
            match component.type:
                case "group":
                    self._read_group(component, here, hide, inner, level)
                case "text":
                    self.items.append(Note(component.element, component.text("text"), hide, inner))
                case _:
                    self._read_field(component, hide, inner)

    def _read_group(
        self,
        component: Component,
        place: str,
        hide: Expression | None,
        hides: tuple[Expression, ...],
        level: int,
    ) -> None:
        label = component.text("label", longest=LONGEST_LABEL)
        description = component.text("description")
        if label or description:
            heading = Heading(component.element, label, description, level, hide, hides)
            self.items.append(heading)
        self._read_all(component.components(), f"{place}.components", hides, level + 1)

    def _read_field(
        self, component: Component, hide: Expression | None, hides: tuple[Expression, ...]
    ) -> None:
        field = read_question(component, self._key(component), hide, hides)
        self.items.append(field)
        if not field.is_file:
            self._samples[field.key] = sample_value(field)

    def _key(self, component: Component) -> str:
        key = component.text("key")
        if not key:
            component.report("forms.missing-key")
        elif not is_name(key) or len(key) > LONGEST_KEY:
            component.report("forms.invalid-key", key=key, limit=LONGEST_KEY)
        elif key in _RESERVED or key.startswith(_RESERVED_PREFIX):
            component.report("forms.reserved-key", key=key)
        elif key in self._keys:
            component.report("forms.duplicate-key", key=key)
        self._keys.add(key)
        return key

    def _condition(self, component: Component) -> Expression | None:
        """Return the condition under conditional.hide, None when there is none."""
        text = component.group("conditional").get("hide")
        if text is None or text == "":
            return None
        if not isinstance(text, str):
            component.report("forms.unsupported-value", attribute="conditional.hide", value=text)
            return None
        try:
            hide = compile_expression(text)
        except FeelSyntaxError as refused:
            component.report(
                "forms.invalid-condition", position=refused.position, token=refused.token
            )
            return None
        self._require_answerable(component, hide)
        return hide

    def _require_answerable(self, component: Component, hide: Expression) -> None:
        """Try the condition out with sample answers when it reads nothing but questions before.

        Other names may be variables of the process; that is known when all keys are.
        """
        others = hide.names - self._samples.keys()
        if others:
            self._other_names.append((component, others))
            return
        for scope in (self._samples, dict.fromkeys(self._samples)):
            try:
                answer = hide.evaluate(scope)
            except FeelError as failed:
                component.report("forms.condition-fails", hide=hide.text, reason=failed.code)
                return
            if answer is not None and not isinstance(answer, bool):
                component.report("forms.condition-not-boolean", hide=hide.text)
                return

    def _require_conditions_look_back(self) -> None:
        """Report conditions that read a question below them, or a file.

        A page is answered from top to bottom, so each condition is decided once.
        """
        for component, others in self._other_names:
            for name in sorted(others & self._keys):
                component.report("forms.condition-looks-ahead", key=name)
