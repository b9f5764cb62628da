"""What every request passes through."""

from fastapi import FastAPI

from app.config import Settings
from app.core.request_context import RequestContextMiddleware, UnhandledErrorMiddleware


def add_middleware(app: FastAPI, settings: Settings) -> None:
    """Add the middleware, from the innermost to the outermost."""
    app.add_middleware(UnhandledErrorMiddleware)
    app.add_middleware(RequestContextMiddleware, slow_request_ms=settings.slow_request_ms)
