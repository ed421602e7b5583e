"""Reasons to refuse. Nothing has changed when one of these is raised.

Each class names its sentence in `service/sentences/` by `code` and the HTTP status that the web
answers with; `params` fill the sentence. No class holds text for a person.
"""

from __future__ import annotations

from typing import ClassVar


class AlurError(Exception):
    """Base of everything Alur raises on purpose."""

    code: ClassVar[str] = "errors.error"
    status: ClassVar[int] = 500

    def __init__(self, **params: object) -> None:
        self.params = {name: str(value) for name, value in params.items()}
        super().__init__(self.code, self.params)


class Rejected(AlurError):
    """The caller asked for what cannot be done; nothing changed."""

    code = "errors.rejected"
    status = 422


class NotFound(Rejected):
    """It is not there, or the caller may not see it."""

    code = "errors.not-found"
    status = 404


class Forbidden(Rejected):
    """The caller may see it but not do this."""

    code = "errors.forbidden"
    status = 403


class Conflict(Rejected):
    """It is no longer as the caller saw it."""

    code = "errors.conflict"
    status = 409
