"""The JSON documents of ``--json``. Their keys are part of the command contract."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fastscaffold.errors import Message
    from fastscaffold.requests import CapabilityRow, Diagnosis, FeatureRow, Listing, Result, Routes


def result_document(result: Result) -> str:
    """The document of every command that writes, and of every error."""
    actions = () if result.plan is None else result.plan.actions
    return dump(
        {
            "status": result.status,
            "dry_run": result.dry_run,
            "actions": [{"action": action.kind.value, "path": action.path} for action in actions],
            "issues": messages(result.issues),
            "warnings": messages(result.warnings),
            "notices": messages(result.notices),
            "next": list(result.next),
        }
    )


def listing_document(listing: Listing) -> str:
    """The document of ``list`` and of ``add --list``."""
    return dump(
        {
            "status": "ok",
            "features": [_feature(row) for row in listing.features],
            "capabilities": [_capability(row) for row in listing.capabilities],
        }
    )


def routes_document(routes: Routes) -> str:
    """The document of ``routes``; its status is ``failed`` where a file could not be read."""
    return dump(
        {
            "status": "failed" if routes.issues else "ok",
            "routes": [asdict(row) for row in routes.rows],
            "issues": messages(routes.issues),
            "warnings": messages(routes.warnings),
            "notices": messages(routes.notices),
        }
    )


def diagnosis_document(diagnosis: Diagnosis) -> str:
    """The document of ``doctor``; its status is ``refused`` where there are issues."""
    return dump(
        {
            "status": "refused" if diagnosis.issues else "ok",
            "issues": messages(diagnosis.issues),
            "warnings": messages(diagnosis.warnings),
            "notices": messages(diagnosis.notices),
        }
    )


def messages(told: Iterable[Message]) -> list[dict[str, object]]:
    """Messages as they stand in documents."""
    return [_message(message) for message in told]


def _message(message: Message) -> dict[str, object]:
    document: dict[str, object] = {
        "code": message.code,
        # Who reads nothing but the sentence wants to know the place, too.
        "message": message.message
        if message.column is None
        else f"{message.location}: {message.message}",
        "path": message.path,
        "line": message.line,
        "hint": message.hint,
    }
    if message.excerpt is not None:
        document["excerpt"] = {"column": message.column, **asdict(message.excerpt)}
    return document


def _feature(row: FeatureRow) -> dict[str, str | int]:
    return {
        "name": row.name,
        "class_name": row.class_name,
        "path": row.path,
        "fields": row.fields,
        "edited_files": row.edited_files,
    }


def _capability(row: CapabilityRow) -> dict[str, str | bool]:
    return {"name": row.name, "summary": row.summary, "installed": row.installed}


def dump(document: Mapping[str, object]) -> str:
    """The text of a document."""
    # ASCII only, so that no encoding of standard output can break it.
    return json.dumps(document, indent=2)
