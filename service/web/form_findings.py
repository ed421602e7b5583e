"""What is wrong with a form, and what versions that use it would lose, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from service.forms import FormRefused, read_usable_form
from service.sentences import sentence
from service.sentences.telling import tell, told_whole

if TYPE_CHECKING:
    from uuid import UUID

    from service.forms import Finding
    from service.queries.form_usage import FormUsage, VersionUse

#: Findings of a form that can be shown as staff would get it.
SHOWABLE: Final = frozenset({"forms.empty", "forms.untouched"})


def findings_of(raw: bytes) -> tuple[Finding, ...]:
    """Return what keeps an SOP from using a form; () when nothing does."""
    try:
        read_usable_form(raw)
    except FormRefused as refused:
        return refused.findings
    return ()


def summary_of(findings: tuple[Finding, ...]) -> str:
    """Return the sentence above the findings."""
    if not findings:
        return sentence("web.form-check-nothing-found")
    return sentence("web.form-check-found", count=len(findings))


def told_finding(finding: Finding) -> dict[str, str]:
    """Return a finding in words, with the field where it is."""
    return {
        "code": finding.code,
        "element": finding.element,
        "called": finding.params.get("field", ""),
        "words": sentence(finding.code, **{"element": finding.element, **finding.params}),
    }


def told_losses(version: VersionUse) -> dict[str, Any]:
    """Return what a version would lose, and where that is read, for page and JSON."""
    return {
        "version": str(version.version_id),
        "lines": [
            {
                "words": sentence("web.form-loss", label=loss.label, what=tell(loss.what)),
                "readers": [
                    sentence("web.form-loss-at", called=told_whole(it.called), how=tell(it.how))
                    if it.called
                    else told_whole(it.how)
                    for it in loss.readers
                ],
            }
            for loss in version.losses
        ],
    }


def losses_by_version(usage: FormUsage) -> dict[UUID, list[dict[str, Any]]]:
    """Return what each version that uses the form would lose, by the id of the version."""
    return {version.version_id: told_losses(version)["lines"] for version in usage.versions}
