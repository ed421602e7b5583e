"""An auditor's look at a process is written down before it is granted (decisions §3.10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.commands.log_process_view import log_process_view
from service.web import context

if TYPE_CHECKING:
    from uuid import UUID

    from service.access.model import AuditScope
    from service.commands.log_process_view import What


def watched(audit: AuditScope | None, instance_id: UUID, what: What) -> None:
    """Log the view when the caller sees the process only by surat tugas."""
    if audit is not None:
        log_process_view(
            context.store(),
            context.caller(),
            instance_id=instance_id,
            what=what,
            now=context.now(),
        )
