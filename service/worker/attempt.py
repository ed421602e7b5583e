"""One thing that the worker does: what goes wrong with it is logged and stops nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from service.errors import AlurError

if TYPE_CHECKING:
    import logging
    from collections.abc import Callable, Mapping

_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Attempt(Generic[_Result]):
    """What came of it."""

    result: _Result | None = None
    #: code of what went wrong; None: nothing did
    error: str | None = None
    #: another one did it, or it was not wanted any more
    gone: bool = False


def attempt(
    act: Callable[[], _Result],
    what: str,
    log: logging.Logger,
    *,
    action: str,
    gone: tuple[type[AlurError], ...],
    facts: Mapping[str, object],
) -> Attempt[_Result]:
    """Do it, and log under `action` with `facts` why it was not done.

    `what` begins the sentence of the log; `gone` are the errors that say that nothing is to do.
    """
    try:
        return Attempt(act())
    except gone as over:
        log.info("%s was not needed any more.", what, extra={"action": f"{action}_gone", **facts})
        return Attempt(error=over.code, gone=True)
    except AlurError as error:
        told = {"action": f"{action}_failed", "code": error.code, **facts}
        log.warning("%s was refused.", what, extra=told)
        return Attempt(error=error.code)
    except Exception as error:
        # A fault of ours in one process must not stop what is due in all the others.
        log.exception("%s failed.", what, extra={"action": f"{action}_failed", **facts})
        return Attempt(error=type(error).__name__)
