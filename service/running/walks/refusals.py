"""What a walk refuses: each says what does not fit, and leaves the walk as it is."""

from __future__ import annotations

from service.errors import Conflict, Rejected


class NotStarted(Conflict):
    """A walk begins with its start, and has one."""

    code = "walk.not-started"


class StepNotOpen(Conflict):
    """No such task is open now."""

    code = "walk.step-not-open"


class StepGone(Conflict):
    """The diagram has no such step any more, or it was drawn anew."""

    code = "walk.step-gone"


class NothingWaits(Conflict):
    """The event does not wait for a message now."""

    code = "walk.nothing-waits"


class ClockBack(Rejected):
    """The simulated clock goes forward, at most ten years at once."""

    code = "walk.clock-back"


class TooManyTimers(Rejected):
    """More timers fall due on the way than one move of the clock fires."""

    code = "walk.too-many-timers"


class TooManyActs(Rejected):
    """A walk holds no more acts."""

    code = "walk.too-many-acts"


class HeldUp(Conflict):
    """An automatic step failed: the walk goes no further, it can only go back."""

    code = "walk.held-up"
