"""Two versions of the forms of a SOP: questions that came, went, or ask something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.forms.model import STEP_DOCUMENT, Field, Heading
from service.sentences.differing import NOTHING, Value, Values, differing, text, texts, yes_no
from service.sentences.telling import Change, said

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping
    from typing import Literal

    from service.forms.model import Form, Item, Limits
    from service.sentences.differing import Property
    from service.sentences.telling import Told


def compare_forms(old: Mapping[str, Form], new: Mapping[str, Form]) -> tuple[Change, ...]:
    """Return what is another in the forms, by key of the form; () when nothing is."""
    return tuple(_changes(old, new))


def _changes(old: Mapping[str, Form], new: Mapping[str, Form]) -> Iterator[Change]:
    for key, form in old.items():
        where = said("compare.name.form", form=key)
        other = new.get(key)
        if other is None:
            line = said("compare.form.removed", form=key)
            yield Change("forms", "removed", line, where, "", _fields(form), NOTHING)
        elif form.sha256 != other.sha256:
            yield from _in_form(key, form, other)
    for key, form in new.items():
        if key not in old:
            where = said("compare.name.form", form=key)
            line = said("compare.form.added", form=key)
            yield Change("forms", "added", line, where, "", NOTHING, _fields(form))


def _fields(form: Form) -> Told:
    return tuple(item.label or item.key for item in form.fields) or NOTHING


def _in_form(key: str, old: Form, new: Form) -> Iterator[Change]:
    pairs = _matched(old.items, new.items)
    back = {id(other) for other in pairs.values()}
    for item in old.items:
        other = pairs.get(id(item))
        if other is None:
            yield _whole("removed", key, item)
        else:
            yield from differing("forms", _where(key, other), _said(item), _said(other))
    for item in new.items:
        if id(item) not in back:
            yield _whole("added", key, item)
    before = [id(pairs[id(item)]) for item in old.items if id(item) in pairs]
    now = [id(item) for item in new.items if id(item) in back]
    if before != now:
        line = said("compare.form.order", form=key)
        where, topic = said("compare.name.form", form=key), said("compare.topic.order")
        yield Change("forms", "changed", line, where, topic, _order(old), _order(new))


def _order(form: Form) -> Told:
    return tuple(_called(item) for item in form.items)


def _matched(old: tuple[Item, ...], new: tuple[Item, ...]) -> dict[int, Item]:
    """Return which item of the newer form is which of the older: by its key, else by its id."""
    found: dict[int, Item] = {}
    for of in (_by_key, _by_id):
        taken = {id(item) for item in found.values()}
        free = {of(item): item for item in reversed(new) if id(item) not in taken}
        for item in old:
            if id(item) not in found and (other := free.pop(of(item), None)) is not None:
                found[id(item)] = other
    return found


def _by_key(item: Item) -> Hashable:
    return (type(item), item.key if isinstance(item, Field) else item.element)


def _by_id(item: Item) -> Hashable:
    return (type(item), item.element)


def _where(key: str, item: Item) -> Told:
    kind = type(item).__name__.lower()
    return said(f"compare.name.{kind}", form=key, name=_called(item))


def _called(item: Item) -> str:
    match item:
        case Field():
            return item.label or item.key
        case Heading():
            return item.label
        case _:
            return " ".join(item.text.split())[:60]


def _whole(kind: Literal["added", "removed"], key: str, item: Item) -> Change:
    where = _where(key, item)
    line = said(f"compare.part.{kind}", where=where)
    told = _called(item)
    if kind == "added":
        return Change("forms", kind, line, where, "", NOTHING, told)
    return Change("forms", kind, line, where, "", told, NOTHING)


# ---------------------------------------------------------------- what an item says


def _said(item: Item) -> dict[str, Property]:
    hides = tuple(hide.text for hide in item.hides)
    found: dict[str, Property] = {"hidden-if": Value(hides, hides or NOTHING)}
    if isinstance(item, Field):
        return found | _of_field(item)
    if isinstance(item, Heading):
        found["level"] = text(str(item.level))
        return found | {"label-shown": text(item.label), "description": text(item.description)}
    return found | {"text": text(item.text)}


def _of_field(item: Field) -> dict[str, Property]:
    return {
        "label-shown": text(item.label),
        "key": text(item.key),
        "field-type": Value(item.type, said(f"compare.field-type.{item.type}")),
        "required": yes_no(item.required),
        "description": text(item.description),
        "options": Values(
            tuple(
                Value((one.value, one.label, one.proposed), _option(one.value, one.label))
                for one in item.options
            )
        ),
        "options-source": text(item.options_source),
        "proposes-all": yes_no(item.proposes_all),
        "private": yes_no(item.private),
        "document": Value(item.document, said("compare.document-of-step"))
        if item.document == STEP_DOCUMENT
        else text(item.document),
        "proves-sending": yes_no(item.proves_sending),
        "prefix": text(item.prefix),
        "suffix": text(item.suffix),
        **_of_limits(item.limits),
    }


def _option(value: str, label: str) -> str:
    return label if label == value else f"{label} ({value})"


def _of_limits(limits: Limits) -> dict[str, Property]:
    return {
        "min-length": _number(limits.min_length),
        "max-length": _number(limits.max_length),
        "minimum": _number(limits.minimum),
        "maximum": _number(limits.maximum),
        "against-slips": yes_no(limits.against_slips),
        "decimals": _number(limits.decimals),
        "multiple": yes_no(limits.multiple),
        "accept": texts(limits.accept),
    }


def _number(value: object) -> Value:
    return Value(value if value is None else str(value), NOTHING if value is None else str(value))
