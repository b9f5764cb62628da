"""Versions of rows as clients see them: entity tags and preconditions (RFC 9110, 8.8.3 and 13)."""

import re
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request, Response, status

from app.core.errors import PreconditionFailedError, PreconditionRequiredError

ETAG = "ETag"
IF_MATCH = "If-Match"
IF_NONE_MATCH = "If-None-Match"
ANY = "*"
TAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"')
TAGS = re.compile(rf"\s*{TAG.pattern}(?:\s*,\s*{TAG.pattern})*\s*")

# For OpenAPI: parameters of operations, and responses of those that tell the version.
_TAGS = {"type": "string", "format": "entity-tags"}
IF_MATCH_PARAMETER: dict[str, Any] = {
    "name": IF_MATCH,
    "in": "header",
    "required": True,
    "description": "The `ETag` of the version that is to be changed, or `*` for any.",
    "schema": _TAGS,
}
IF_NONE_MATCH_PARAMETER: dict[str, Any] = {
    "name": IF_NONE_MATCH,
    "in": "header",
    "description": "The `ETag` of the version that the client has: it is not sent again.",
    "schema": _TAGS,
}
VERSIONED: dict[str, Any] = {
    "headers": {ETAG: {"description": "The version.", "schema": {"type": "string"}}}
}
NOT_MODIFIED: dict[str, Any] = {"description": "The client has this version.", **VERSIONED}


def etag(version: int) -> str:
    """The entity tag of a version; strong, since each change makes another version."""
    return f'"{version}"'


def not_modified(version: int) -> Response:
    """The response to clients that have a version already."""
    return Response(status_code=status.HTTP_304_NOT_MODIFIED, headers={ETAG: etag(version)})


@dataclass(frozen=True, slots=True)
class Preconditions:
    """What a request wants to be true of the version of a row."""

    if_match: str | None = None
    if_none_match: str | None = None

    def require(self, version: int) -> None:
        """See to it that the client saw this version.

        Raises:
            PreconditionFailedError: it saw another one.
            PreconditionRequiredError: the client names no version.
        """
        if self.if_match is None:
            raise PreconditionRequiredError
        if self.if_match.strip() != ANY and etag(version) not in _tags(self.if_match):
            raise PreconditionFailedError

    def knows(self, version: int) -> bool:
        """Whether the client has this version; weak tags will do for that."""
        if self.if_none_match is None:
            return False
        tags = [tag.removeprefix("W/") for tag in _tags(self.if_none_match)]
        return self.if_none_match.strip() == ANY or etag(version) in tags


def _tags(header: str) -> list[str]:
    """The tags that a header lists; none where it is malformed."""
    return TAG.findall(header) if TAGS.fullmatch(header) else []


async def get_preconditions(request: Request) -> Preconditions:
    """The preconditions of a request."""
    return Preconditions(_header(request, IF_MATCH), _header(request, IF_NONE_MATCH))


def _header(request: Request, name: str) -> str | None:
    lines = request.headers.getlist(name)
    return ", ".join(lines) if lines else None


PreconditionsDep = Annotated[Preconditions, Depends(get_preconditions)]
