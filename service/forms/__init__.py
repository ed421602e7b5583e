"""Forms: form-js JSON read strictly, shown without JavaScript, validated in one place.

`service/docs/forms.md` says what a form file may hold.
"""

from service.forms.answers import ZONE_NAME
from service.forms.files import FileRef
from service.forms.findings import (
    ContextIncomplete,
    FieldsRejected,
    Finding,
    FormRefused,
    NoAnswerPossible,
    Problem,
)
from service.forms.making import make_answers, make_file_names
from service.forms.model import STEP_DOCUMENT, Field, Form, Heading, Limits, Note, Option
from service.forms.posted import typed_from_post
from service.forms.presentation import FieldView, OptionView, present
from service.forms.reader import read_form, read_usable_form
from service.forms.schema_json import json_schema
from service.forms.validation import Submission, validate
from service.forms.visibility import visible_fields

__all__ = [
    "STEP_DOCUMENT",
    "ZONE_NAME",
    "ContextIncomplete",
    "Field",
    "FieldView",
    "FieldsRejected",
    "FileRef",
    "Finding",
    "Form",
    "FormRefused",
    "Heading",
    "Limits",
    "NoAnswerPossible",
    "Note",
    "Option",
    "OptionView",
    "Problem",
    "Submission",
    "json_schema",
    "make_answers",
    "make_file_names",
    "present",
    "read_form",
    "read_usable_form",
    "typed_from_post",
    "validate",
    "visible_fields",
]
