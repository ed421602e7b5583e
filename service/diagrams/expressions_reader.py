"""Expressions (BPMN 2.0.2 §8.4.6): FEEL only.

The standard's default is XPath, which nobody writes; a file that names no language means FEEL.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams.findings import error
from service.diagrams.source import nearest_id
from service.diagrams.xml import child, children, text_of

if TYPE_CHECKING:
    from lxml.etree import _Element

    from service.diagrams.source import Source


def read_expression(source: Source, holder: _Element, name: str) -> str | None:
    """Return the FEEL of the child `name` without the "=" before it; None without such a child.

    The white space inside is kept: it may stand in a text.
    """
    found = only(source, holder, name)
    if found is None:
        return None
    check_language(source, found)
    return without_sign(text_of(found))


def read_script(source: Source, task: _Element) -> str | None:
    """Return the FEEL of a script task, global or not; None without one (BPMN 2.0.2 §10.3.3.6)."""
    found = only(source, task, "script")
    language = (task.get("scriptFormat") or task.get("scriptLanguage") or "").strip()
    if language and "feel" not in language.lower():
        source.tell(error("script-language", task.get("id", ""), language=language))
    text = "" if found is None else without_sign(text_of(found))
    return text or None


def check_language(source: Source, expression: _Element) -> None:
    """Say when the expression is of another language."""
    language = expression.get("language") or source.language
    if language and "feel" not in language.lower():
        source.tell(error("expression-language", nearest_id(expression), language=language))


def without_sign(text: str) -> str:
    """Return `text` without the one "=" that modellers put before FEEL."""
    plain = text.strip()
    rest = plain.removeprefix("=").strip()
    return plain if rest.startswith("=") else rest


def only(source: Source, holder: _Element, name: str) -> _Element | None:
    """Return the child `name`, of which there may be one."""
    found = list(children(holder, name))
    if len(found) > 1:
        source.tell(error("given-twice", nearest_id(holder), tag=name))
    return child(holder, name)
