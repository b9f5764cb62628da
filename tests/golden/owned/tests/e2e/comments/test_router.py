"""Comments over HTTP."""

import pytest
from fastapi import FastAPI
from httpx2 import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.types import uuid7
from app.features.comments.models import Comment
from app.features.comments.repository import CommentRepository
from app.features.users.models import ADMIN
from tests.conftest import Queries
from tests.errors import assert_error
from tests.factories.comments import CommentFactory
from tests.factories.notes import NoteFactory
from tests.factories.orders import OrderFactory
from tests.logins import add_user, client_from, logged_in

URL = "/api/v1/comments"
UNKNOWN = 999_999
HOSTILE = [
    pytest.param("content", "\x00byte", id="content-nul_byte"),
]


@pytest.fixture
async def client(client: AsyncClient, session: AsyncSession) -> AsyncClient:
    """A client of an administrator, who may do everything."""
    return await logged_in(client, session, ADMIN)


class TestAccess:
    @pytest.mark.parametrize(
        ("method", "path"), [("POST", ""), ("GET", "/{}"), ("PATCH", "/{}"), ("DELETE", "/{}")]
    )
    async def test_refuses_those_who_are_not_logged_in(
        self, app: FastAPI, method: str, path: str
    ) -> None:
        async with client_from(app, "192.0.2.1") as anonymous:
            response = await anonymous.request(method, URL + path.format(UNKNOWN), json={})

        assert_error(response, 401)

    @pytest.mark.parametrize(
        ("method", "path", "status"),
        [("POST", "", 422), ("GET", "/{}", 404), ("PATCH", "/{}", 422), ("DELETE", "/{}", 404)],
    )
    async def test_lets_those_pass_who_may(
        self, app: FastAPI, session: AsyncSession, method: str, path: str, status: int
    ) -> None:
        async with client_from(app, "192.0.2.1") as user:
            await logged_in(user, session)
            response = await user.request(method, URL + path.format(UNKNOWN))

        assert response.status_code == status

    @pytest.mark.parametrize(("method", "path", "status"), [("GET", "", 200)])
    async def test_lets_everybody_pass(
        self, app: FastAPI, method: str, path: str, status: int
    ) -> None:
        async with client_from(app, "192.0.2.1") as anonymous:
            response = await anonymous.request(method, URL + path.format(UNKNOWN))

        assert response.status_code == status


