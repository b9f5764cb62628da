"""Rows that were deleted long ago go for good, unless others refer to them."""

import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import ForeignKey, MetaData, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app import purge as command
from app.config import ConfigurationError, Settings
from app.core import purge
from app.core.database import NAMING_CONVENTION, Database
from app.core.errors import UnavailableError
from app.core.soft_delete import SoftDeleteMixin
from app.core.types import utc_now, uuid7
from app.shared.soft_delete import SoftDeleteRepository
from tests.conftest import Queries
from tests.kept import (
    Desk,
    Document,
    Documents,
    Folder,
    Folders,
    KeptBase,
    Note,
    Pin,
    Review,
    Reviews,
)

LONG_AGO = utc_now() - timedelta(days=100)
CUTOFF = utc_now() - timedelta(days=90)


class CircleBase(DeclarativeBase):
    """Keeps the tables apart from those that are migrated."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)


class Invoice(SoftDeleteMixin, CircleBase):
    __tablename__ = "circle_invoices"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    largest_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("circle_lines.id", ondelete="RESTRICT")
    )


class Line(SoftDeleteMixin, CircleBase):
    """Goes with the invoice that refers to it."""

    __tablename__ = "circle_lines"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    invoice_id: Mapped[UUID] = mapped_column(ForeignKey(Invoice.id, ondelete="CASCADE"))


class Payment(CircleBase):
    """Keeps its invoice from being deleted, and is not kept itself."""

    __tablename__ = "circle_payments"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    invoice_id: Mapped[UUID] = mapped_column(ForeignKey(Invoice.id, ondelete="RESTRICT"))


class Invoices(SoftDeleteRepository[Invoice]):
    model = Invoice


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Sets the time of the deletions that follow."""

    def set_to(moment: datetime) -> None:
        monkeypatch.setattr("app.shared.soft_delete.utc_now", lambda: moment)

    set_to(LONG_AGO)
    return set_to


@pytest.fixture
async def documents(session: AsyncSession, set_clock: Callable[[datetime], None]) -> Documents:
    del set_clock
    connection = await session.connection()
    await connection.run_sync(KeptBase.metadata.create_all)
    return Documents(session)


@pytest.fixture
def folders(documents: Documents) -> Folders:
    return Folders(documents.session)


async def purged(database: Database, before: datetime = CUTOFF) -> dict[str, tuple[int, int]]:
    """How many rows of each table went and were left, of those that were deleted before."""
    found = await purge.purge(database, KeptBase.registry, before)
    counts = {each.table.removeprefix("kept_"): (each.deleted, each.left) for each in found}
    return {table: count for table, count in counts.items() if any(count)}


async def number(session: AsyncSession, model: type[DeclarativeBase]) -> int:
    return await session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.parametrize("batch", [1, 500])
