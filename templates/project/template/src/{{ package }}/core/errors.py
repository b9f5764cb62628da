"""One envelope for every error: ``{"error": {"code", "message", "details", "request_id"}}``."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from http import HTTPStatus
from typing import Any, Literal, Self

from fastapi import FastAPI, Request, status
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.routing import Match

# A body of a million wrong fields is answered as briefly as one of a few.
MAX_DETAILS = 50
# A regular expression tells people nothing; programs find it in the schema.
MESSAGES = {"string_pattern_mismatch": "does not have the form that is asked for"}
METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")

Location = Literal["body", "query", "path", "header", "cookie"]

CODES = {
    400: "bad_request",
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    408: "request_timeout",
    409: "conflict",
    412: "precondition_failed",
    413: "content_too_large",
    415: "unsupported_media_type",
    422: "validation_failed",
    428: "precondition_required",
    429: "rate_limited",
    500: "internal_error",
    503: "unavailable",
}
DESCRIPTIONS = {
    400: "The request cannot be read.",
    401: "The request lacks valid credentials.",
    403: "The caller may not do this.",
    404: "There is no such resource.",
    408: "The body comes too slowly.",
    409: "The request conflicts with what is stored.",
    412: "The resource is of another version than those that `If-Match` names.",
    413: "The request is too large.",
    415: "The body is of a type that is not accepted.",
    422: "The request is well formed but not valid.",
    428: "The request must name the version that it changes.",
    429: "There were too many requests.",
    503: "The service is not available for the moment.",
}


class ErrorDetail(BaseModel):
    """One thing that is wrong, and where."""

    code: str
    message: str
    field: str | None = None
    location: Location | None = None


class ErrorBody(BaseModel):
    """What went wrong."""

    code: str
    message: str
    details: list[ErrorDetail]
    request_id: str


class ErrorResponse(BaseModel):
    """The body of every response that reports an error."""

    error: ErrorBody


class AppError(Exception):
    """Base of all errors that a client is told about; subclasses choose the status."""

    status = 500

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        details: Sequence[ErrorDetail] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Take a sentence for people and, for programs, a code and details."""
        super().__init__(message)
        self.message = message
        self.code = code or CODES.get(self.status, f"http_{self.status}")
        self.details = tuple(details)
        self.headers = headers

    @classmethod
    def on(cls, field: str, code: str, message: str, *, location: Location = "body") -> Self:
        """An error that one field of the request is to blame for."""
        return cls.on_all([field], code, message, location=location)

    @classmethod
    def on_all(
        cls, fields: Sequence[str], code: str, message: str, *, location: Location = "body"
    ) -> Self:
        """An error that each of some fields of the request is to blame for."""
        details = [
            ErrorDetail(code=code, message=message, field=field, location=location)
            for field in fields
        ]
        return cls(f"{', '.join(fields)}: {message}", details=details)


# What a reference to a row that is not there is told by, whoever notices.
MISSING_REFERENCE = ("missing_reference", "does not exist")


class UnauthenticatedError(AppError):
    """Nobody is logged in, or not any more."""

    status = 401

    def __init__(self, message: str) -> None:
        """Take a sentence; RFC 9110 asks for the header."""
        super().__init__(message, headers={"WWW-Authenticate": "Bearer"})


class ForbiddenError(AppError):
    """Whoever is logged in may not do this."""

    status = 403


class NotFoundError(AppError):
    """There is no such resource."""

    status = 404


class ConflictError(AppError):
    """The request contradicts what is stored."""

    status = 409


class PreconditionFailedError(AppError):
    """The resource is not as the client last saw it."""

    status = 412

    def __init__(self) -> None:
        super().__init__("The resource is of another version than those that `If-Match` names.")


class UnprocessableError(AppError):
    """The request is well formed, yet asks for something that cannot be."""

    status = 422


class PreconditionRequiredError(AppError):
    """The client does not say which version it saw."""

    status = 428

    def __init__(self) -> None:
        super().__init__("Name the version that is to be changed: If-Match, with the ETag.")


class UnavailableError(AppError):
    """Something that the request needs does not answer."""

    status = 503


class HttpError(AppError):
    """What the framework raises itself: an unknown path, a method that is not allowed."""

    def __init__(self, status: int, message: str, *, headers: Mapping[str, str] | None) -> None:
        self.status = status
        super().__init__(message, headers=headers)


