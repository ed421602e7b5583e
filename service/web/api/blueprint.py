"""flask-smorest as this API uses it: our parser, our problems, our keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeVar

import flask_smorest
from marshmallow import Schema, fields

from service.web.api.entries import Parser
from service.web.api.keys import COMPONENT, HEADER, LONGEST
from service.web.guard import Who, allowed
from service.web.problem import PROBLEM_JSON

if TYPE_CHECKING:
    from collections.abc import Callable

View = TypeVar("View", bound="Callable[..., object]")

PREFIX: Final = "/api/v1"

_PROBLEM: Final = "Problem"


class Blueprint(flask_smorest.Blueprint):  # type: ignore[misc]
    """A group of operations below `/api/v1`."""

    ARGUMENTS_PARSER = Parser()

    def __init__(self, name: str, *, description: str) -> None:
        super().__init__(f"api_{name}", __name__, url_prefix=PREFIX, description=description)

    def operation(  # noqa: PLR0913 - what OpenAPI says of an operation, one by one
        self,
        method: str,
        rule: str,
        *,
        who: Who,
        takes: type[Schema] | None = None,
        where: str = "json",
        body: str | None = None,
        gives: type[Schema] | dict[str, Any] | None = None,
        media: str | None = None,
        status: int = 200,
        keyed: bool = False,
    ) -> Callable[[View], View]:
        """Register a view; its name is the operation's id, `who` the only thing that opens it.

        `takes` is read from `where` (json, query); `body` is the media type of a body that the
        view reads itself. `keyed`: it takes an `Idempotency-Key`, which `keys.sent_key` reads.
        """
        described: dict[str, Any] = {}
        if who is Who.ANYONE:
            described["security"] = []
        if keyed:
            described["parameters"] = [COMPONENT]
        if body is not None:
            content = {body: {"schema": {"type": "string", "format": "binary"}}}
            described["requestBody"] = {"required": True, "content": content}

        def register(view: View) -> View:
            made: Any = self.response(status, gives, content_type=media)(view)
            if takes is not None:
                made = self.arguments(takes, location=where)(made)
            made = self.doc(operationId=view.__name__, **described)(made)
            self.route(rule, methods=[method])(allowed(who)(made))
            return view

        return register


class Fault(Schema):
    """One member that was refused."""

    pointer = fields.String(metadata={"description": "JSON pointer into the body, or a name"})
    code = fields.String()
    detail = fields.String()


class FindingShape(Schema):
    """One finding of the gate on a diagram."""

    severity = fields.String(metadata={"enum": ["error", "setup", "info"]})
    code = fields.String()
    element = fields.String(metadata={"description": "id of the element; empty: the whole file"})
    message = fields.String()


class Problem(Schema):
    """A refusal (RFC 9457): `code` is stable, the sentences follow Accept-Language."""

    type = fields.String()
    title = fields.String()
    status = fields.Integer()
    detail = fields.String()
    code = fields.String()
    errors = fields.List(fields.Nested(Fault))
    findings = fields.List(fields.Nested(FindingShape))


class Api(flask_smorest.Api):  # type: ignore[misc]
    """The description of the API; it serves nothing by itself and answers no error."""

    DEFAULT_ERROR_RESPONSE_NAME = _PROBLEM

    #: statuses that flask-smorest names by itself
    _NAMED: ClassVar[tuple[str, ...]] = ("UNPROCESSABLE_ENTITY", "UNPROCESSABLE_CONTENT")

    def _register_error_handlers(self) -> None:
        """Leave errors to `service.web.problem`, for pages and programs alike."""

    def _register_responses(self) -> None:
        """Describe every refusal as problem+json; flask-smorest would say application/json."""
        for name in (_PROBLEM, *self._NAMED):
            self.spec.components.response(
                name,
                {
                    "description": "Refused; nothing has changed.",
                    "content": {PROBLEM_JSON: {"schema": Problem}},
                },
                lazy=True,
            )


def describe_components(api: Api) -> None:
    """Add the token and the key to the description."""
    components = api.spec.components
    components.security_scheme("token", {"type": "http", "scheme": "bearer"})
    components.parameter(
        COMPONENT,
        "header",
        {
            "name": HEADER,
            "required": True,
            "description": (
                "Made by the caller, new for every act. The same request with the same key "
                "happens once and gets the first answer; another request with it is refused."
            ),
            "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST},
        },
    )
