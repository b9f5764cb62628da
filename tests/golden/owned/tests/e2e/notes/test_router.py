"""Notes over HTTP."""

import pytest
from fastapi import FastAPI
from httpx2 import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.types import uuid7
from app.features.notes.models import Note
from app.features.notes.repository import NoteRepository
from app.features.users.models import ADMIN
from tests.conftest import Queries
from tests.errors import assert_error
from tests.factories.notes import NoteFactory
from tests.logins import add_user, client_from, logged_in

URL = "/api/v1/notes"
UNKNOWN = str(uuid7())
HOSTILE = [
    pytest.param("title", "\x00byte", id="title-nul_byte"),
    pytest.param("slug", "\x00byte", id="slug-nul_byte"),
    pytest.param("body", "\x00byte", id="body-nul_byte"),
]


@pytest.fixture
async def client(client: AsyncClient, session: AsyncSession) -> AsyncClient:
    """A client of an administrator, who may do everything."""
    return await logged_in(client, session, ADMIN)


class TestAccess:
    @pytest.mark.parametrize(
        ("method", "path"),
        [("GET", ""), ("POST", ""), ("GET", "/{}"), ("PATCH", "/{}"), ("DELETE", "/{}")],
    )
    async def test_refuses_those_who_are_not_logged_in(
        self, app: FastAPI, method: str, path: str
    ) -> None:
        async with client_from(app, "192.0.2.1") as anonymous:
            response = await anonymous.request(method, URL + path.format(UNKNOWN), json={})

        assert_error(response, 401)

    @pytest.mark.parametrize(
        ("method", "path", "status"),
        [
            ("GET", "", 200),
            ("POST", "", 422),
            ("GET", "/{}", 404),
            ("PATCH", "/{}", 422),
            ("DELETE", "/{}", 404),
        ],
    )
    async def test_lets_those_pass_who_may(
        self, app: FastAPI, session: AsyncSession, method: str, path: str, status: int
    ) -> None:
        async with client_from(app, "192.0.2.1") as user:
            await logged_in(user, session)
            response = await user.request(method, URL + path.format(UNKNOWN))

        assert response.status_code == status


