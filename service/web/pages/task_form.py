"""What arrived with the form of a task, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from flask import request
from werkzeug.datastructures import MultiDict

from service.access.refusals import LoginRefused, PasswordNeeded, TooManyAttempts
from service.errors import Conflict, Forbidden, NotFound, Rejected
from service.forms import FieldsRejected, FileRef, typed_from_post
from service.forms.file_kinds import (
    HEIC,
    FileEmpty,
    FileNotAsNamed,
    NoPhoto,
    is_picture,
    media_type,
    require_as_named,
)
from service.forms.posted import name_of
from service.running.refusals import (
    ChecklistBeforeAct,
    ChecklistIncomplete,
    EntryRefused,
    NotHeldThatDay,
    OutcomeMissing,
    OutcomeUnknown,
    PaperBeforeParaf,
    PaperBeforeVersion,
    ReasonMissing,
    TimeContradicts,
    TwoHatsUndeclared,
)
from service.sentences import sentence
from service.sentences.words import written_size
from service.store.blobs import put
from service.store.uploads import UploadTooLarge, record_upload
from service.tte.refusals import CertificateUnbound
from service.web import context
from service.web.typed import FRAME_FIELDS, PageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.datastructures import FileStorage

    from service.forms import Form, Problem
    from service.queries.tasks import KeptDraft, TaskView


class InstantUnreadable(Rejected):
    """The typed text is no day and hour."""

    code = "web.instant-unreadable"


#: Fields that hold files which were uploaded before: "<sha256>/<name>".
KEPT: Final = "berkas."

#: Fields that hold photos which were uploaded before, in the order of their pages.
PHOTOS: Final = "foto."

#: Texts beside the SOP's form, and its own fields that hold texts.
_WRITTEN: Final = {"alasan": "Alasan", "tanpa": "Alasan menyelesaikan tanpa kelengkapan"}
_TEXTS: Final = frozenset({"textfield", "textarea"})

_HASH_LENGTH: Final = 64
_UNSAVED: Final = FRAME_FIELDS | {"tindakan", "tujuan", "rangkap"}


@dataclass(frozen=True, slots=True)
class TaskForm:
    """Everything that a person typed on the page of a task."""

    posted: MultiDict[str, str]
    #: answers to the SOP's form, by key
    typed: dict[str, object]
    files: dict[str, tuple[FileRef, ...]]
    #: pages that are to become a file, by key of its field
    photos: dict[str, tuple[FileRef, ...]] = field(default_factory=dict)
    #: files that came with the form and were not taken, by key of their field
    refused: dict[str, Problem] = field(default_factory=dict)

    @classmethod
    def of(cls, form: Form | None, posted: MultiDict[str, str]) -> TaskForm:
        typed = {} if form is None else typed_from_post(form, posted)
        return cls(posted, typed, _kept(posted, KEPT), _kept(posted, PHOTOS))

    @staticmethod
    def brings_files() -> bool:
        """Say whether the request carries files, or names such as were stored before."""
        return any(file.filename for file in request.files.values()) or any(
            name.startswith((KEPT, PHOTOS)) for name in request.form
        )

    @classmethod
    def arrived(cls, form: Form | None) -> TaskForm:
        """Return what the request carries; files that came with it are stored first."""
        posted: MultiDict[str, str] = MultiDict(request.form)
        refused: dict[str, Problem] = {}
        for name, file in request.files.items(multi=True):
            # What stands under a plain name is no answer to the SOP's form: the scan of a paper.
            if file.filename and "." in name:
                prefix, _, key = name.partition(".")
                try:
                    if f"{prefix}." == PHOTOS or _is_page(form, key, file.filename):
                        _put_photo(posted, key, file)
                    else:
                        _put_file(form, posted, key, file)
                except (FileEmpty, FileNotAsNamed, NoPhoto, UploadTooLarge) as error:
                    refused[key] = (error.code, error.params)
        return replace(cls.of(form, posted), refused=refused)

    @classmethod
    def drafted(cls, form: Form | None, draft: KeptDraft | None) -> TaskForm:
        """Return what was kept of an earlier visit, else a blank form."""
        posted: MultiDict[str, str] = MultiDict()
        for name, values in {} if draft is None else draft.typed.items():
            posted.setlist(name, values)
        if draft is None:
            # Proposed choices are only proposed while nothing was typed.
            return cls(posted, {}, {})
        return cls.of(form, posted)

    def to_keep(self) -> dict[str, list[str]]:
        """Return what a draft holds: never a password, a token or a key."""
        return {
            name: values
            for name, values in self.posted.lists()
            if name not in _UNSAVED and any(values)
        }

    def text(self, name: str) -> str:
        return str(self.posted.get(name, "")).strip()

    @property
    def ticks(self) -> frozenset[str]:
        return frozenset(self.posted.getlist("lengkap"))

    def occurred_at(self, zone: str) -> datetime | None:
        """Return when it is stated to have arrived; None: nothing is stated, so just now.

        A day without an hour is not taken: nobody knows which one was meant. Raises
        InstantUnreadable.
        """
        typed = self.text("terjadi")
        if not typed:
            return None
        try:
            local = datetime.fromisoformat(typed)
        except ValueError:
            raise InstantUnreadable from None
        if ":" not in typed or local.tzinfo is not None:
            raise InstantUnreadable
        return local.replace(tzinfo=ZoneInfo(zone))


@dataclass(frozen=True, slots=True)
class TaskErrors:
    """What has to be mended, sorted by where the page says it."""

    #: by key of the SOP's form
    fields: Mapping[str, Problem] = field(default_factory=dict)
    #: by the name of a field of our own
    own: Mapping[str, str] = field(default_factory=dict)
    #: about nothing that can be pointed at
    general: tuple[str, ...] = ()

    @classmethod
    def of(cls, refused: Rejected) -> TaskErrors:
        """Return where a refusal of a command belongs."""
        if isinstance(refused, FieldsRejected):
            return cls(fields=refused.errors)
        said = sentence(refused.code, **refused.params)
        place = _place(refused)
        return cls(own={place: said}) if place else cls(general=(said,))

    @classmethod
    def mendable(cls, refused: Rejected) -> TaskErrors:
        """Return what the page of the form answers.

        Raises the refusal itself where nothing on the page could mend it: the task is gone, or
        this person may not. The password alone is asked for at its field.
        """
        if isinstance(refused, Conflict | NotFound):
            raise refused
        if isinstance(refused, Forbidden) and not isinstance(refused, PasswordNeeded):
            raise refused
        return cls.of(refused)

    def and_of(self, view: TaskView, form: TaskForm) -> TaskErrors:
        """Return what else stands in the way, so that nobody has to send a form three times."""
        missing = [
            line.name
            for line in view.requirements
            if line.version is None and line.name not in form.ticks
        ]
        if not missing or form.text("tanpa"):
            return self
        refusal = ChecklistBeforeAct if view.acts else ChecklistIncomplete
        said = sentence(refusal.code, lines="; ".join(missing))
        return replace(self, own={"kelengkapan": said, **self.own})

    def summary(self, view: TaskView) -> list[PageError]:
        """Return the errors in the order of the page."""
        labels = {} if view.form is None else {item.key: item.label for item in view.form.fields}
        found = [PageError(text) for text in self.general]
        if "kelengkapan" in self.own:
            found.append(PageError(self.own["kelengkapan"], _first_missing(view)))
        found += [
            PageError(
                f"{labels.get(key, key)}: {sentence(code, **params)}",
                f"isian-{key}" if key in labels else "",
            )
            for key, (code, params) in self.fields.items()
        ]
        found += [
            PageError(text, name) for name, text in self.own.items() if name != "kelengkapan"
        ]
        return found


def written(form: Form | None, draft: KeptDraft | None) -> tuple[tuple[str, str], ...]:
    """Return the texts of a draft, each with what stands above its field."""
    if draft is None:
        return ()
    titles = dict(_WRITTEN)
    titles |= {
        name_of(item.key): item.label
        for item in (() if form is None else form.fields)
        if item.type in _TEXTS
    }
    return tuple(
        (titles[name], text)
        for name, values in draft.typed.items()
        if name in titles
        for text in values
        if text.strip()
    )


def _first_missing(view: TaskView) -> str:
    """Return the id of the first line of the kelengkapan that can be ticked."""
    numbers = (
        number for number, line in enumerate(view.requirements, start=1) if line.version is None
    )
    return f"lengkap-{next(numbers, 1)}"


#: Field of our own at which the page says that a command refused.
_PLACES: Final = {
    ChecklistIncomplete: "kelengkapan",
    ChecklistBeforeAct: "kelengkapan",
    PasswordNeeded: "sandi",
    LoginRefused: "sandi",
    TooManyAttempts: "sandi",
    OutcomeMissing: "putusan-1",
    OutcomeUnknown: "putusan-1",
    TimeContradicts: "terjadi",
    NotHeldThatDay: "pejabat",
    PaperBeforeVersion: "tanggal",
    PaperBeforeParaf: "tanggal",
    InstantUnreadable: "terjadi",
    ReasonMissing: "tanpa",
    TwoHatsUndeclared: "rangkap",
    CertificateUnbound: "ikat",
}


def _place(refused: Rejected) -> str:
    if isinstance(refused, EntryRefused):
        return {"reason": "alasan", "without": "tanpa"}.get(refused.params["field"], "")
    return next((place for kind, place in _PLACES.items() if isinstance(refused, kind)), "")


def _takes_several(form: Form | None, key: str) -> bool:
    field = None if form is None else form.field(key)
    return field is not None and bool(field.limits.multiple)


def _is_page(form: Form | None, key: str, name: str) -> bool:
    """Say whether a file that was chosen for a field is meant as a photo of its page."""
    field = None if form is None else form.field(key)
    kind = media_type(name)
    if field is None or not field.takes_photos or not is_picture(kind):
        return False
    return kind == HEIC or not name.lower().endswith(field.limits.accept or name.lower())


def _put_photo(posted: MultiDict[str, str], key: str, file: FileStorage) -> None:
    if not is_picture(media_type(file.filename or "")):
        raise NoPhoto
    kept = stored(file)
    # What is photographed now replaces the file that was there, and follows earlier photos.
    posted.setlist(f"{KEPT}{key}", [])
    posted.add(f"{PHOTOS}{key}", f"{kept.sha256}/{kept.name}")


def _put_file(form: Form | None, posted: MultiDict[str, str], key: str, file: FileStorage) -> None:
    kept = stored(file)
    if not _takes_several(form, key):
        # One document is one file: the newer choice replaces the older.
        posted.setlist(f"{KEPT}{key}", [])
        posted.setlist(f"{PHOTOS}{key}", [])
    posted.add(f"{KEPT}{key}", f"{kept.sha256}/{kept.name}")


def _kept(posted: MultiDict[str, str], prefix: str) -> dict[str, tuple[FileRef, ...]]:
    found: dict[str, tuple[FileRef, ...]] = {}
    for name, values in posted.lists():
        if name.startswith(prefix):
            references = [kept_file(value) for value in dict.fromkeys(values)]
            kept = tuple(reference for reference in references if reference is not None)
            if kept:
                found[name.removeprefix(prefix)] = kept
    return found


def kept_file(value: str) -> FileRef | None:
    """Return the file that a form still holds from before: "<sha256>/<name>"."""
    sha256, slash, name = value.partition("/")
    if not slash or len(sha256) != _HASH_LENGTH or not sha256.isalnum():
        return None
    return FileRef(sha256, name)


def stored(file: FileStorage) -> FileRef:
    """Store a file that came with a form, as the work of this person.

    Raises FileEmpty, FileNotAsNamed, UploadTooLarge.
    """
    caller, now = context.caller(), context.now()
    limit = context.services().settings.limits.upload_bytes
    size = file.stream.seek(0, 2)
    if size > limit:
        raise UploadTooLarge(limit=written_size(limit))
    name = (file.filename or "").replace("\\", "/").rpartition("/")[2]
    require_as_named(media_type(name), _bytes_of(file))
    made = put(context.store(), caller.pemda_id, _bytes_of(file), media_type(name), now)
    record_upload(context.store(), caller.pemda_id, caller.person_id, made, now)
    return FileRef(made.sha256, name)


def _bytes_of(file: FileStorage) -> Any:
    file.stream.seek(0)
    return file.stream
