"""What is to happen once a transaction is committed, and not at all if it is rolled back."""

from collections.abc import Awaitable, Callable, Sequence

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session, SessionTransaction
from sqlalchemy.util import await_only

from app.core.database import COMMIT_AWAITED


class AfterCommit[ItemT]:
    """Collects what a transaction gives rise to, and hands it on after the commit."""

    def __init__(
        self,
        session: AsyncSession,
        deliver: Callable[[Sequence[ItemT]], Awaitable[None]],
        *,
        first: bool = False,
    ) -> None:
        """Take the session whose transaction is waited for, and who gets what was collected.

        Args:
            session: has the transaction.
            deliver: gets all of it. The rows are stored by then, and an error would tell the client
                that they are not: it handles its own. The session's connection is given back by
                then: whoever is told, and is slow, takes none from others.
            first: before others that wait for the same commit, and may tell somebody of it.
        """
        self._session = session.sync_session
        self._deliver = deliver
        self._waiting: list[tuple[SessionTransaction | None, ItemT]] = []
        self._committed: list[ItemT] = []
        event.listen(self._session, "after_commit", self._on_commit)
        event.listen(self._session, "after_transaction_end", self._on_end, insert=first)
        event.listen(self._session, "after_soft_rollback", self._on_rollback)

    @property
    def waits(self) -> bool:
        """Whether there is anything to hand on."""
        return bool(self._waiting)

    def add(self, item: ItemT) -> None:
        """Have something handed on after the commit."""
        self._session.info[COMMIT_AWAITED] = True
        self._waiting.append((self._session.get_nested_transaction(), item))

    def _on_commit(self, session: Session) -> None:
        # A released savepoint can still be rolled back, along with what is around it.
        if not session.in_nested_transaction():
            self._committed = [item for _, item in self._waiting]
            self._waiting.clear()

    def _on_end(self, *_: object) -> None:
        if self._committed:
            items, self._committed = self._committed, []
            await_only(self._deliver(items))

    def _on_rollback(self, _: Session, ended: SessionTransaction) -> None:
        self._waiting = [
            (savepoint, item)
            for savepoint, item in self._waiting
            if ended.nested and not _within(savepoint, ended)
        ]


def _within(transaction: SessionTransaction | None, outer: SessionTransaction) -> bool:
    while transaction is not None and transaction is not outer:
        transaction = transaction.parent
    return transaction is outer
