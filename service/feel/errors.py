"""Why an expression is refused when it is read, or fails when it is evaluated.

`FeelSyntaxError`: the text is not in our subset of FEEL; found by the gate before anything runs.
`FeelError`: the text is right but meets values that it cannot work with; in a process this
becomes an incident (*kendala proses*), never a guessed answer.
"""

from __future__ import annotations

from service.errors import AlurError, Rejected


class FeelSyntaxError(Rejected):
    """The text is no expression of our subset; `position` counts characters from 1."""

    code = "feel.syntax"

    def __init__(self, *, position: int, token: str, **params: object) -> None:
        self.position = position
        self.token = token
        super().__init__(position=position, token=token, **params)


class UnexpectedEnd(FeelSyntaxError):
    """Something is missing at the end."""

    code = "feel.unexpected-end"


class NotFeelSpelling(FeelSyntaxError):
    """A spelling of another language: `==`, `&&`, `${…}`; FEEL's own stands in `instead`."""

    code = "feel.not-feel-spelling"


class EmptyExpression(FeelSyntaxError):
    """There is nothing to evaluate."""

    code = "feel.empty"


class TooLong(FeelSyntaxError):
    """The text has more characters than `limit`."""

    code = "feel.too-long"


class TooDeep(FeelSyntaxError):
    """The expression is nested more than `limit` deep."""

    code = "feel.too-deep"


class UnknownFunction(FeelSyntaxError):
    """The function is not in our list."""

    code = "feel.unknown-function"


class WrongNumberOfArguments(FeelSyntaxError):
    """The function takes another number of arguments."""

    code = "feel.wrong-number-of-arguments"


class InvalidLiteral(FeelSyntaxError):
    """A date, time, date and time or duration that is written wrong."""

    code = "feel.invalid-literal"


class ExternalFunction(FeelSyntaxError):
    """A function whose body is another program (Java, PMML): we run none."""

    code = "feel.external-function"


class UnknownType(FeelSyntaxError):
    """The type is none of FEEL's, nor of the model's."""

    code = "feel.unknown-type"


class DuplicateEntry(FeelSyntaxError):
    """A context names the same entry twice."""

    code = "feel.duplicate-entry"


class FeelError(AlurError):
    """The expression met values that it cannot work with.

    Where the standard is followed to the letter (`service/dmn`), it gives null instead, unless it
    is one of those that stop: a limit of ours, about which the standard says nothing.
    """

    code = "feel.failed"
    stops = False


class UnknownVariable(FeelError):
    """No variable of this name exists; that is not the same as one that is null."""

    code = "feel.unknown-variable"


class UnknownEntry(FeelError):
    """The context has no entry of this name."""

    code = "feel.unknown-entry"


class WrongType(FeelError):
    """An operator or function got values of kinds that it is not made for."""

    code = "feel.wrong-type"


class UnsupportedValue(FeelError):
    """A value of a kind that FEEL does not have: a float, an instant without its zone."""

    code = "feel.unsupported-value"


class DivisionByZero(FeelError):
    """A number was divided by zero."""

    code = "feel.division-by-zero"


class NumberTooLarge(FeelError):
    """A number has more than 34 digits before its decimal point."""

    code = "feel.number-too-large"
    stops = True


class ValueTooLarge(FeelError):
    """A string or list is longer, or a value nested deeper, than `limit`."""

    code = "feel.value-too-large"
    stops = True


class TooMuchWork(FeelError):
    """The evaluation took more steps than `limit`: lists within loops within loops."""

    code = "feel.too-much-work"
    stops = True


class DateOutOfRange(FeelError):
    """A date, time or duration that does not exist or lies outside the calendar."""

    code = "feel.date-out-of-range"


def beyond_calendar(text: object) -> DateOutOfRange:
    """Return the error for a date that exists, but not in our calendar of the years 1 to 9999."""
    problem = DateOutOfRange(text=text)
    problem.stops = True
    return problem


class NotATrueOrFalse(FeelError):
    """A condition gave null, or something that is neither true nor false."""

    code = "feel.not-true-or-false"


class WrongArguments(FeelError):
    """A function was called with arguments that it does not take."""

    code = "feel.wrong-arguments"


class NotAFunction(FeelError):
    """What is called is no function."""

    code = "feel.not-a-function"


class InvalidArgument(FeelError):
    """An argument is of the right kind, but the function has no answer to it."""

    code = "feel.invalid-argument"


class UnsupportedPattern(FeelError):
    """A pattern that is right, but uses what we leave out."""

    code = "feel.unsupported-pattern"
    stops = True


class NoClock(FeelError):
    """`now()` or `today()` where no moment was given: the engine reads no clock."""

    code = "feel.no-clock"
    stops = True