class InternalError(AppError):
    """A bug. The client learns the request's id; the log has the rest."""

    def __init__(self) -> None:
        super().__init__("Something went wrong on our side.")


def error_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The ``responses=`` of a route or router that may answer with these statuses."""
    return {
        status: {
            "model": ErrorResponse,
            "description": DESCRIPTIONS.get(status, f"{HTTPStatus(status).phrase}."),
        }
        for status in statuses
    }


# Every route can fail in ways that it does not list itself: 405, 500, 503 and the like.
DEFAULT_RESPONSES: dict[int | str, dict[str, Any]] = {
    "default": {"model": ErrorResponse, "description": "Any other error."},
    **error_responses(422),
}


def error_response(request: Request, error: AppError) -> JSONResponse:
    """The envelope as a response. Middleware uses it as well as the handlers below."""
    request_id: str = getattr(request.state, "request_id", "")
    body = ErrorBody(
        code=error.code, message=error.message, details=list(error.details), request_id=request_id
    )
    content = ErrorResponse(error=body).model_dump()
    return JSONResponse(content, status_code=error.status, headers=error.headers)


def add_error_handlers(app: FastAPI) -> None:
    """Make the application answer every error in the envelope."""
    app.exception_handler(AppError)(_answer_app_error)
    app.exception_handler(HTTPException)(_answer_http_exception)
    app.exception_handler(RequestValidationError)(_answer_invalid_request)
    app.exception_handler(Exception)(_answer_unexpected)


async def _answer_app_error(request: Request, error: AppError) -> JSONResponse:
    if error.status >= status.HTTP_500_INTERNAL_SERVER_ERROR:
        request.state.error = error.__cause__
    return error_response(request, error)


async def _answer_http_exception(request: Request, error: HTTPException) -> JSONResponse:
    headers = error.headers
    if error.status_code == status.HTTP_405_METHOD_NOT_ALLOWED:
        # The router names the methods of the first route that has the path, not those of all.
        headers = {**(headers or {}), "Allow": ", ".join(_allowed_methods(request))}
    return error_response(request, HttpError(error.status_code, str(error.detail), headers=headers))


def _allowed_methods(request: Request) -> list[str]:
    scope = request.scope
    routes = [route for route in request.app.routes if route.matches(scope)[0] is not Match.NONE]
    return [
        method
        for method in METHODS
        if any(route.matches({**scope, "method": method})[0] is Match.FULL for route in routes)
    ]


async def _answer_invalid_request(request: Request, error: RequestValidationError) -> JSONResponse:
    details = [_detail(found, error.body) for found in error.errors()[:MAX_DETAILS]]
    return error_response(request, UnprocessableError("The request is not valid.", details=details))


async def _answer_unexpected(request: Request, error: Exception) -> JSONResponse:
    del error
    return error_response(request, InternalError())


def _detail(found: Mapping[str, Any], body: object) -> ErrorDetail:
    location, *path = found["loc"]
    if location == "body":
        path = _steps(path, found["type"], body)
    message: str = MESSAGES.get(found["type"]) or found["msg"]
    # Of an exception that a validator raised pydantic's message has the kind before the sentence.
    if isinstance(cause := found.get("ctx", {}).get("error"), Exception):
        message = str(cause)
    return ErrorDetail(
        code=found["type"],
        message=_printable(message),
        field=_printable(".".join(map(str, path))) or None,
        location=location,
    )


def _steps(path: Sequence[str | int], code: str, body: Any) -> list[str | int]:  # noqa: ANN401
    """The part of a location that is in the body, or is missing there."""
    # What is left out are the members of unions, and the offset at which a text is no JSON.
    if code == "json_invalid":
        return []
    # Of a form an empty field counts as missing, too.
    missing = path[-1:] if code == "missing" else ()
    steps: list[str | int] = []
    for step in path[: len(path) - len(missing)]:
        with suppress(LookupError, TypeError):
            body = body[step]
            steps.append(step)
    return [*steps, *missing]


def _printable(text: str) -> str:
    """Names of unknown fields come from the client: lone surrogates would break the response."""
    return text.encode(errors="backslashreplace").decode()
