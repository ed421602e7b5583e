"""TTE: the check of a PDF that its signer signed in the application of a certified provider.

Nothing here asks a provider or any other machine. Whom to trust, whoever runs the installation
says (`trust`); the file itself is read by a program of its own (`checking_child`), which is killed
when it wants too much. docs/decisions/0010-tte.md says what is accepted, and why no more.
"""

from service.tte.check import Signature, check
from service.tte.names import is_name_of
from service.tte.trust import (
    Anchor,
    AnchorRefused,
    Standing,
    Trust,
    anchors_in,
    set_trust,
    trust,
)

__all__ = [
    "Anchor",
    "AnchorRefused",
    "Signature",
    "Standing",
    "Trust",
    "anchors_in",
    "check",
    "is_name_of",
    "set_trust",
    "trust",
]
