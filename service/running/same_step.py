"""Whether a step of another version is still the step on which a process stands.

Ids of steps follow their numbers where rows were typed or pasted, so another kegiatan may have
taken over an id. Who moves a process says then which step it is; the engine looks at ids alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from service.diagrams.model import Activity
from service.diagrams.wording import ALIKE, likeness, plain
from service.engine.obstacles import Obstacle
from service.running.definitions import step_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from service.diagrams.model import Node
    from service.engine.moving import Moved
    from service.running.definitions import PinnedDefinition

#: Code of the obstacle.
ANOTHER_STEP: Final = "moving.another-step"


def another_steps(
    old: PinnedDefinition, new: PinnedDefinition, result: Moved, pairs: Mapping[str, str]
) -> Iterator[Obstacle]:
    """Yield the steps whose id is another kegiatan's in `new`, unless a person chose that."""
    for path in dict.fromkeys(it.before for it in result.stands if it.before == it.after):
        # The process itself has a token too.
        if path not in pairs and path in old.engine.nodes and not _is_the_same(old, new, path):
            yield Obstacle(ANOTHER_STEP, path, {"now": step_name(new, path)})


def reworded(old: PinnedDefinition, new: PinnedDefinition, path: str) -> bool:
    """Return whether people call the element at `path` otherwise in `new`."""
    return step_name(old, path) != step_name(new, path)


def new_steps(old: PinnedDefinition, new: PinnedDefinition) -> Iterator[str]:
    """Yield the paths of the steps of `new` that `old` does not have, under whichever id."""
    known = {_words(node) for node in old.engine.nodes.values()} - {""}
    for path, node in new.engine.nodes.items():
        words = _words(node)
        if node.extension.step is None or not words or words in known:
            continue
        if path in old.engine.nodes and _is_the_same(old, new, path):
            continue
        if all(likeness(words, other) < ALIKE for other in known):
            yield path


def step_of_these_words(old: PinnedDefinition, new: PinnedDefinition, path: str) -> str | None:
    """Return the path of the one step of `new` that says what the one at `path` of `old` says."""
    words = _words(old.engine.nodes[path])
    found = [place for place, node in new.engine.nodes.items() if words and _words(node) == words]
    return found[0] if len(found) == 1 else None


def _is_the_same(old: PinnedDefinition, new: PinnedDefinition, path: str) -> bool:
    before, after = _words(old.engine.nodes[path]), _words(new.engine.nodes[path])
    if before == after or not before:
        return True
    if step_of_these_words(old, new, path) is not None:
        return False
    return likeness(before, after) >= ALIKE


def _words(node: Node) -> str:
    """Return the kegiatan of a node without what a retyping changes; "" for what is no step."""
    if not isinstance(node, Activity):
        return ""
    step = node.extension.step
    text = (step.activity if step is not None else "") or node.name
    return plain(text)