class TestOwnership:
    async def test_a_row_belongs_to_whoever_creates_it(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        user = (await client.get("/api/v1/users/me")).json()
        body = await NoteFactory.valid_body(session)

        response = await client.post(URL, json=body)

        assert response.json()["owner_id"] == user["id"]

    async def test_a_row_goes_with_its_owner(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        user = await add_user(session, "gone@fastapi-project.com")
        row = await NoteFactory.create(session, owner_id=user.id)

        response = await client.delete(f"/api/v1/users/{user.id}")

        assert response.status_code == 204
        assert_error(await client.get(f"{URL}/{row.id}"), 404)

    @pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
    async def test_reaches_rows_of_the_user(
        self, owner_client: AsyncClient, session: AsyncSession, method: str
    ) -> None:
        row = await NoteFactory.create(session)

        response = await owner_client.request(method, f"{URL}/{row.id}", json={})

        assert response.is_success

    @pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
    async def test_does_not_find_rows_of_another_user(
        self, client: AsyncClient, stranger: AsyncClient, session: AsyncSession, method: str
    ) -> None:
        row = await NoteFactory.create(session)
        before = (await client.get(f"{URL}/{row.id}")).json()

        response = await stranger.request(method, f"{URL}/{row.id}", json={})

        assert_error(response, 404)
        assert (await client.get(f"{URL}/{row.id}")).json() == before

    @pytest.mark.parametrize("query", ["", "page_size=1", "sort=-title"])
    async def test_lists_and_counts_rows_of_the_user_only(
        self, owner_client: AsyncClient, stranger: AsyncClient, session: AsyncSession, query: str
    ) -> None:
        other = await add_user(session, "other@fastapi-project.com")
        await NoteFactory.create(session, 0, owner_id=other.id)
        row = await NoteFactory.create(session, 1)

        own = (await owner_client.get(f"{URL}?{query}")).json()
        none = (await stranger.get(f"{URL}?{query}")).json()

        assert [item["id"] for item in own["items"]] == [str(row.id)]
        assert (own["total"], own["has_next"]) == (1, False)
        assert (none["items"], none["total"]) == ([], 0)

    async def test_filters_find_no_rows_of_another_user(
        self, client: AsyncClient, stranger: AsyncClient, session: AsyncSession
    ) -> None:
        row = await NoteFactory.create(session)
        seen = (await client.get(f"{URL}/{row.id}")).json()

        response = await stranger.get(URL, params={"pinned": seen["pinned"]})

        assert response.json()["items"] == []
        assert response.json()["total"] == 0

    async def test_does_not_refer_to_parent_id_of_another_user(
        self, owner_client: AsyncClient, session: AsyncSession
    ) -> None:
        body = await NoteFactory.valid_body(session)
        other = await add_user(session, "other@fastapi-project.com")
        target = await NoteFactory.create(session, 1, owner_id=other.id)

        refused = await owner_client.post(URL, json=body | {"parent_id": str(target.id)})
        created = await owner_client.post(URL, json=body)

        assert_error(refused, 422, "parent_id")
        assert created.status_code == 201, created.text
        referring = Note.parent_id == target.id
        assert not await NoteRepository(session).exists(referring)

    async def test_does_not_move_parent_id_to_another_user(
        self, owner_client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await NoteFactory.create(session)
        other = await add_user(session, "other@fastapi-project.com")
        target = await NoteFactory.create(session, 1, owner_id=other.id)
        change = {"parent_id": str(target.id)}

        response = await owner_client.patch(f"{URL}/{row.id}", json=change)

        assert_error(response, 422, "parent_id")
        await session.refresh(row)
        assert row.parent_id != target.id


class TestCreate:
    @pytest.mark.parametrize(("field", "value"), HOSTILE)
    async def test_refuses_what_no_database_could_hold(
        self, client: AsyncClient, session: AsyncSession, field: str, value: object
    ) -> None:
        body = await NoteFactory.valid_body(session)

        assert_error(await client.post(URL, json=body | {field: value}), 422, field)

    @pytest.mark.parametrize(
        "field", ["no_such_field", "id", "created_at", "updated_at", "owner_id"]
    )
    async def test_refuses_what_clients_do_not_decide(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        body = await NoteFactory.valid_body(session)

        assert_error(await client.post(URL, json=body | {field: "x"}), 422, field)

    @pytest.mark.parametrize("body", [None, 1, "text", []])
    async def test_refuses_what_is_no_object(self, client: AsyncClient, body: object) -> None:
        assert_error(await client.post(URL, json=body), 422)

    async def test_refuses_a_value_that_is_taken(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        taken = await NoteFactory.valid_body(session, 0)
        body = await NoteFactory.valid_body(session, 1)
        await client.post(URL, json=taken)

        response = await client.post(URL, json=body | {"slug": taken["slug"]})

        assert_error(response, 409, "slug")

    async def test_refuses_an_unknown_parent_id(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        body = await NoteFactory.valid_body(session)

        response = await client.post(URL, json=body | {"parent_id": str(uuid7())})

        assert_error(response, 422, "parent_id")

    async def test_stores_what_it_was_sent(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        body = await NoteFactory.valid_body(session)

        response = await client.post(URL, json=body)

        created = response.json()
        assert response.status_code == 201, response.text
        assert body.items() <= created.items()
        assert response.headers["Location"] == f"{URL}/{created['id']}"
        assert (await client.get(response.headers["Location"])).json() == created


class TestGet:
    async def test_does_not_find_an_unknown_key(self, client: AsyncClient) -> None:
        assert_error(await client.get(f"{URL}/{UNKNOWN}"), 404)

    @pytest.mark.parametrize("key", ["not-a-key", "1", "%00"])
    async def test_refuses_a_malformed_key(self, client: AsyncClient, key: str) -> None:
        assert_error(await client.get(f"{URL}/{key}"), 422)

    async def test_tells_every_field(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await NoteFactory.create(session)

        response = await client.get(f"{URL}/{row.id}")

        assert response.status_code == 200
        assert set(response.json()) == {
            "id",
            "created_at",
            "updated_at",
            "owner_id",
            "parent_id",
            "title",
            "slug",
            "pinned",
            "body",
        }


class TestUpdate:
    async def test_does_not_find_an_unknown_key(self, client: AsyncClient) -> None:
        assert_error(await client.patch(f"{URL}/{UNKNOWN}", json={}), 404)

    @pytest.mark.parametrize(
        "field", ["no_such_field", "id", "created_at", "updated_at", "owner_id"]
    )
    async def test_refuses_what_cannot_change(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        row = await NoteFactory.create(session)
        other = await NoteFactory.valid_body(session, 1)

        response = await client.patch(f"{URL}/{row.id}", json={field: other.get(field, "x")})

        assert_error(response, 422, field)

    @pytest.mark.parametrize("field", ["title", "slug", "pinned"])
    async def test_refuses_null(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        row = await NoteFactory.create(session)

        assert_error(await client.patch(f"{URL}/{row.id}", json={field: None}), 422, field)

    @pytest.mark.parametrize("field", ["parent_id", "body"])
    async def test_stores_null(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        row = await NoteFactory.create(session)

        response = await client.patch(f"{URL}/{row.id}", json={field: None})

        assert response.status_code == 200, response.text
        assert response.json()[field] is None

    async def test_refuses_a_value_that_is_taken(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        await NoteFactory.create(session, 0)
        taken = await NoteFactory.valid_body(session, 0)
        row = await NoteFactory.create(session, 1)

        response = await client.patch(f"{URL}/{row.id}", json={"slug": taken["slug"]})

        assert_error(response, 409, "slug")

    async def test_refuses_an_unknown_parent_id(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await NoteFactory.create(session)

        response = await client.patch(f"{URL}/{row.id}", json={"parent_id": str(uuid7())})

        assert_error(response, 422, "parent_id")

    async def test_an_empty_request_changes_nothing(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await NoteFactory.create(session)
        before = (await client.get(f"{URL}/{row.id}")).json()

        response = await client.patch(f"{URL}/{row.id}", json={})

        assert response.json() == before

    @pytest.mark.parametrize("field", ["title", "slug", "pinned", "body"])
    async def test_changes_a_field_and_no_other(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        row = await NoteFactory.create(session)
        before = (await client.get(f"{URL}/{row.id}")).json()
        change = {field: (await NoteFactory.valid_body(session, 1))[field]}

        response = await client.patch(f"{URL}/{row.id}", json=change)

        after = response.json()
        assert after.pop("updated_at") > before.pop("updated_at")
        assert after == before | change


class TestDelete:
    async def test_does_not_find_an_unknown_key(self, client: AsyncClient) -> None:
        assert_error(await client.delete(f"{URL}/{UNKNOWN}"), 404)

    async def test_deletes_for_good(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await NoteFactory.create(session)

        response = await client.delete(f"{URL}/{row.id}")

        assert response.status_code == 204
        assert_error(await client.get(f"{URL}/{row.id}"), 404)

    async def test_outlives_what_parent_id_refers_to(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await NoteFactory.create(session, 1)
        row = await NoteFactory.create(session, 0, parent_id=target.id)

        response = await client.delete(f"{URL}/{target.id}")

        assert response.status_code == 204
        assert (await client.get(f"{URL}/{row.id}")).json()["parent_id"] is None


class TestList:
    @pytest.mark.parametrize(
        "query",
        [
            "page=0",
            "page=1000000000000000000",
            "page=one",
            "page_size=0",
            "page_size=101",
            "sort=no_such_field",
            "no_such_filter=1",
            "q=%00",
            "pinned=%00",
            "parent_id=%00",
        ],
    )
    async def test_refuses_a_query(self, client: AsyncClient, query: str) -> None:
        assert_error(await client.get(f"{URL}?{query}"), 422, query.partition("=")[0])

    async def test_is_empty_at_first(self, client: AsyncClient) -> None:
        response = await client.get(URL)

        assert response.status_code == 200
        assert response.json() == {
            "items": [],
            "total": 0,
            "page": 1,
            "page_size": 20,
            "has_next": False,
        }

    async def test_gives_each_row_once_over_all_pages(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        rows = [await NoteFactory.create(session, index) for index in range(3)]

        first = (await client.get(URL, params={"page_size": 2})).json()
        second = (await client.get(URL, params={"page_size": 2, "page": 2})).json()

        found = [item["id"] for item in (*first["items"], *second["items"])]
        assert found == [str(row.id) for row in rows]
        assert (first["has_next"], second["has_next"]) == (True, False)
        assert first["total"] == second["total"] == 3

    async def test_takes_no_more_queries_for_more_rows(
        self, client: AsyncClient, session: AsyncSession, query_count: Queries
    ) -> None:
        await NoteFactory.create(session, 0)
        with query_count:
            await client.get(URL)
        queries = query_count.count
        await NoteFactory.create(session, 1)

        with query_count:
            response = await client.get(URL)

        assert len(response.json()["items"]) == 2
        assert query_count.count == queries

    async def test_filters_by_equality(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await NoteFactory.create(session)
        await NoteFactory.create(session, 1)
        wanted = (await client.get(f"{URL}/{row.id}")).json()

        response = await client.get(URL, params={"pinned": wanted["pinned"]})

        assert response.json()["items"] == [wanted]
