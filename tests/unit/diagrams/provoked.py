"""A finding with a file that provokes it."""

from dataclasses import dataclass

from service.diagrams import FormOutline
from service.diagrams.model import Process


@dataclass(frozen=True)
class Case:
    code: str
    #: id of the element that is named; "" is the file
    element: str
    wrong: bytes
    right: bytes
    forms: dict[str, FormOutline] | None = None
    called: dict[str, Process] | None = None

    def __str__(self):
        return f"{self.code}@{self.element}"
