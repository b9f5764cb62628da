"""What endpoints ask for. A request's session commits before its response is sent."""

from collections.abc import AsyncGenerator
from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import HTTPConnection

from app.config import Settings
from app.core.database import Database
from app.core.passwords import Passwords
from app.shared.cursor import CursorCodec

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


async def get_app_settings(connection: HTTPConnection) -> Settings:
    """The settings that the application was created with."""
    settings: Settings = connection.app.state.settings
    return settings


async def get_database(connection: HTTPConnection) -> Database:
    """The application's database."""
    database: Database = connection.app.state.database
    return database


async def get_passwords(connection: HTTPConnection) -> Passwords:
    """The application's hasher of passwords and other secrets."""
    passwords: Passwords = connection.app.state.passwords
    return passwords


SettingsDep = Annotated[Settings, Depends(get_app_settings)]
DatabaseDep = Annotated[Database, Depends(get_database)]
PasswordsDep = Annotated[Passwords, Depends(get_passwords)]


async def read_snapshot(connection: HTTPConnection) -> None:
    """Let all queries of a request that reads see the same moment.

    A router asks for it whose rows are loaded by several queries: the version of a row must not be
    told with the links of another one. It asks first, as whoever asks who is logged in opens the
    session.

    Raises:
        RuntimeError: the session is open already.
    """
    if hasattr(connection.state, "has_session"):
        raise RuntimeError("The session is open already: ask for the snapshot first.")
    connection.state.snapshot = True


async def get_session(connection: HTTPConnection) -> AsyncGenerator[AsyncSession, None]:
    """One session and one transaction for the whole request."""
    database = await get_database(connection)
    read_only = connection.scope.get("method") in SAFE_METHODS
    # Further queries read what is embedded: they have to see what the first one saw.
    at_once = "include" in connection.query_params or getattr(connection.state, "snapshot", False)
    connection.state.has_session = True
    async with database.transaction(read_only=read_only, at_once=at_once) as session:
        yield session


async def get_cursor_codec(settings: SettingsDep) -> CursorCodec:
    """The codec of cursors, which are signed so that clients cannot make their own."""
    return CursorCodec(settings.secret_key)


# The scope ends the transaction before the response is sent: a failed commit is an error
# that the client sees, and what was created is there when the client asks for it.
SessionDep = Annotated[AsyncSession, Depends(get_session, scope="function")]
CursorCodecDep = Annotated[CursorCodec, Depends(get_cursor_codec)]
