"""The engine: a BPMN model compiled to SpiffWorkflow, and pure functions that run it."""

from service.engine.compiler import NotExecutable, compile_process
from service.engine.definition import Definition
from service.engine.execution import ENGINE_TAG, armed_timers, execute, open_tasks

__all__ = [
    "ENGINE_TAG",
    "Definition",
    "NotExecutable",
    "armed_timers",
    "compile_process",
    "execute",
    "open_tasks",
]
