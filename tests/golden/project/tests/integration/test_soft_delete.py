"""Rows that are kept when they are deleted, and rows with versions, on a real database."""

from asyncio import create_task, sleep
from collections.abc import AsyncGenerator
from uuid import UUID

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from app.core.database import Database
from app.core.errors import (
    ConflictError,
    NotFoundError,
    PreconditionFailedError,
    UnprocessableError,
)
from app.core.types import utc_now
from app.shared.pagination import PageParams
from tests.kept import (
    Desk,
    Desks,
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


@pytest.fixture
async def documents(session: AsyncSession) -> Documents:
    connection = await session.connection()
    await connection.run_sync(KeptBase.metadata.create_all)
    return Documents(session)


@pytest.fixture
async def folders(documents: Documents) -> Folders:
    return Folders(documents.session)


@pytest.fixture
async def folder(folders: Folders) -> Folder:
    return await folders.add(Folder(name="letters"))


@pytest.fixture
async def document(documents: Documents, folder: Folder) -> Document:
    return await documents.add(Document(title="a", place=1, folder_id=folder.id))


async def test_what_is_deleted_is_not_there(documents: Documents, document: Document) -> None:
    await documents.delete(document)

    assert await documents.get(document.id) is None
    assert not await documents.exists(Document.id == document.id)
    assert await documents.count() == 0
    assert (await documents.list_page(PageParams())).items == []
    assert document.deleted_at is not None
    with pytest.raises(UnprocessableError, match="document_id"):
        await documents.require(document.id, "document_id")


async def test_what_is_deleted_is_not_deleted_again(
    documents: Documents, document: Document
) -> None:
    await documents.delete(document)

    with pytest.raises(NotFoundError):
        await documents.delete(document)


async def test_relationships_do_not_show_what_is_deleted(
    documents: Documents, folder: Folder, document: Document
) -> None:
    other = await documents.add(Document(title="b", folder_id=folder.id))
    await documents.delete(document)
    documents.session.expunge(folder)
    folders = Folders(documents.session)
    folders.options = [selectinload(Folder.documents)]

    found = await folders.get(folder.id)

    assert found is not None
    assert found.documents == [other]


async def test_a_value_is_free_when_its_row_is_deleted(
    documents: Documents, document: Document
) -> None:
    await documents.delete(document)

    await documents.add(Document(title="a", place=1, folder_id=document.folder_id))

    assert await documents.count() == 1


@pytest.mark.parametrize(("title", "place", "field"), [("a", 2, "title"), ("b", 1, "place")])
async def test_no_two_rows_that_are_there_share_a_value(
    documents: Documents, document: Document, title: str, place: int, field: str
) -> None:
    with pytest.raises(ConflictError, match=field):
        await documents.add(Document(title=title, place=place, folder_id=document.folder_id))


async def test_nothing_begins_to_refer_to_what_is_deleted(
    documents: Documents, folder: Folder
) -> None:
    document = await documents.add(Document(title="a"))
    await Folders(documents.session).delete(folder)

    with pytest.raises(UnprocessableError, match="folder_id"):
        await documents.update(document, {"folder_id": folder.id})
    documents.session.expunge(document)
    with pytest.raises(UnprocessableError, match="folder_id"):
        await documents.add(Document(title="b", folder_id=folder.id))


async def test_what_is_referred_to_stays(documents: Documents, document: Document) -> None:
    reviews = Reviews(documents.session)
    review = await reviews.add(Review(document_id=document.id))
    with pytest.raises(ConflictError) as caught:
        async with documents.session.begin_nested():
            await documents.delete(document)
    await documents.session.refresh(document)
    await reviews.delete(review)

    await documents.delete(document)

    assert caught.value.code == "referenced"
    assert await documents.count() == 0


async def test_what_keeps_a_row_keeps_what_the_row_goes_with(
    documents: Documents, folder: Folder, document: Document
) -> None:
    await Reviews(documents.session).add(Review(document_id=document.id))

    with pytest.raises(ConflictError, match="refer"):
        await Folders(documents.session).delete(folder)


async def test_what_goes_with_a_row_comes_back_with_it_where_it_is_kept(
    documents: Documents, folder: Folder, document: Document
) -> None:
    session = documents.session
    earlier = await documents.add(Document(title="b", folder_id=folder.id))
    session.add(Note(document_id=document.id))
    desk = await Desks(session).add(Desk(folder_id=folder.id))
    await documents.delete(earlier)

    await Folders(session).delete(folder)

    assert await documents.count() == 0
    assert (await session.scalars(select(Note))).all() == []
    await session.refresh(desk)
    assert (desk.folder_id, desk.version) == (None, 2)

    assert await Folders(session).restore(folder.id) is folder

    assert (await documents.list_page(PageParams())).items == [document]
    await session.refresh(document)
    assert (folder.deleted_at, folder.version) == (None, 3)
    assert (document.deleted_at, document.version) == (None, 3)


async def test_rows_that_come_back_together_still_refer_to_each_other(
    documents: Documents, folder: Folder, document: Document
) -> None:
    answer = await documents.add(Document(title="b", folder_id=folder.id, answers_id=document.id))
    await documents.update(document, {"answers_id": document.id})

    await Folders(documents.session).delete(folder)
    await Folders(documents.session).restore(folder.id)

    for row in (document, answer):
        await documents.session.refresh(row)
        assert row.answers_id == document.id


async def test_links_between_rows_that_go_together_stay(
    documents: Documents, folders: Folders, folder: Folder, document: Document
) -> None:
    session = documents.session
    within = await folders.add(Folder(name="old letters", inside_id=folder.id))
    other = await folders.add(Folder(name="desk"))
    pinned = [folder, within, other]
    session.add_all([Pin(folder_id=each.id, document_id=document.id) for each in pinned])

    await folders.delete(folder)

    await session.refresh(other)
    assert other.version == 2, "it lost its link"

    await folders.restore(folder.id)

    assert {*await session.scalars(select(Pin.folder_id))} == {folder.id, within.id}


async def test_a_row_comes_back_without_what_was_deleted_meanwhile(
    documents: Documents, document: Document
) -> None:
    answer = await documents.add(Document(title="b", answers_id=document.id))
    await documents.delete(answer)
    await documents.delete(document)

    await documents.restore(answer.id)

    await documents.session.refresh(answer)
    assert answer.answers_id is None


@pytest.fixture
def stopped_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all deletions have the same time, as those that come at once may."""
    now = utc_now()
    monkeypatch.setattr("app.shared.soft_delete.utc_now", lambda: now)


@pytest.mark.usefixtures("stopped_clock")
async def test_of_two_deletions_at_one_time_one_is_restored(
    folders: Folders, folder: Folder, document: Document
) -> None:
    documents = Documents(folders.session)
    other = await folders.add(Folder(name="bills"))
    bill = await documents.add(Document(title="bill", folder_id=other.id))
    await folders.delete(folder)
    await folders.delete(other)

    await folders.restore(folder.id)

    assert (await documents.list_page(PageParams())).items == [document]
    assert await folders.get(other.id) is None
    await folders.restore(other.id)
    assert await documents.get(bill.id) is bill


@pytest.mark.usefixtures("stopped_clock")
async def test_what_was_deleted_by_itself_stays_so_whatever_the_time(
    folders: Folders, folder: Folder, document: Document
) -> None:
    documents = Documents(folders.session)
    await documents.delete(document)
    await folders.delete(folder)

    with pytest.raises(ConflictError, match="folder_id"):
        await documents.restore(document.id)
    await folders.restore(folder.id)

    assert await documents.get(document.id) is None
    assert await documents.restore(document.id) is document


@pytest.mark.usefixtures("stopped_clock")
async def test_a_row_comes_back_without_what_another_deletion_took_at_its_time(
    documents: Documents, document: Document
) -> None:
    answer = await documents.add(Document(title="b", answers_id=document.id))
    await documents.delete(answer)
    await documents.delete(document)

    await documents.restore(answer.id)

    await documents.session.refresh(answer)
    assert answer.answers_id is None


async def test_what_sql_deleted_past_the_application_was_deleted_alone(
    documents: Documents, folder: Folder, document: Document
) -> None:
    gone = {"deleted_at": utc_now()}
    for model in (Folder, Document):
        await documents.session.execute(update(model).values(gone))
    live = await documents.add(Document(title="b"))

    assert await Folders(documents.session).restore(folder.id) is folder

    assert (await documents.list_page(PageParams())).items == [live]
    assert live.version == 1
    assert await documents.restore(document.id) is document


async def test_nothing_is_restored_without_what_it_refers_to(
    documents: Documents, folder: Folder, document: Document
) -> None:
    await documents.delete(document)
    await Folders(documents.session).delete(folder)

    with pytest.raises(ConflictError, match="folder_id"):
        await documents.restore(document.id)


async def test_what_went_with_a_row_comes_back_with_it_only(
    documents: Documents, folder: Folder, document: Document
) -> None:
    await Folders(documents.session).delete(folder)

    with pytest.raises(ConflictError, match="folder_id"):
        await documents.restore(document.id)

    await documents.session.refresh(document)
    assert document.deleted_at == folder.deleted_at is not None


async def test_what_went_with_a_row_of_its_own_kind_comes_back_with_it_only(
    folders: Folders, folder: Folder
) -> None:
    inner = await folders.add(Folder(name="inner", inside_id=folder.id))
    innermost = await folders.add(Folder(name="innermost", inside_id=inner.id))
    await folders.delete(folder)

    for row in (inner, innermost):
        with pytest.raises(ConflictError, match="inside_id"):
            await folders.restore(row.id)
    await folders.restore(folder.id)

    for row in (inner, innermost):
        await folders.session.refresh(row)
        assert row.deleted_at is None


async def test_a_ring_comes_back_with_each_of_its_rows(folders: Folders, folder: Folder) -> None:
    other = await folders.add(Folder(name="other", inside_id=folder.id))
    await folders.update(folder, {"inside_id": other.id})
    await folders.delete(folder)

    await folders.restore(other.id)

    await folders.session.refresh(folder)
    assert folder.deleted_at is None


async def test_what_is_inside_itself_comes_back(folders: Folders, folder: Folder) -> None:
    await folders.update(folder, {"inside_id": folder.id})
    await folders.delete(folder)

    assert await folders.restore(folder.id) is folder


async def test_nothing_is_restored_whose_value_is_taken(
    documents: Documents, document: Document
) -> None:
    await documents.delete(document)
    await documents.add(Document(title="a"))

    with pytest.raises(ConflictError, match="title"):
        await documents.restore(document.id)


async def test_what_is_out_of_scope_is_not_restored(
    documents: Documents, document: Document
) -> None:
    await documents.delete(document)

    assert await documents.within(Document.title == "b").restore(document.id) is None
    assert await documents.restore(document.id) is document
    assert await documents.restore(document.id) is None


@pytest.fixture
async def committed(engine_database: Database) -> AsyncGenerator[UUID, None]:
    """The key of a document that all sessions see; the tables go in the end."""
    async with engine_database.engine.begin() as connection:
        await connection.run_sync(KeptBase.metadata.create_all)
    async with engine_database.transaction() as session:
        document = await Documents(session).add(Document(title="a"))
    yield document.id
    async with engine_database.engine.begin() as connection:
        await connection.run_sync(KeptBase.metadata.drop_all)


async def refer(database: Database, key: UUID) -> None:
    async with database.transaction() as session:
        await Reviews(session).add(Review(document_id=key))


async def remove(database: Database, key: UUID) -> None:
    async with database.transaction() as session:
        document = await session.get_one(Document, key)
        await Documents(session).delete(document)


async def test_a_reference_that_comes_first_keeps_a_row(
    engine_database: Database, committed: UUID
) -> None:
    async with engine_database.transaction() as session:
        await Reviews(session).add(Review(document_id=committed))
        other = create_task(remove(engine_database, committed))
        await sleep(0.2)

    with pytest.raises(ConflictError, match="refer"):
        await other


async def test_a_reference_that_comes_second_is_refused(
    engine_database: Database, committed: UUID
) -> None:
    async with engine_database.transaction() as session:
        await Documents(session).delete(await session.get_one(Document, committed))
        other = create_task(refer(engine_database, committed))
        await sleep(0.2)

    with pytest.raises(UnprocessableError, match="document_id"):
        await other


@pytest.mark.parametrize("changes", [True, False])
async def test_of_two_who_saw_one_version_the_second_is_refused(
    engine_database: Database, committed: UUID, *, changes: bool
) -> None:
    async with engine_database.sessions() as session:
        # Seen by a transaction that has ended, as what a client saw.
        seen = await session.get_one(Document, committed)
        await session.commit()
        async with engine_database.transaction() as other:
            await Documents(other).update(await other.get_one(Document, committed), {"title": "b"})

        mine = Documents(session)
        with pytest.raises(PreconditionFailedError):
            await (mine.update(seen, {"title": "c"}) if changes else mine.delete(seen))
