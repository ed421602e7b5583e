"""Whether anything can be done in a process at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.running.refusals import ProcessNotRunning, ProcessSuspended

if TYPE_CHECKING:
    from service.store.instances import Instance


def require_running(instance: Instance) -> None:
    """Pass while the process has not ended, suspended or not. Raises ProcessNotRunning."""
    if instance.status != "running":
        raise ProcessNotRunning(number=instance.number)


def require_awake(instance: Instance) -> None:
    """Pass while people may work in the process. Raises ProcessNotRunning, ProcessSuspended."""
    require_running(instance)
    if instance.suspended_at is not None:
        raise ProcessSuspended(number=instance.number)
