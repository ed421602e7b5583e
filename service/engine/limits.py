"""Caps on what one command may make the engine do (decisions §7)."""

from __future__ import annotations

#: Automatic steps of one command; creating the instances of a multi-instance is not counted.
AUTOMATIC_STEPS = 500
#: Further ones for each instance of a multi-instance that the command creates: a subprocess moves
#: before it first waits.
STEPS_OF_AN_INSTANCE = 20
#: Instances of one multi-instance activity.
INSTANCES = 1000
#: Instances that one command creates, of multi-instances inside each other too.
INSTANCES_AT_ONCE = 2000
#: Values inside one variable, those of lists in lists counted each time.
PARTS = 50_000
#: Messages that one process keeps for receivers that do not wait yet.
BUFFERED_MESSAGES = 100
#: Call activities inside each other.
CALL_DEPTH = 10
