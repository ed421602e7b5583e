"""Caps on what one command may make the engine do (decisions §7)."""

from __future__ import annotations

#: Automatic steps of one command; creating the instances of a multi-instance is not counted.
AUTOMATIC_STEPS = 500
#: Instances of one multi-instance activity.
INSTANCES = 1000
#: Messages that one process keeps for receivers that do not wait yet.
BUFFERED_MESSAGES = 100
#: Call activities inside each other.
CALL_DEPTH = 10
