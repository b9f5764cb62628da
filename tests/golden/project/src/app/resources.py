"""What the application holds while it runs: connections, and what works beside requests."""

from fastapi import FastAPI

from app.config import Settings
from app.core.database import add_database
from app.core.health import add_readiness
from app.core.passwords import Passwords
from app.core.resources import Resources


def add_resources(app: FastAPI, settings: Settings) -> None:
    """Add each resource; nothing connects before it is used, or the application starts."""
    app.state.resources = Resources()
    add_readiness(app)
    app.state.passwords = Passwords(at_once=settings.password_hashes_at_once)
    add_database(app, settings)
