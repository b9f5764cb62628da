"""What clients are told of failures of the database."""

from sqlite3 import OperationalError as SqliteError

import pytest
from psycopg import errors
from sqlalchemy.exc import (
    DBAPIError,
    InterfaceError,
    InternalError,
    OperationalError,
    ProgrammingError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from app.core.failures import explain_failure


def told(error: Exception) -> tuple[int, str, bool] | None:
    """The status, the code, and whether the same may be sent again at once."""
    answer = explain_failure(error)
    if answer is None:
        return None
    return answer.status, answer.code, "Retry-After" in (answer.headers or {})


@pytest.mark.parametrize(
    ("kind", "cause", "expected"),
    [
        (OperationalError, errors.SerializationFailure(), (409, "transaction_conflict", True)),
        (OperationalError, errors.DeadlockDetected(), (409, "transaction_conflict", True)),
        (OperationalError, errors.LockNotAvailable(), (503, "lock_timeout", True)),
        (OperationalError, SqliteError("database is locked"), (503, "lock_timeout", True)),
        (OperationalError, errors.QueryCanceled(), (503, "database_timeout", False)),
        (
            InternalError,
            errors.IdleInTransactionSessionTimeout(),
            (503, "database_timeout", True),
        ),
        (InternalError, errors.TransactionTimeout(), (503, "database_timeout", False)),
        (InternalError, errors.ReadOnlySqlTransaction(), (503, "unavailable", True)),
        (ProgrammingError, errors.UndefinedTable(), (503, "database_outdated", False)),
        (ProgrammingError, errors.UndefinedColumn(), (503, "database_outdated", False)),
        (OperationalError, SqliteError("no such table: a"), (503, "database_outdated", False)),
        (OperationalError, errors.AdminShutdown(), (503, "unavailable", True)),
        (InterfaceError, OSError("gone"), (503, "unavailable", True)),
        (ProgrammingError, errors.SyntaxError(), None),
        (InternalError, errors.InFailedSqlTransaction(), None),
    ],
)
def test_each_failure_is_told_as_what_it_is(
    kind: type[DBAPIError], cause: Exception, expected: tuple[int, str, bool] | None
) -> None:
    assert told(kind("SELECT", None, cause)) == expected


def test_who_waited_for_a_connection_in_vain_may_try_again() -> None:
    assert told(PoolTimeoutError()) == (503, "database_busy", True)
