"""The engine: a BPMN model compiled to SpiffWorkflow, and pure functions that run it."""

from service.engine.compiler import compile_process
from service.engine.definition import Definition
from service.engine.execution import (
    ENGINE_TAG,
    all_listening,
    armed_timers,
    execute,
    open_tasks,
)
from service.engine.faults import NotExecutable
from service.engine.replay import Recorded, replay

__all__ = [
    "ENGINE_TAG",
    "Definition",
    "NotExecutable",
    "Recorded",
    "all_listening",
    "armed_timers",
    "compile_process",
    "execute",
    "open_tasks",
    "replay",
]
