"""The program's log: JSON lines for a machine, short lines for a person at a terminal.

A message is a sentence in the past tense; facts go into `extra`:

    _LOG.info("The timer fired.", extra={"action": "timer_fired", "instance_id": str(id)})

Never form data, names or passwords.
"""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, Literal, TextIO

if TYPE_CHECKING:
    from collections.abc import Mapping

Format = Literal["json", "text"]

#: What every record has; all other attributes came through `extra`.
_OWN_ATTRIBUTES: Final = frozenset(
    vars(logging.LogRecord("", 0, "", 0, "", None, None)) | {"message": "", "asctime": ""}
)


class JsonLines(logging.Formatter):
    """One JSON object a line: at, level, logger, message, what `extra` holds, error."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": _instant(record).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **_extra(record),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class PlainLines(logging.Formatter):
    """For eyes: time (UTC), level, sentence, facts."""

    def format(self, record: logging.LogRecord) -> str:
        facts = "".join(f" {name}={value}" for name, value in _extra(record).items())
        line = f"{_instant(record):%H:%M:%S} {record.levelname:<7} {record.getMessage()}{facts}"
        if record.exc_info:
            line += "\n" + self.formatException(record.exc_info)
        return line


def configure(level: str, form: Format | None = None, stream: TextIO | None = None) -> None:
    """Send every record of this process from `level` up to `stream` (default: stderr).

    Without `form` a terminal gets plain lines and everything else JSON lines.
    """
    target = sys.stderr if stream is None else stream
    chosen = form or ("text" if target.isatty() else "json")
    handler = logging.StreamHandler(target)
    handler.setFormatter(JsonLines() if chosen == "json" else PlainLines())
    # Libraries speak up only when something is wrong, unless everything is wanted.
    libraries = "DEBUG" if level == "debug" else "WARNING"
    logging.basicConfig(level=libraries, handlers=[handler], force=True)
    logging.getLogger("service").setLevel(level.upper())
    logging.captureWarnings(capture=True)


def _instant(record: logging.LogRecord) -> datetime:
    return datetime.fromtimestamp(record.created, UTC)


def _extra(record: logging.LogRecord) -> Mapping[str, object]:
    return {name: value for name, value in vars(record).items() if name not in _OWN_ATTRIBUTES}
