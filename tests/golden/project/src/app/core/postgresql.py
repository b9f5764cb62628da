"""How PostgreSQL is connected to, what its sessions are set to, and what its errors tell."""

import re
from collections.abc import Mapping

from sqlalchemy import ExceptionContext
from sqlalchemy.engine import URL

from app.config import ConfigurationError, Settings

# What says instead what options of the URL would.
INSTEAD = {
    "timezone": "all is in UTC",
    "lock_timeout": "DATABASE_LOCK_TIMEOUT says it",
    "statement_timeout": "DATABASE_STATEMENT_TIMEOUT says it",
    "idle_in_transaction_session_timeout": "DATABASE_IDLE_TIMEOUT says it",
}
# How the server notices a host that is gone: until then it keeps its connections and the locks of
# its transaction, by itself for hours. The last is for what the server sends.
SERVER_PROBES = {
    "tcp_keepalives_idle": 30,
    "tcp_keepalives_interval": 10,
    "tcp_keepalives_count": 3,
    "tcp_user_timeout": "60s",
}
# The class of errors (data_exception) whose messages quote the value that is wrong.
DATA_EXCEPTION = "22"
QUOTED = re.compile(r'["«»„“”].*["«»„“”]', re.DOTALL)


def connect_args(url: URL, settings: Settings) -> dict[str, object]:
    """What the driver is told besides the URL."""
    return {
        **_waiting(url, settings.database_connect_timeout),
        "options": _session_options(url, settings),
    }


def session_parameters(settings: Settings) -> dict[str, str]:
    """What a session of PostgreSQL is set to."""
    return {
        "timezone": "UTC",
        "lock_timeout": f"{settings.database_lock_timeout}s",
        "statement_timeout": f"{settings.database_statement_timeout}s",
        "idle_in_transaction_session_timeout": f"{settings.database_idle_timeout}s",
    }


def hide_values(context: ExceptionContext) -> None:
    """Leave of what the server says its first line, so that errors bring no row into logs.

    Behind it come the key that is taken (DETAIL), the whole row that breaks a check, and more.
    What the driver knows of the error besides, such as the constraint, stays.
    """
    error = context.original_exception
    told: str | None = getattr(getattr(error, "diag", None), "message_primary", None)
    if told is None:
        return
    if str(getattr(error, "sqlstate", None)).startswith(DATA_EXCEPTION):
        told = QUOTED.sub('"…"', told)
    whole, error.args = str(error), (told,)
    if (wrapped := context.sqlalchemy_exception) is not None:
        wrapped.args = tuple(str(text).replace(whole, told) for text in wrapped.args)


def _waiting(url: URL, seconds: int) -> dict[str, object]:
    """For how long to wait for a server that is gone, unless the URL says it.

    A host that vanishes closes no connection: without probes a query that it has taken is waited
    for as long as the system likes, which is two hours.
    """
    pause = max(1, seconds // 3)
    own = {
        "connect_timeout": seconds,
        "tcp_user_timeout": seconds * 1_000,  # Milliseconds, for what is sent.
        "keepalives_idle": pause,
        "keepalives_interval": pause,
        "keepalives_count": 2,
    }
    return {name: url.query.get(name, value) for name, value in own.items()}


def _session_options(url: URL, settings: Settings) -> str:
    """What the URL sets for sessions, and what the settings do.

    Raises:
        ConfigurationError: both set the same.
    """
    given = " ".join(url.normalized_query.get("options", ()))
    if not settings.database_session_options:
        return given
    own = session_parameters(settings)
    for name in own:
        if re.search(rf"\b{name}\s*=", given.lower().replace("-", "_")):
            message = f"DATABASE_URL: leave {name} out of its options; {INSTEAD[name]}"
            raise ConfigurationError(message)
    # Of what is said twice the server takes the last.
    return " ".join([*_switches(SERVER_PROBES), given, *_switches(own)])


def _switches(parameters: Mapping[str, object]) -> list[str]:
    return [f"-c {name}={value}" for name, value in parameters.items()]