class TestOwnership:
    async def test_does_not_refer_to_order_id_of_another_user(
        self, owner_client: AsyncClient, session: AsyncSession
    ) -> None:
        body = await CommentFactory.valid_body(session)
        other = await add_user(session, "other@fastapi-project.com")
        target = await OrderFactory.create(session, 1, owner_id=other.id)

        refused = await owner_client.post(URL, json=body | {"order_id": str(target.id)})
        created = await owner_client.post(URL, json=body)

        assert_error(refused, 422, "order_id")
        assert created.status_code == 201, created.text
        referring = Comment.order_id == target.id
        assert not await CommentRepository(session).exists(referring)

    async def test_does_not_refer_to_note_id_of_another_user(
        self, owner_client: AsyncClient, session: AsyncSession
    ) -> None:
        body = await CommentFactory.valid_body(session)
        other = await add_user(session, "other@fastapi-project.com")
        target = await NoteFactory.create(session, 1, owner_id=other.id)

        refused = await owner_client.post(URL, json=body | {"note_id": str(target.id)})
        created = await owner_client.post(URL, json=body)

        assert_error(refused, 422, "note_id")
        assert created.status_code == 201, created.text
        referring = Comment.note_id == target.id
        assert not await CommentRepository(session).exists(referring)

    async def test_does_not_move_order_id_to_another_user(
        self, owner_client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await CommentFactory.create(session)
        other = await add_user(session, "other@fastapi-project.com")
        target = await OrderFactory.create(session, 1, owner_id=other.id)
        change = {"order_id": str(target.id)}

        response = await owner_client.patch(f"{URL}/{row.id}", json=change)

        assert_error(response, 422, "order_id")
        await session.refresh(row)
        assert row.order_id != target.id


class TestCreate:
    @pytest.mark.parametrize(("field", "value"), HOSTILE)
    async def test_refuses_what_no_database_could_hold(
        self, client: AsyncClient, session: AsyncSession, field: str, value: object
    ) -> None:
        body = await CommentFactory.valid_body(session)

        assert_error(await client.post(URL, json=body | {field: value}), 422, field)

    @pytest.mark.parametrize("field", ["no_such_field", "id"])
    async def test_refuses_what_clients_do_not_decide(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        body = await CommentFactory.valid_body(session)

        assert_error(await client.post(URL, json=body | {field: "x"}), 422, field)

    @pytest.mark.parametrize("body", [None, 1, "text", []])
    async def test_refuses_what_is_no_object(self, client: AsyncClient, body: object) -> None:
        assert_error(await client.post(URL, json=body), 422)

    async def test_refuses_an_unknown_order_id(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        body = await CommentFactory.valid_body(session)

        response = await client.post(URL, json=body | {"order_id": str(uuid7())})

        assert_error(response, 422, "order_id")

    async def test_refuses_an_unknown_note_id(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        body = await CommentFactory.valid_body(session)

        response = await client.post(URL, json=body | {"note_id": str(uuid7())})

        assert_error(response, 422, "note_id")

    async def test_stores_what_it_was_sent(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        body = await CommentFactory.valid_body(session)

        response = await client.post(URL, json=body)

        created = response.json()
        assert response.status_code == 201, response.text
        assert body.items() <= created.items()
        assert response.headers["Location"] == f"{URL}/{created['id']}"
        assert (await client.get(response.headers["Location"])).json() == created


class TestGet:
    async def test_does_not_find_an_unknown_key(self, client: AsyncClient) -> None:
        assert_error(await client.get(f"{URL}/{UNKNOWN}"), 404)

    @pytest.mark.parametrize("key", ["not-a-key", "0", "1.5", "9223372036854775808", "%00"])
    async def test_refuses_a_malformed_key(self, client: AsyncClient, key: str) -> None:
        assert_error(await client.get(f"{URL}/{key}"), 422)

    async def test_tells_every_field(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await CommentFactory.create(session)

        response = await client.get(f"{URL}/{row.id}")

        assert response.status_code == 200
        assert set(response.json()) == {"id", "order_id", "note_id", "content"}


class TestUpdate:
    async def test_does_not_find_an_unknown_key(self, client: AsyncClient) -> None:
        assert_error(await client.patch(f"{URL}/{UNKNOWN}", json={}), 404)

    @pytest.mark.parametrize("field", ["no_such_field", "id", "note_id"])
    async def test_refuses_what_cannot_change(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        row = await CommentFactory.create(session)
        other = await CommentFactory.valid_body(session, 1)

        response = await client.patch(f"{URL}/{row.id}", json={field: other.get(field, "x")})

        assert_error(response, 422, field)

    @pytest.mark.parametrize("field", ["order_id", "content"])
    async def test_refuses_null(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        row = await CommentFactory.create(session)

        assert_error(await client.patch(f"{URL}/{row.id}", json={field: None}), 422, field)

    async def test_refuses_an_unknown_order_id(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await CommentFactory.create(session)

        response = await client.patch(f"{URL}/{row.id}", json={"order_id": str(uuid7())})

        assert_error(response, 422, "order_id")

    async def test_an_empty_request_changes_nothing(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await CommentFactory.create(session)
        before = (await client.get(f"{URL}/{row.id}")).json()

        response = await client.patch(f"{URL}/{row.id}", json={})

        assert response.json() == before

    @pytest.mark.parametrize("field", ["order_id", "content"])
    async def test_changes_a_field_and_no_other(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        row = await CommentFactory.create(session)
        before = (await client.get(f"{URL}/{row.id}")).json()
        change = {field: (await CommentFactory.valid_body(session, 1))[field]}

        response = await client.patch(f"{URL}/{row.id}", json=change)

        after = response.json()
        assert after == before | change


class TestDelete:
    async def test_does_not_find_an_unknown_key(self, client: AsyncClient) -> None:
        assert_error(await client.delete(f"{URL}/{UNKNOWN}"), 404)

    async def test_deletes_for_good(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await CommentFactory.create(session)

        response = await client.delete(f"{URL}/{row.id}")

        assert response.status_code == 204
        assert_error(await client.get(f"{URL}/{row.id}"), 404)

    async def test_goes_with_what_order_id_refers_to(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await OrderFactory.create(session, 1)
        row = await CommentFactory.create(session, 0, order_id=target.id)

        response = await client.delete(f"/api/v1/orders/{target.id}")

        assert response.status_code == 204
        assert_error(await client.get(f"{URL}/{row.id}"), 404)

    async def test_outlives_what_note_id_refers_to(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await NoteFactory.create(session, 1)
        row = await CommentFactory.create(session, 0, note_id=target.id)

        response = await client.delete(f"/api/v1/notes/{target.id}")

        assert response.status_code == 204
        assert (await client.get(f"{URL}/{row.id}")).json()["note_id"] is None


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
            "order_id=%00",
            "note_id=%00",
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
        rows = [await CommentFactory.create(session, index) for index in range(3)]

        first = (await client.get(URL, params={"page_size": 2})).json()
        second = (await client.get(URL, params={"page_size": 2, "page": 2})).json()

        found = [item["id"] for item in (*first["items"], *second["items"])]
        assert found == [row.id for row in rows]
        assert (first["has_next"], second["has_next"]) == (True, False)
        assert first["total"] == second["total"] == 3

    async def test_takes_no_more_queries_for_more_rows(
        self, client: AsyncClient, session: AsyncSession, query_count: Queries
    ) -> None:
        await CommentFactory.create(session, 0)
        with query_count:
            await client.get(URL)
        queries = query_count.count
        await CommentFactory.create(session, 1)

        with query_count:
            response = await client.get(URL)

        assert len(response.json()["items"]) == 2
        assert query_count.count == queries

    @pytest.mark.parametrize("field", ["order_id", "note_id"])
    async def test_filters_by_equality(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        row = await CommentFactory.create(session)
        await CommentFactory.create(session, 1)
        wanted = (await client.get(f"{URL}/{row.id}")).json()

        response = await client.get(URL, params={field: wanted[field]})

        assert response.json()["items"] == [wanted]
