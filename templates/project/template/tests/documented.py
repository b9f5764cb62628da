"""Sees to it that OpenAPI names every status that an endpoint answers with.

Endpoints that document no refusal at all are left alone.
"""

from typing import Any

from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Any endpoint may answer with these, and with those of servers, which `default` stands for.
ANYWHERE = {400, 405, 413}
# FastAPI documents this one itself.
INVALID = "422"


class StatusWatch:
    """Middleware that remembers the statuses that the documentation of an endpoint leaves out."""

    def __init__(self, app: ASGIApp, *, paths: dict[str, Any], undocumented: set[str]) -> None:
        """Take the paths of OpenAPI, and where to remember what they do not name."""
        self._app = app
        self._paths = paths
        self._undocumented = undocumented

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and look at the status of the response."""

        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._compare(scope, message["status"])
            await send(message)

        await self._app(scope, receive, watched)

    def _compare(self, scope: Scope, status: int) -> None:
        # Middleware that answers itself, as for too many requests, does so before there is a route.
        route = scope.get("route")
        if not isinstance(route, APIRoute) or status in ANYWHERE or status >= 500:
            return
        # A route that a test adds is nobody's business.
        operation = self._operation(route, scope) or {"responses": {}}
        documented: set[str] = {*operation["responses"]}
        refusals = {each for each in documented if each.startswith("4")} - {INVALID}
        if refusals and str(status) not in documented:
            self._undocumented.add(f"{status} of {scope['method']} {scope['path']}")

    def _operation(self, route: APIRoute, scope: Scope) -> dict[str, Any] | None:
        # A route does not know the prefix that its router was included with.
        for path, methods in self._paths.items():
            prefix = path.removesuffix(route.path_format)
            if prefix != path and scope["path"].startswith(prefix):
                operation: dict[str, Any] | None = methods.get(scope["method"].lower())
                return operation
        return None
