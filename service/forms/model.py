"""A form as frozen values: what the reader makes of form-js JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from decimal import Decimal

    from service.feel import Expression
    from service.forms.findings import Problem

FieldType = Literal[
    "textfield",
    "textarea",
    "number",
    "date",
    "time",
    "datetime",
    "select",
    "radio",
    "checkbox",
    "checklist",
    "filepicker",
]
TEXT_TYPES = frozenset({"textfield", "textarea"})
#: As `Field.document`: the document that the step makes which shows the form, whichever it is.
STEP_DOCUMENT = "@langkah"

CHOICE_TYPES = frozenset({"select", "radio", "checklist"})

#: Lists that the page gives by `valuesKey`: the units of the office that can be asked for their
#: part, Bidang and others, and its people.
OPTION_SOURCES = frozenset({"alur_bidang", "alur_pegawai"})


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    #: among those that a field ticks which proposes all (`Field.proposes_all`)
    proposed: bool = True
    #: what a person must know of it before choosing it
    hint: Problem | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What an answer may be; each is meant for the types that it fits."""

    #: characters of a text
    min_length: int | None = None
    max_length: int | None = None
    #: of a number
    minimum: int | Decimal | None = None
    maximum: int | Decimal | None = None
    #: the two only keep slips of the keyboard out: said when an answer breaks one, not before
    against_slips: bool = False
    #: digits after the decimal comma of a number; None: up to six
    decimals: int | None = None
    #: of a filepicker
    multiple: bool = False
    #: endings of file names with their dot, lower case; empty: any
    accept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One question that a person answers."""

    #: id of the form-js component
    element: str
    #: name of the FEEL variable
    key: str
    label: str
    type: FieldType
    required: bool = False
    description: str = ""
    options: tuple[Option, ...] = ()
    #: name of the list that the page gives instead of `options`
    options_source: str | None = None
    #: all proposed options of that list are ticked until the person says otherwise
    proposes_all: bool = False
    #: its own condition; the field is left out when it is true
    hide: Expression | None = None
    #: conditions of the groups around it, outermost first, and its own
    hides: tuple[Expression, ...] = ()
    #: personal: the answer goes to the side table whatever its type
    private: bool = False
    #: key of the document that a file becomes a version of, or STEP_DOCUMENT
    document: str | None = None
    #: its file proves that papers went out to an outside agency
    proves_sending: bool = False
    limits: Limits = field(default_factory=Limits)
    #: shown before and after the answer: Rp, %
    prefix: str = ""
    suffix: str = ""

    @property
    def is_file(self) -> bool:
        return self.type == "filepicker"

    @property
    def takes_photos(self) -> bool:
        """Whether photos of its pages may be brought too: they become the one PDF that it is."""
        takes_pdf = not self.limits.accept or ".pdf" in self.limits.accept
        return self.is_file and not self.limits.multiple and takes_pdf

    @property
    def goes_to_side_table(self) -> bool:
        """Whether state gets only the id of the answer, so that no expression may read it."""
        return self.private or self.type in TEXT_TYPES


@dataclass(frozen=True, slots=True)
class Heading:
    """The label of a group, before what is in it."""

    element: str
    label: str
    description: str
    #: 1 for a group of the form, 2 for a group in it …
    level: int
    hide: Expression | None = None
    hides: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """Text that only tells something (Markdown as written; the page decides how to show it)."""

    element: str
    text: str
    hide: Expression | None = None
    hides: tuple[Expression, ...] = ()


Item = Field | Heading | Note


@dataclass(frozen=True, slots=True)
class Form:
    #: SHA-256 of the bytes as uploaded
    sha256: str
    #: everything in the order of the page, groups flattened
    items: tuple[Item, ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(item for item in self.items if isinstance(item, Field))

    @property
    def names(self) -> frozenset[str]:
        """Return the variables of the process that conditions of this form read."""
        read = frozenset(name for item in self.items for hide in item.hides for name in hide.names)
        return read - {item.key for item in self.fields}

    @property
    def option_sources(self) -> frozenset[str]:
        """Return the lists that the page has to give."""
        return frozenset(item.options_source for item in self.fields if item.options_source)

    def field(self, key: str) -> Field | None:
        return next((item for item in self.fields if item.key == key), None)
