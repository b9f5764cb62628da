"""The application beside a yardstick: the least that an ASGI application can do."""

from starlette.types import ASGIApp, Receive, Scope, Send

from app.main import create_app as create_real_app

YARDSTICK = "/yardstick"
BODY = b'{"status":"ok"}'
HEADERS = [(b"content-type", b"application/json"), (b"content-length", str(len(BODY)).encode())]


def create_app() -> ASGIApp:
    """Put it together, with the settings of the environment."""
    real = create_real_app()

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope.get("path") != YARDSTICK:
            await real(scope, receive, send)
            return
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await send({"type": "http.response.body", "body": BODY})

    return app