async def test_what_was_deleted_long_ago_goes(
    database: Database, folders: Folders, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr(purge, "BATCH", batch)
    documents = Documents(folders.session)
    for name in ("letters", "bills", "live"):
        folder = await folders.add(Folder(name=name))
        first = await documents.add(Document(title=f"{name} 1", folder_id=folder.id))
        await documents.add(Document(title=f"{name} 2", folder_id=folder.id, answers_id=first.id))
        folders.session.add(Pin(folder_id=folder.id, document_id=first.id))
        if name != "live":
            await folders.delete(folder)

    assert await purged(database) == {"documents": (4, 0), "folders": (2, 0)}
    assert await number(folders.session, Document) == 2
    assert await number(folders.session, Pin) == 1
    assert await purged(database) == {}


async def test_what_was_deleted_lately_stays(
    database: Database, folders: Folders, set_clock: Callable[[datetime], None]
) -> None:
    folder = await folders.add(Folder(name="letters"))
    document = await Documents(folders.session).add(Document(title="a", folder_id=folder.id))
    await Documents(folders.session).delete(document)
    set_clock(utc_now())
    await folders.delete(folder)

    assert await purged(database) == {"documents": (1, 0)}
    assert await folders.restore(folder.id) is folder


async def test_what_rows_that_stay_refer_to_is_left_with_what_went_with_it(
    database: Database, documents: Documents
) -> None:
    session = documents.session
    folders, reviews = Folders(session), Reviews(session)
    folder = await folders.add(Folder(name="letters"))
    document = await documents.add(Document(title="a", folder_id=folder.id))
    await documents.add(Document(title="b", folder_id=folder.id))
    review = await reviews.add(Review(document_id=document.id))
    await reviews.delete(review)
    await folders.delete(folder)
    lately = {"deleted_at": utc_now()}
    await session.execute(update(Review).values(lately))

    assert await purged(database) == {"documents": (0, 2), "folders": (0, 1)}
    everything = {"documents": (2, 0), "folders": (1, 0), "reviews": (1, 0)}
    assert await purged(database, utc_now()) == everything


async def test_rows_that_are_not_kept_do_as_their_foreign_keys_say(
    database: Database, documents: Documents
) -> None:
    session = documents.session
    folder = await Folders(session).add(Folder(name="letters"))
    document = await documents.add(Document(title="a", folder_id=folder.id))
    await Folders(session).delete(folder)
    await session.execute(insert(Note).values(document_id=document.id))
    await session.execute(insert(Desk).values(folder_id=folder.id, version=1))

    assert await purged(database) == {"documents": (1, 0), "folders": (1, 0)}
    assert await number(session, Note) == 0
    assert (await session.scalars(select(Desk.folder_id))).all() == [None]


async def test_what_refers_to_itself_goes(database: Database, folders: Folders) -> None:
    outer = await folders.add(Folder(name="outer"))
    inner = await folders.add(Folder(name="inner", inside_id=outer.id))
    alone = await folders.add(Folder(name="alone"))
    await folders.update(outer, {"inside_id": inner.id})
    await folders.update(alone, {"inside_id": alone.id})
    await folders.delete(outer)
    await folders.delete(alone)

    assert await purged(database) == {"folders": (3, 0)}


@pytest.mark.usefixtures("set_clock")
@pytest.mark.parametrize("paid", [True, False])
async def test_tables_that_refer_to_each_other_are_purged(
    database: Database, session: AsyncSession, *, paid: bool
) -> None:
    connection = await session.connection()
    await connection.run_sync(CircleBase.metadata.create_all)
    invoices = Invoices(session)
    invoice = await invoices.add(Invoice())
    line = Line(invoice_id=invoice.id)
    session.add(line)
    await session.flush()
    await invoices.update(invoice, {"largest_id": line.id})
    await invoices.delete(invoice)
    if paid:
        await session.execute(insert(Payment).values(invoice_id=invoice.id))

    found = await purge.purge(database, CircleBase.registry, CUTOFF)

    assert {(each.deleted, each.left) for each in found} == {(0, 1) if paid else (1, 0)}


@pytest.mark.parametrize(("batch", "batches"), [(2, 3), (500, 1)])
async def test_what_sql_deleted_past_the_application_goes(
    database: Database,
    documents: Documents,
    monkeypatch: pytest.MonkeyPatch,
    query_count: Queries,
    *,
    batch: int,
    batches: int,
) -> None:
    monkeypatch.setattr(purge, "BATCH", batch)
    documents.session.add_all([Document(title=str(number)) for number in range(5)])
    await documents.session.flush()
    await documents.session.execute(update(Document).values(deleted_at=LONG_AGO))

    with query_count:
        assert await purged(database) == {"documents": (5, 0)}

    written = [each for each in query_count.statements if each.startswith("UPDATE kept_documents")]
    assert len(written) == batches


async def test_what_somebody_restores_meanwhile_stays(
    database: Database, documents: Documents, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = documents.session
    await documents.add(Document(title="a"))
    await session.execute(update(Document).values(deleted_at=LONG_AGO))

    def restore() -> UUID:
        session.sync_session.execute(update(Document).values(deleted_at=None))
        return uuid7()

    monkeypatch.setattr(purge, "uuid7", restore)

    assert await purged(database) == {}
    assert (await session.scalars(select(Document.deletion_id))).all() == [None]


async def test_columns_may_be_called_as_they_like(database: Database, documents: Documents) -> None:
    session = documents.session
    document = await documents.add(Document(title="a"))
    await Reviews(session).add(Review(document_id=document.id, row=1, key=2, deletion=3))
    await session.execute(update(Review).values(deleted_at=LONG_AGO))

    assert await purged(database) == {"reviews": (1, 0)}


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> None:
    monkeypatch.setattr(sys, "argv", ["purge", *arguments])
    command.main()


@pytest.mark.usefixtures("migrated")
def test_the_command_purges_the_tables_of_the_project(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], settings: Settings
) -> None:
    monkeypatch.setattr(command, "get_settings", lambda: settings)

    run(monkeypatch, "--days", "90")

    for line in capsys.readouterr().out.splitlines():
        assert line.endswith((": 0 rows deleted for good, 0 left", "keeps rows that are deleted."))


def test_the_command_says_what_it_did(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], settings: Settings
) -> None:
    async def purge_after(_: Settings, days: int) -> list[purge.Purged]:
        return [purge.Purged("orders", days, 1)]

    monkeypatch.setattr(command, "get_settings", lambda: settings)
    monkeypatch.setattr(command, "purge_after", purge_after)

    run(monkeypatch, "--days", "90")

    assert capsys.readouterr().out == "orders: 90 rows deleted for good, 1 left\n"


@pytest.mark.parametrize("days", ["0", "-1", "1.5", "36501", "", "²"])
def test_the_command_refuses_what_are_no_days(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], days: str
) -> None:
    with pytest.raises(SystemExit) as exit_:
        run(monkeypatch, f"--days={days}")

    assert exit_.value.code == 2
    assert "36,500" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "code"),
    [(ConfigurationError("SECRET_KEY: missing"), 2), (UnavailableError("It is away."), 1)],
)
def test_the_command_says_what_is_wrong(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: Exception,
    code: int,
) -> None:
    def fail() -> Settings:
        raise error

    monkeypatch.setattr(command, "get_settings", fail)

    with pytest.raises(SystemExit) as exit_:
        run(monkeypatch, "--days", "90")

    assert exit_.value.code == code
    assert str(error) in capsys.readouterr().err
