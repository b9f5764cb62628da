"""Orders over HTTP."""

import pytest
from fastapi import FastAPI
from httpx2 import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.types import uuid7
from app.features.orders.models import Order
from app.features.orders.repository import OrderRepository
from app.features.users.models import ADMIN
from tests.conftest import Queries
from tests.errors import assert_error
from tests.factories.notes import NoteFactory
from tests.factories.orders import OrderFactory
from tests.logins import add_user, client_from, logged_in

URL = "/api/v1/orders"
UNKNOWN = str(uuid7())
HOSTILE = [
    pytest.param("number", "\x00byte", id="number-nul_byte"),
    pytest.param("total", "10000000000.00", id="total-too_many_digits"),
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

    @pytest.mark.parametrize(("method", "path"), [("PATCH", "/{}"), ("DELETE", "/{}")])
    async def test_refuses_users_without_the_role(
        self, app: FastAPI, session: AsyncSession, method: str, path: str
    ) -> None:
        async with client_from(app, "192.0.2.1") as user:
            await logged_in(user, session)
            response = await user.request(method, URL + path.format(UNKNOWN), json={})

        assert_error(response, 403)

    @pytest.mark.parametrize(
        ("method", "path", "roles", "status"),
        [
            ("GET", "", [], 200),
            ("POST", "", [], 422),
            ("GET", "/{}", [], 404),
            ("PATCH", "/{}", ["sales"], 422),
            ("DELETE", "/{}", ["admin"], 404),
        ],
    )
    async def test_lets_those_pass_who_may(
        self,
        app: FastAPI,
        session: AsyncSession,
        *,
        method: str,
        path: str,
        roles: list[str],
        status: int,
    ) -> None:
        async with client_from(app, "192.0.2.1") as user:
            await logged_in(user, session, *roles)
            response = await user.request(method, URL + path.format(UNKNOWN))

        assert response.status_code == status


class TestOwnership:
    async def test_a_row_belongs_to_whoever_creates_it(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        user = (await client.get("/api/v1/users/me")).json()
        body = await OrderFactory.valid_body(session)

        response = await client.post(URL, json=body)

        assert response.json()["owner_id"] == user["id"]

    async def test_a_row_goes_with_its_owner(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        user = await add_user(session, "gone@fastapi-project.com")
        row = await OrderFactory.create(session, owner_id=user.id)

        response = await client.delete(f"/api/v1/users/{user.id}")

        assert response.status_code == 204
        assert_error(await client.get(f"{URL}/{row.id}"), 404)

    async def test_reaches_rows_of_all_users(
        self, stranger: AsyncClient, session: AsyncSession
    ) -> None:
        row = await OrderFactory.create(session)

        response = await stranger.request("GET", f"{URL}/{row.id}", json={})

        assert response.is_success

    async def test_lists_rows_of_all_users(
        self, stranger: AsyncClient, session: AsyncSession
    ) -> None:
        row = await OrderFactory.create(session)

        response = await stranger.get(URL)

        assert [item["id"] for item in response.json()["items"]] == [str(row.id)]

    async def test_does_not_refer_to_note_id_of_another_user(
        self, owner_client: AsyncClient, session: AsyncSession
    ) -> None:
        body = await OrderFactory.valid_body(session)
        other = await add_user(session, "other@fastapi-project.com")
        target = await NoteFactory.create(session, 1, owner_id=other.id)

        refused = await owner_client.post(URL, json=body | {"note_id": str(target.id)})
        created = await owner_client.post(URL, json=body)

        assert_error(refused, 422, "note_id")
        assert created.status_code == 201, created.text
        referring = Order.note_id == target.id
        assert not await OrderRepository(session).exists(referring)


class TestCreate:
    @pytest.mark.parametrize(("field", "value"), HOSTILE)
    async def test_refuses_what_no_database_could_hold(
        self, client: AsyncClient, session: AsyncSession, field: str, value: object
    ) -> None:
        body = await OrderFactory.valid_body(session)

        assert_error(await client.post(URL, json=body | {field: value}), 422, field)

    @pytest.mark.parametrize(
        "field", ["no_such_field", "id", "created_at", "updated_at", "owner_id"]
    )
    async def test_refuses_what_clients_do_not_decide(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        body = await OrderFactory.valid_body(session)

        assert_error(await client.post(URL, json=body | {field: "x"}), 422, field)

    @pytest.mark.parametrize("body", [None, 1, "text", []])
    async def test_refuses_what_is_no_object(self, client: AsyncClient, body: object) -> None:
        assert_error(await client.post(URL, json=body), 422)

    async def test_refuses_a_value_that_is_taken(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        taken = await OrderFactory.valid_body(session, 0)
        body = await OrderFactory.valid_body(session, 1)
        await client.post(URL, json=taken)

        response = await client.post(URL, json=body | {"number": taken["number"]})

        assert_error(response, 409, "number")

    async def test_refuses_an_unknown_note_id(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        body = await OrderFactory.valid_body(session)

        response = await client.post(URL, json=body | {"note_id": str(uuid7())})

        assert_error(response, 422, "note_id")

    async def test_stores_what_it_was_sent(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        body = await OrderFactory.valid_body(session)

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
        row = await OrderFactory.create(session)

        response = await client.get(f"{URL}/{row.id}")

        assert response.status_code == 200
        assert set(response.json()) == {
            "id",
            "created_at",
            "updated_at",
            "owner_id",
            "note_id",
            "number",
            "total",
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
        row = await OrderFactory.create(session)
        other = await OrderFactory.valid_body(session, 1)

        response = await client.patch(f"{URL}/{row.id}", json={field: other.get(field, "x")})

        assert_error(response, 422, field)

    @pytest.mark.parametrize("field", ["note_id", "number", "total"])
    async def test_refuses_null(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        row = await OrderFactory.create(session)

        assert_error(await client.patch(f"{URL}/{row.id}", json={field: None}), 422, field)

    async def test_refuses_a_value_that_is_taken(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        await OrderFactory.create(session, 0)
        taken = await OrderFactory.valid_body(session, 0)
        row = await OrderFactory.create(session, 1)

        response = await client.patch(f"{URL}/{row.id}", json={"number": taken["number"]})

        assert_error(response, 409, "number")

    async def test_refuses_an_unknown_note_id(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await OrderFactory.create(session)

        response = await client.patch(f"{URL}/{row.id}", json={"note_id": str(uuid7())})

        assert_error(response, 422, "note_id")

    async def test_an_empty_request_changes_nothing(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await OrderFactory.create(session)
        before = (await client.get(f"{URL}/{row.id}")).json()

        response = await client.patch(f"{URL}/{row.id}", json={})

        assert response.json() == before

    @pytest.mark.parametrize("field", ["note_id", "number", "total"])
    async def test_changes_a_field_and_no_other(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        row = await OrderFactory.create(session)
        before = (await client.get(f"{URL}/{row.id}")).json()
        change = {field: (await OrderFactory.valid_body(session, 1))[field]}

        response = await client.patch(f"{URL}/{row.id}", json=change)

        after = response.json()
        assert after.pop("updated_at") > before.pop("updated_at")
        assert after == before | change


class TestDelete:
    async def test_does_not_find_an_unknown_key(self, client: AsyncClient) -> None:
        assert_error(await client.delete(f"{URL}/{UNKNOWN}"), 404)

    async def test_deletes_for_good(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await OrderFactory.create(session)

        response = await client.delete(f"{URL}/{row.id}")

        assert response.status_code == 204
        assert_error(await client.get(f"{URL}/{row.id}"), 404)

    async def test_keeps_what_note_id_refers_to(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await NoteFactory.create(session, 1)
        row = await OrderFactory.create(session, 0, note_id=target.id)

        response = await client.delete(f"/api/v1/notes/{target.id}")

        assert_error(response, 409)
        assert (await client.get(f"{URL}/{row.id}")).status_code == 200


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
        rows = [await OrderFactory.create(session, index) for index in range(3)]

        first = (await client.get(URL, params={"page_size": 2})).json()
        second = (await client.get(URL, params={"page_size": 2, "page": 2})).json()

        found = [item["id"] for item in (*first["items"], *second["items"])]
        assert found == [str(row.id) for row in rows]
        assert (first["has_next"], second["has_next"]) == (True, False)
        assert first["total"] == second["total"] == 3

    async def test_takes_no_more_queries_for_more_rows(
        self, client: AsyncClient, session: AsyncSession, query_count: Queries
    ) -> None:
        await OrderFactory.create(session, 0)
        with query_count:
            await client.get(URL)
        queries = query_count.count
        await OrderFactory.create(session, 1)

        with query_count:
            response = await client.get(URL)

        assert len(response.json()["items"]) == 2
        assert query_count.count == queries

    async def test_filters_by_equality(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await OrderFactory.create(session)
        await OrderFactory.create(session, 1)
        wanted = (await client.get(f"{URL}/{row.id}")).json()

        response = await client.get(URL, params={"note_id": wanted["note_id"]})

        assert response.json()["items"] == [wanted]
