"""Which of SpiffWorkflow's own classes Alur does not use, and why.

`service/docs/spiffworkflow.md` is this table; a test compares the two.
"""

from __future__ import annotations

import importlib
import pkgutil
from importlib import metadata
from typing import TYPE_CHECKING

from service.engine import specs
from service.engine.specs.base import FlowNode

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD = """# What Alur uses of SpiffWorkflow, and what it replaces

Generated from `service/engine/specs`; the test that guards it says how to write it anew.

SpiffWorkflow {version}, unmodified as released and pinned, runs every step: only its `Task.run`
and its `BpmnWorkflow` move a token. Alur's own reader and compiler build one
`BpmnProcessSpec` from a diagram, out of subclasses of its `BpmnSpecMixin`. None of its modules is
patched, none of its private attributes is read or written, and its parser, joins, timers, event
manager and serializer are not used. `tests/unit/engine/test_spiffworkflow.py` holds all that.

Why its own classes do not serve is measured in `service/docs/decisions/0002-engine.md`. Each row
names one of them, the fault for which it is replaced, and the test that shows the right
behaviour.

| Alur's class | instead of SpiffWorkflow's | which | test |
|---|---|---|---|
"""


def replacing_classes() -> Iterator[type[FlowNode]]:
    """Yield every class that says of itself what it replaces, by module and name."""
    for module in sorted(pkgutil.iter_modules(specs.__path__), key=lambda item: item.name):
        importlib.import_module(f"{specs.__name__}.{module.name}")
    pending: list[type[FlowNode]] = [FlowNode]
    found: set[type[FlowNode]] = set()
    while pending:
        cls = pending.pop()
        pending.extend(cls.__subclasses__())
        if "replaces" in vars(cls) and cls.replaces is not None:
            found.add(cls)
    return iter(sorted(found, key=lambda cls: (cls.__module__, cls.__name__)))


def table() -> str:
    """Return the text of `service/docs/spiffworkflow.md`."""
    rows = []
    for cls in replacing_classes():
        replaced = cls.replaces
        assert replaced is not None  # noqa: S101 - replacing_classes() yields no other
        name = f"`{cls.__module__.rpartition('.')[2]}.{cls.__name__}`"
        rows.append(
            f"| {name} | `{replaced.spiff_class}` | {replaced.fault} | `{replaced.test}` |"
        )
    version = metadata.version("SpiffWorkflow")
    return _HEAD.format(version=version) + "\n".join(rows) + "\n"
