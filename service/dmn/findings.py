"""What there is to say about a file of decisions that is not read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from service.errors import Rejected
from service.sentences import Reason, sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.feel import FeelSyntaxError
    from service.sentences import Language


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason to refuse, at one element; its sentence is `dmn.<code>` of the catalogue."""

    code: str
    #: id of the element, or of what it lies in; empty when the finding is about the whole file
    element: str
    params: Mapping[str, str] = field(default_factory=dict)
    #: what is wrong with a text of FEEL
    cause: FeelSyntaxError | None = None

    @property
    def reason(self) -> Reason:
        """Return the finding as a part of another sentence."""
        params: dict[str, object] = dict(self.params)
        if self.cause is not None:
            params["reason"] = Reason(self.cause.code, **self.cause.params)
        return Reason(f"dmn.{self.code}", element=self.element, **params)

    def told(self, lang: Language = "id") -> str:
        """Return the sentence for a person."""
        return sentence(self.reason, lang, **self.reason.params)


class DecisionsRefused(Rejected):
    """The file has at least one finding; nothing of it can be evaluated."""

    code = "dmn.refused"

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__(count=len(findings), element=findings[0].element, code=findings[0].code)


class Findings:
    """Collects what is found while a file is read."""

    def __init__(self) -> None:
        self._found: list[Finding] = []

    def add(self, code: str, element: str, /, **params: object) -> None:
        """Say that something is wrong at an element."""
        given = {name: str(value) for name, value in params.items()}
        self._found.append(Finding(code, element, given))

    def add_text(self, element: str, text: str, cause: FeelSyntaxError) -> None:
        """Say that a text is not FEEL, or not what we read of it."""
        self._found.append(Finding("expression", element, {"text": text[:200]}, cause))

    @property
    def all(self) -> tuple[Finding, ...]:
        return tuple(self._found)
