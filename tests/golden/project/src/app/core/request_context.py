"""What surrounds every request: its id, its one line in the log, and the net under it."""

import logging
import re
import time
from uuid import uuid4

import structlog
from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.status import HTTP_500_INTERNAL_SERVER_ERROR
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.errors import InternalError, error_response

REQUEST_ID_HEADER = "X-Request-ID"
# Ids of others end up in logs and headers: nothing but these characters may.
VALID_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{1,64}")

logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class RequestContextMiddleware:
    """Gives each request an id and logs one line for it. Belongs outside of all others."""

    def __init__(self, app: ASGIApp, *, slow_request_ms: int) -> None:
        """Take the duration from which a request is logged as a warning."""
        self.app = app
        self.slow_request_ms = slow_request_ms

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request; other protocols pass through."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        request_id = _request_id(scope)
        state = scope.setdefault("state", {})
        state["request_id"] = request_id
        status = 500

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[REQUEST_ID_HEADER] = request_id
            await send(message)

        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        try:
            await self.app(scope, receive, send_with_id)
        except Exception as error:
            state["error"] = error
            raise
        finally:
            duration = (time.perf_counter() - started) * 1000
            self._log(scope, status, duration)

    def _log(self, scope: Scope, status: int, duration_ms: float) -> None:
        error: BaseException | None = scope["state"].get("error")
        slow = duration_ms >= self.slow_request_ms
        failed = error is not None or status >= HTTP_500_INTERNAL_SERVER_ERROR
        level = logging.ERROR if failed else logging.WARNING if slow else logging.INFO
        logger.log(
            level,
            "request",
            method=scope["method"],
            path=scope["path"],
            client=_client(scope),
            status=status,
            duration_ms=round(duration_ms, 2),
            exc_info=error,
        )


class UnhandledErrorMiddleware:
    """Turns an unexpected exception into an envelope, inside of all other middleware.

    Starlette's own handler stands outside of them: its response would lack their headers.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap the application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request; other protocols pass through."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def watched_send(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive, watched_send)
        except Exception as error:
            if started:
                raise
            scope.setdefault("state", {})["error"] = error
            await error_response(Request(scope), InternalError())(scope, receive, send)


def _client(scope: Scope) -> str | None:
    # The server has put in what a proxy says, if it trusts the proxy.
    client = scope.get("client")
    return client[0] if client else None


def _request_id(scope: Scope) -> str:
    given = Headers(scope=scope).get(REQUEST_ID_HEADER, "")
    return given if VALID_REQUEST_ID.fullmatch(given) else str(uuid4())
