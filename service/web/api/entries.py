"""What programs send: marshmallow fields and a parser whose complaints are codes, not sentences.

Every schema refuses what it does not know. Answers to the form of a task are left as they came:
`service.forms` is the only judge of them.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NoReturn

import orjson
from marshmallow import RAISE, Schema, ValidationError, fields, validate
from webargs import core
from webargs.flaskparser import FlaskParser, is_json_request

from service.errors import Rejected
from service.web.explaining import EntriesRefused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from flask import Request

    from service.web.explaining import Problem

_HASH: Final = re.compile(r"[0-9a-f]{64}")


def _messages(**codes: str) -> dict[str, Any]:
    """Return error messages of marshmallow that are codes of sentences.

    It takes a list of anything as a message, and gives it back as it is.
    """
    always = {
        "required": "api.missing",
        "null": "api.missing",
        "validator_failed": "api.not-allowed",
    }
    return {name: [(code, {})] for name, code in {**always, **codes}.items()}


_OBJECT: Final = _messages(unknown="api.unknown-member", type="api.not-an-object")
_TEXT: Final = _messages(invalid="api.not-text", invalid_utf8="api.not-text")
_WHOLE: Final = _messages(invalid="api.not-a-number", too_large="api.not-a-number")
_TRUTH: Final = _messages(invalid="api.not-a-truth")
_ID: Final = _messages(invalid_uuid="api.not-an-id", invalid="api.not-an-id")
_INSTANT: Final = _messages(
    invalid="api.not-an-instant",
    invalid_awareness="api.not-an-instant",
    format="api.not-an-instant",
)
_DAY: Final = _messages(invalid="api.not-a-day", format="api.not-a-day")
_LIST: Final = _messages(invalid="api.not-a-list")
_NAMED: Final = _messages(invalid="api.not-an-object")


class BodyUnreadable(Rejected):
    """The body is not JSON in UTF-8, or not announced as application/json."""

    code = "api.body-unreadable"
    status = 400


class Entry(Schema):
    """What a route takes; a member that it does not know is refused."""

    error_messages = _OBJECT

    class Meta:
        unknown = RAISE


class Text(fields.String):
    default_error_messages = _TEXT


class Whole(fields.Integer):
    default_error_messages = _WHOLE


class Truth(fields.Boolean):
    default_error_messages = _TRUTH


class Id(fields.UUID):
    default_error_messages = _ID


class Instant(fields.AwareDateTime):
    default_error_messages = _INSTANT


class Day(fields.Date):
    default_error_messages = _DAY


class Many(fields.List[Any]):
    default_error_messages = _LIST


class Named(fields.Dict):
    """An object whose member names the caller chooses."""

    default_error_messages = _NAMED


class Part(fields.Nested):
    default_error_messages = _OBJECT


class Length(validate.Length):
    """At most `max` items or characters, and at least `min`."""

    def __call__(self, value: Any) -> Any:
        if self.max is not None and len(value) > self.max:
            raise ValidationError([("api.too-long", {"limit": str(self.max)})])
        if self.min is not None and len(value) < self.min:
            raise ValidationError([("api.missing", {})])
        return value


class Between(validate.Range):
    """A whole number from `min` to `max`."""

    def __call__(self, value: Any) -> Any:
        low, high = self.min, self.max
        if (low is not None and value < low) or (high is not None and value > high):
            said = {"first": str(low), "last": str(high)}
            raise ValidationError([("api.out-of-range", said)])
        return value


class OneOf(validate.OneOf):
    def __call__(self, value: Any) -> Any:
        if value not in self.choices:
            listed = ", ".join(map(str, self.choices))
            raise ValidationError([("api.not-one-of", {"choices": listed})])
        return value


def is_hash(value: str) -> None:
    """Refuse what is not a SHA-256 in lower-case hex."""
    if not _HASH.fullmatch(value):
        raise ValidationError([("api.not-a-hash", {})])


class FileEntry(Entry):
    """A file that was uploaded before."""

    sha256 = Text(
        required=True,
        validate=is_hash,
        metadata={"pattern": "^[0-9a-f]{64}$", "description": "as the upload answered"},
    )
    name = Text(required=True, validate=Length(1, 255))


_UNKNOWN: Final = {**FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION, "json": None, "query": RAISE}


class Parser(FlaskParser):
    """Reads a body exactly, refuses unknown query parameters, and raises our own refusals."""

    DEFAULT_UNKNOWN_BY_LOCATION = _UNKNOWN

    def _raw_load_json(self, req: Request) -> Any:
        raw = req.get_data(cache=True)
        if not raw.strip():
            return core.missing
        if not is_json_request(req):
            raise BodyUnreadable
        return read_json(raw)

    def handle_error(self, error: ValidationError, *_: Any, **__: Any) -> NoReturn:
        """Raise EntriesRefused with every fault, by JSON pointer or name of the parameter."""
        raise EntriesRefused(dict(_faults(error.messages_dict, ""))) from None


def read_json(raw: bytes) -> Any:
    """Return the JSON of a body, decimal fractions as exact Decimals. Raises BodyUnreadable.

    orjson is the strict reader (no NaN, no half surrogates, limited depth); a fraction that it
    read would already be rounded to a double.
    """
    try:
        orjson.loads(raw)
        return json.loads(raw, parse_float=Decimal)
    except (ValueError, RecursionError):
        raise BodyUnreadable from None


def _faults(messages: Mapping[Any, Any], at: str) -> Iterator[tuple[str, Problem]]:
    """Yield each fault of marshmallow's tree; the first level is the place in the request."""
    for name, inside in messages.items():
        here = at if _is_frame(name, messages, at) else f"{at}/{_escaped(name)}"
        if isinstance(inside, dict):
            yield from _faults(inside, here)
            continue
        yield here.removesuffix("/_schema") or "/", _said(inside)


def _said(messages: Any) -> Problem:
    """Return the first message, which marshmallow has put into one list or two."""
    while isinstance(messages, list) and messages:
        messages = messages[0]
    return messages if isinstance(messages, tuple) else ("api.not-allowed", {})


def _is_frame(name: object, beside: Mapping[Any, Any], at: str) -> bool:
    """Say whether a level of the tree is no member: the place, or a side of a Named."""
    if not at:
        return name in ("json", "query")
    return beside.keys() <= {"key", "value"}


def _escaped(name: object) -> str:
    """Return a member's name as a JSON pointer has it (RFC 6901)."""
    return str(name).replace("~", "~0").replace("/", "~1")
