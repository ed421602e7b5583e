"""What a person may say of a diagram's elements so that processes can move to another version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from service.diagrams.model import ManualTask, UserTask
from service.running.definitions import step_name
from service.running.same_step import ANOTHER_STEP, step_of_these_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from service.diagrams.model import Node
    from service.engine.obstacles import Obstacle
    from service.running.definitions import PinnedDefinition

#: Obstacles that pairing an element with itself takes away.
_CONFIRMABLE: Final = {
    "moving.kind-changed",
    "moving.timer-changed",
    "moving.message-changed",
    "moving.signal-changed",
    "moving.condition-changed",
    "moving.boundary-changed",
    ANOTHER_STEP,
}

#: Obstacles that another step takes away.
_REPLACEABLE: Final = {"moving.element-gone", ANOTHER_STEP}


@dataclass(frozen=True, slots=True)
class Choice:
    """An element of a version for which a person may say what takes its place."""

    version: int
    path: str
    title: str
    #: (path, name) of the steps that can; empty: the element itself, if that is confirmed
    steps: tuple[tuple[str, str], ...]
    #: code of the obstacle that it would take away
    code: str
    #: path; before anybody chose, that of the step with the same words
    chosen: str
    #: what the version to move to calls the element of this id, where that is another step
    now: str = ""


def choices_at(
    old: PinnedDefinition,
    new: PinnedDefinition,
    obstacles: Iterable[Obstacle],
    pairs: Mapping[str, str],
) -> Iterator[Choice]:
    """Yield what may be chosen where obstacles are; `pairs`: what was chosen already."""
    for obstacle in obstacles:
        steps: tuple[tuple[str, str], ...] = ()
        path = obstacle.path
        if obstacle.code in _REPLACEABLE:
            steps = tuple(_substitutes(old, new, path))
        if steps or _confirmable(old, new, obstacle):
            proposed = step_of_these_words(old, new, path) if steps and not pairs else None
            yield Choice(
                version=old.number,
                path=path,
                title=step_name(old, path),
                steps=steps,
                code=obstacle.code,
                chosen=pairs.get(path, proposed or ""),
                now=obstacle.params.get("now", ""),
            )


def _substitutes(
    old: PinnedDefinition, new: PinnedDefinition, path: str
) -> Iterator[tuple[str, str]]:
    """Yield the steps of the new version that can take the place of a removed one."""
    if not _is_plain_step(old.engine.nodes[path]):
        return
    scope = path.rpartition("/")[0]
    for place, node in new.engine.nodes.items():
        if place.rpartition("/")[0] == scope and _is_plain_step(node):
            yield place, step_name(new, place)


def _is_plain_step(node: Node) -> bool:
    return isinstance(node, UserTask | ManualTask) and not node.loop and not node.boundaries


def _confirmable(old: PinnedDefinition, new: PinnedDefinition, obstacle: Obstacle) -> bool:
    """Return whether the element itself may take its own place as another kind."""
    if obstacle.code not in _CONFIRMABLE:
        return False
    before, after = (it.engine.nodes.get(obstacle.path) for it in (old, new))
    if isinstance(before, UserTask | ManualTask):
        return isinstance(after, UserTask | ManualTask)
    return type(before) is type(after)
