"""What a failure of the database means to the client, and whether the same may work later."""

import re

import structlog
from sqlalchemy.exc import InterfaceError, InternalError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from app.core.errors import AppError, ConflictError, UnavailableError

# Lost connections, limits of time, locks and pools that are waited for in vain; and among errors of
# programs those that are none, such as a database that lacks migrations.
FAILURES = (
    InterfaceError,
    InternalError,
    OperationalError,
    PoolTimeoutError,
    ProgrammingError,
)
BUGS = (InternalError, ProgrammingError)
# SQLite has no codes of SQL for what it says: these are PostgreSQL's for the same.
SQLITE_WORDS = {
    "42P01": re.compile(r"no such (table|column): |has no column named "),
    "55P03": re.compile(r"database (table )?is locked"),
}
SOON = {"Retry-After": "1"}
# What may work when it is sent again: the code and the message of it.
IN_A_MOMENT = {
    # lock_not_available: another transaction has held it for all of the time.
    "55P03": ("lock_timeout", "Somebody else has been changing the same for long: send it again."),
    # idle_in_transaction_session_timeout: this process, or its host, was halted meanwhile.
    "25P03": ("database_timeout", "It was silent for too long, so it was undone: send it again."),
    # read_only_sql_transaction: another server has taken over, and this one only copies it.
    "25006": ("unavailable", "The database takes no changes at the moment: send it again."),
}

logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


def explain_failure(error: Exception) -> AppError | None:
    """Tell whoever asked why it did not work, and whether it may in a moment; None for a bug."""
    if isinstance(error, PoolTimeoutError):
        message = "Too many requests ask the database at once: send it again."
        return UnavailableError(message, code="database_busy", headers=SOON)
    answer = _explain_sqlstate(_sqlstate(getattr(error, "orig", None)))
    if answer is None and not isinstance(error, BUGS):
        return UnavailableError("The database does not answer.", headers=SOON)
    return answer


def _sqlstate(cause: BaseException | None) -> str | None:
    given: str | None = getattr(cause, "sqlstate", None)
    found = (code for code, words in SQLITE_WORDS.items() if words.search(str(cause)))
    return given or next(found, None)


def _explain_sqlstate(sqlstate: str | None) -> AppError | None:
    match sqlstate:
        # undefined_table, undefined_column: what the code asks for and the database lacks yet.
        case "42P01" | "42703":
            logger.error("database_outdated", hint="alembic upgrade head")
            message = "The database is not up to date: migrations are to be applied."
            return UnavailableError(message, code="database_outdated")
        # serialization_failure, deadlock_detected: undone because of another transaction, which
        # changed the same rows, or waits for this one.
        case "40001" | "40P01":
            logger.warning("transaction_undone", sqlstate=sqlstate)
            message = "Another request was changing the same, so nothing was stored: send it again."
            return ConflictError(message, code="transaction_conflict", headers=SOON)
        case "55P03" | "25P03" | "25006":
            code, message = IN_A_MOMENT[sqlstate]
            return UnavailableError(message, code=code, headers=SOON)
        # query_canceled, transaction_timeout: the same will take as long again, unless somebody
        # has stopped it by hand, which has the same code.
        case "57014" | "25P04":
            message = "It was stopped, as is all that takes longer than it may."
            return UnavailableError(message, code="database_timeout")
        case _:
            return None
