"""Folders over HTTP."""

from asyncio import gather
from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest
from fastapi import FastAPI
from httpx2 import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.types import uuid7
from app.features.folders.models import Folder
from app.features.folders.repository import FolderRepository
from app.features.users.models import ADMIN
from app.shared.schemas import MAX_LINKS
from tests.conftest import Queries
from tests.errors import assert_error
from tests.factories.folders import FolderFactory
from tests.factories.orders import OrderFactory
from tests.logins import add_user, client_from, logged_in

URL = "/api/v1/folders"
UNKNOWN = str(uuid7())
ANY_VERSION = {"If-Match": "*"}
HOSTILE = [
    pytest.param("name", "\x00byte", id="name-nul_byte"),
]


@pytest.fixture
async def client(client: AsyncClient, session: AsyncSession) -> AsyncClient:
    """A client of an administrator, who may do everything, to any version."""
    client.headers.update(ANY_VERSION)
    return await logged_in(client, session, ADMIN)


async def folder_with_inside(session: AsyncSession, index: int) -> Folder:
    other = await FolderFactory.create(session, index + 2)
    return await FolderFactory.create(session, index, inside_id=other.id)


async def folder_with_copied_from(session: AsyncSession, index: int) -> Folder:
    other = await FolderFactory.create(session, index + 2)
    return await FolderFactory.create(session, index, copied_from_id=other.id)


async def folder_with_orders(session: AsyncSession, index: int) -> Folder:
    other = await OrderFactory.create(session, index + 2)
    return await FolderFactory.create(session, index, order_ids=[other.id])


async def folder_with_recommended(session: AsyncSession, index: int) -> Folder:
    other = await FolderFactory.create(session, index + 2)
    return await FolderFactory.create(session, index, recommended_ids=[other.id])


Create = Callable[[AsyncSession, int], Awaitable[Folder]]
RELATED: list[tuple[str, Create]] = [
    ("cover", FolderFactory.create),
    ("inside", folder_with_inside),
    ("copied_from", folder_with_copied_from),
    ("orders", folder_with_orders),
    ("recommended", folder_with_recommended),
]


class TestAccess:
    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("GET", ""),
            ("POST", ""),
            ("GET", "/{}"),
            ("PATCH", "/{}"),
            ("DELETE", "/{}"),
            ("GET", "/{0}/orders"),
            ("PUT", "/{0}/orders"),
            ("PUT", "/{0}/orders/{0}"),
            ("DELETE", "/{0}/orders/{0}"),
            ("GET", "/{0}/recommended"),
            ("PUT", "/{0}/recommended"),
            ("PUT", "/{0}/recommended/{0}"),
            ("DELETE", "/{0}/recommended/{0}"),
        ],
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
            ("GET", "/{0}/orders", 404),
            ("PUT", "/{0}/orders", 422),
            ("PUT", "/{0}/orders/{0}", 404),
            ("DELETE", "/{0}/orders/{0}", 404),
            ("GET", "/{0}/recommended", 404),
            ("PUT", "/{0}/recommended", 422),
            ("PUT", "/{0}/recommended/{0}", 404),
            ("DELETE", "/{0}/recommended/{0}", 404),
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
        body = await FolderFactory.valid_body(session)

        response = await client.post(URL, json=body)

        assert response.json()["owner_id"] == user["id"]

    async def test_a_row_goes_with_its_owner(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        user = await add_user(session, "gone@fastapi-project.com")
        row = await FolderFactory.create(session, owner_id=user.id)

        response = await client.delete(f"/api/v1/users/{user.id}")

        assert response.status_code == 204
        assert_error(await client.get(f"{URL}/{row.id}"), 404)

    @pytest.mark.parametrize("method", ["PATCH", "DELETE"])
    async def test_reaches_rows_of_the_user(
        self, owner_client: AsyncClient, session: AsyncSession, method: str
    ) -> None:
        row = await FolderFactory.create(session)

        response = await owner_client.request(
            method, f"{URL}/{row.id}", json={}, headers=ANY_VERSION
        )

        assert response.is_success

    @pytest.mark.parametrize("method", ["PATCH", "DELETE"])
    async def test_does_not_find_rows_of_another_user(
        self, client: AsyncClient, stranger: AsyncClient, session: AsyncSession, method: str
    ) -> None:
        row = await FolderFactory.create(session)
        before = (await client.get(f"{URL}/{row.id}")).json()

        response = await stranger.request(method, f"{URL}/{row.id}", json={}, headers=ANY_VERSION)

        assert_error(response, 404)
        assert (await client.get(f"{URL}/{row.id}")).json() == before

    async def test_reaches_rows_of_all_users(
        self, stranger: AsyncClient, session: AsyncSession
    ) -> None:
        row = await FolderFactory.create(session)

        response = await stranger.request("GET", f"{URL}/{row.id}", json={}, headers=ANY_VERSION)

        assert response.is_success

    async def test_lists_rows_of_all_users(
        self, stranger: AsyncClient, session: AsyncSession
    ) -> None:
        row = await FolderFactory.create(session)

        response = await stranger.get(URL)

        assert [item["id"] for item in response.json()["items"]] == [str(row.id)]

    async def test_does_not_refer_to_cover_id_of_another_user(
        self, owner_client: AsyncClient, session: AsyncSession
    ) -> None:
        body = await FolderFactory.valid_body(session)
        other = await add_user(session, "other@fastapi-project.com")
        target = await OrderFactory.create(session, 1, owner_id=other.id)

        refused = await owner_client.post(URL, json=body | {"cover_id": str(target.id)})
        created = await owner_client.post(URL, json=body)

        assert_error(refused, 422, "cover_id")
        assert created.status_code == 201, created.text
        referring = Folder.cover_id == target.id
        assert not await FolderRepository(session).exists(referring)

    async def test_does_not_refer_to_inside_id_of_another_user(
        self, owner_client: AsyncClient, session: AsyncSession
    ) -> None:
        body = await FolderFactory.valid_body(session)
        other = await add_user(session, "other@fastapi-project.com")
        target = await FolderFactory.create(session, 1, owner_id=other.id)

        refused = await owner_client.post(URL, json=body | {"inside_id": str(target.id)})
        created = await owner_client.post(URL, json=body)

        assert_error(refused, 422, "inside_id")
        assert created.status_code == 201, created.text
        referring = Folder.inside_id == target.id
        assert not await FolderRepository(session).exists(referring)

    async def test_does_not_move_cover_id_to_another_user(
        self, owner_client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await FolderFactory.create(session)
        other = await add_user(session, "other@fastapi-project.com")
        target = await OrderFactory.create(session, 1, owner_id=other.id)
        change = {"cover_id": str(target.id)}

        response = await owner_client.patch(f"{URL}/{row.id}", json=change, headers=ANY_VERSION)

        assert_error(response, 422, "cover_id")
        await session.refresh(row)
        assert row.cover_id != target.id

    async def test_does_not_move_inside_id_to_another_user(
        self, owner_client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await FolderFactory.create(session)
        other = await add_user(session, "other@fastapi-project.com")
        target = await FolderFactory.create(session, 1, owner_id=other.id)
        change = {"inside_id": str(target.id)}

        response = await owner_client.patch(f"{URL}/{row.id}", json=change, headers=ANY_VERSION)

        assert_error(response, 422, "inside_id")
        await session.refresh(row)
        assert row.inside_id != target.id


class TestCreate:
    @pytest.mark.parametrize(("field", "value"), HOSTILE)
    async def test_refuses_what_no_database_could_hold(
        self, client: AsyncClient, session: AsyncSession, field: str, value: object
    ) -> None:
        body = await FolderFactory.valid_body(session)

        assert_error(await client.post(URL, json=body | {field: value}), 422, field)

    @pytest.mark.parametrize(
        "field", ["no_such_field", "id", "created_at", "updated_at", "owner_id"]
    )
    async def test_refuses_what_clients_do_not_decide(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        body = await FolderFactory.valid_body(session)

        assert_error(await client.post(URL, json=body | {field: "x"}), 422, field)

    @pytest.mark.parametrize("body", [None, 1, "text", []])
    async def test_refuses_what_is_no_object(self, client: AsyncClient, body: object) -> None:
        assert_error(await client.post(URL, json=body), 422)

    async def test_refuses_a_value_that_is_taken(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        taken = await FolderFactory.valid_body(session, 0)
        body = await FolderFactory.valid_body(session, 1)
        await client.post(URL, json=taken)

        response = await client.post(URL, json=body | {"cover_id": taken["cover_id"]})

        assert_error(response, 409, "cover_id")

    async def test_refuses_an_unknown_cover_id(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        body = await FolderFactory.valid_body(session)

        response = await client.post(URL, json=body | {"cover_id": str(uuid7())})

        assert_error(response, 422, "cover_id")

    async def test_refuses_an_unknown_inside_id(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        body = await FolderFactory.valid_body(session)

        response = await client.post(URL, json=body | {"inside_id": str(uuid7())})

        assert_error(response, 422, "inside_id")

    async def test_refuses_an_unknown_copied_from_id(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        body = await FolderFactory.valid_body(session)

        response = await client.post(URL, json=body | {"copied_from_id": str(uuid7())})

        assert_error(response, 422, "copied_from_id")

    async def test_stores_what_it_was_sent(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        body = await FolderFactory.valid_body(session)

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
        row = await FolderFactory.create(session)

        response = await client.get(f"{URL}/{row.id}")

        assert response.status_code == 200
        assert set(response.json()) == {
            "id",
            "created_at",
            "updated_at",
            "owner_id",
            "cover_id",
            "inside_id",
            "copied_from_id",
            "name",
            "orders",
            "recommended",
        }


class TestUpdate:
    async def test_does_not_find_an_unknown_key(self, client: AsyncClient) -> None:
        assert_error(await client.patch(f"{URL}/{UNKNOWN}", json={}), 404)

    @pytest.mark.parametrize(
        "field", ["no_such_field", "id", "created_at", "updated_at", "owner_id", "copied_from_id"]
    )
    async def test_refuses_what_cannot_change(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        row = await FolderFactory.create(session)
        other = await FolderFactory.valid_body(session, 1)

        response = await client.patch(f"{URL}/{row.id}", json={field: other.get(field, "x")})

        assert_error(response, 422, field)

    @pytest.mark.parametrize("field", ["name", "orders", "recommended"])
    async def test_refuses_null(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        row = await FolderFactory.create(session)

        assert_error(await client.patch(f"{URL}/{row.id}", json={field: None}), 422, field)

    @pytest.mark.parametrize("field", ["cover_id", "inside_id"])
    async def test_stores_null(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        row = await FolderFactory.create(session)

        response = await client.patch(f"{URL}/{row.id}", json={field: None})

        assert response.status_code == 200, response.text
        assert response.json()[field] is None

    async def test_refuses_a_value_that_is_taken(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        await FolderFactory.create(session, 0)
        taken = await FolderFactory.valid_body(session, 0)
        row = await FolderFactory.create(session, 1)

        response = await client.patch(f"{URL}/{row.id}", json={"cover_id": taken["cover_id"]})

        assert_error(response, 409, "cover_id")

    async def test_refuses_itself_by_not_inside_itself(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await FolderFactory.create(session)
        change = {"inside_id": str(row.id)}

        response = await client.patch(f"{URL}/{row.id}", json=change)

        for field in change:
            assert_error(response, 422, field)

    async def test_refuses_an_unknown_cover_id(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await FolderFactory.create(session)

        response = await client.patch(f"{URL}/{row.id}", json={"cover_id": str(uuid7())})

        assert_error(response, 422, "cover_id")

    async def test_refuses_an_unknown_inside_id(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await FolderFactory.create(session)

        response = await client.patch(f"{URL}/{row.id}", json={"inside_id": str(uuid7())})

        assert_error(response, 422, "inside_id")

    async def test_an_empty_request_changes_nothing(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await FolderFactory.create(session)
        before = (await client.get(f"{URL}/{row.id}")).json()

        response = await client.patch(f"{URL}/{row.id}", json={})

        assert response.json() == before

    @pytest.mark.parametrize("field", ["cover_id", "name"])
    async def test_changes_a_field_and_no_other(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        row = await FolderFactory.create(session)
        before = (await client.get(f"{URL}/{row.id}")).json()
        change = {field: (await FolderFactory.valid_body(session, 1))[field]}

        response = await client.patch(f"{URL}/{row.id}", json=change)

        after = response.json()
        assert after.pop("updated_at") > before.pop("updated_at")
        assert after == before | change


class TestDelete:
    async def test_does_not_find_an_unknown_key(self, client: AsyncClient) -> None:
        assert_error(await client.delete(f"{URL}/{UNKNOWN}"), 404)

    async def test_deletes_for_good(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await FolderFactory.create(session)

        response = await client.delete(f"{URL}/{row.id}")

        assert response.status_code == 204
        assert_error(await client.get(f"{URL}/{row.id}"), 404)

    async def test_outlives_what_cover_id_refers_to(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await OrderFactory.create(session, 1)
        row = await FolderFactory.create(session, 0, cover_id=target.id)

        response = await client.delete(f"/api/v1/orders/{target.id}")

        assert response.status_code == 204
        assert (await client.get(f"{URL}/{row.id}")).json()["cover_id"] is None
        assert (await client.get(f"{URL}/{row.id}")).headers["ETag"] == '"2"'

    async def test_goes_with_what_inside_id_refers_to(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await FolderFactory.create(session, 1)
        row = await FolderFactory.create(session, 0, inside_id=target.id)

        response = await client.delete(f"{URL}/{target.id}")

        assert response.status_code == 204
        assert_error(await client.get(f"{URL}/{row.id}"), 404)

    async def test_outlives_what_copied_from_id_refers_to(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await FolderFactory.create(session, 1)
        row = await FolderFactory.create(session, 0, copied_from_id=target.id)

        response = await client.delete(f"{URL}/{target.id}")

        assert response.status_code == 204
        assert (await client.get(f"{URL}/{row.id}")).json()["copied_from_id"] is None
        assert (await client.get(f"{URL}/{row.id}")).headers["ETag"] == '"2"'


class TestVersions:
    async def test_each_response_about_one_tells_its_version(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await FolderFactory.create(session)

        answers = [
            await client.post(URL, json=await FolderFactory.valid_body(session, 1)),
            await client.get(f"{URL}/{row.id}"),
            await client.patch(f"{URL}/{row.id}", json={}, headers={"If-Match": '"1"'}),
        ]

        assert [answer.headers["ETag"] for answer in answers] == ['"1"'] * len(answers)

    async def test_each_change_makes_another_version(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await FolderFactory.create(session)
        other = await FolderFactory.valid_body(session, 1)
        change = {"cover_id": other["cover_id"]}

        changed = await client.patch(f"{URL}/{row.id}", json=change)

        assert changed.headers["ETag"] == '"2"'
        assert (await client.get(f"{URL}/{row.id}")).headers["ETag"] == '"2"'

    @pytest.mark.parametrize("method", ["PATCH", "DELETE"])
    async def test_refuses_a_request_that_names_no_version(
        self, client: AsyncClient, session: AsyncSession, method: str
    ) -> None:
        row = await FolderFactory.create(session)
        del client.headers["If-Match"]

        assert_error(await client.request(method, f"{URL}/{row.id}", json={}), 428)

    @pytest.mark.parametrize("method", ["PATCH", "DELETE"])
    @pytest.mark.parametrize("seen", ['"2"', 'W/"1"', '"1", x', "1"])
    async def test_refuses_a_request_that_names_another_version(
        self, client: AsyncClient, session: AsyncSession, method: str, seen: str
    ) -> None:
        row = await FolderFactory.create(session)

        response = await client.request(
            method, f"{URL}/{row.id}", json={}, headers={"If-Match": seen}
        )

        assert_error(response, 412)
        await session.refresh(row)
        assert row.version == 1

    async def test_deletes_the_version_that_it_names(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await FolderFactory.create(session)

        response = await client.delete(f"{URL}/{row.id}", headers={"If-Match": '"0", "1"'})

        assert response.status_code == 204

    async def test_does_not_send_again_what_the_client_has(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await FolderFactory.create(session)

        known = await client.get(f"{URL}/{row.id}", headers={"If-None-Match": 'W/"1"'})
        other = await client.get(f"{URL}/{row.id}", headers={"If-None-Match": '"2"'})

        assert (known.status_code, known.content) == (304, b"")
        assert known.headers["ETag"] == other.headers["ETag"] == '"1"'
        assert other.status_code == 200

    async def test_of_two_changes_of_one_version_one_is_refused(
        self, app: FastAPI, committed: AsyncSession
    ) -> None:
        row = await FolderFactory.create(committed)
        other = await FolderFactory.valid_body(committed, 1)
        change = {"cover_id": other["cover_id"]}
        async with client_from(app, "192.0.2.1") as client:
            await logged_in(client, committed, ADMIN)
            await committed.commit()

            responses = await gather(
                *(
                    client.patch(f"{URL}/{row.id}", json=change, headers={"If-Match": '"1"'})
                    for _ in range(2)
                )
            )

        assert sorted(response.status_code for response in responses) == [200, 412]


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
            "cover_id=%00",
            "inside_id=%00",
            "copied_from_id=%00",
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
        rows = [await FolderFactory.create(session, index) for index in range(3)]

        first = (await client.get(URL, params={"page_size": 2})).json()
        second = (await client.get(URL, params={"page_size": 2, "page": 2})).json()

        found = [item["id"] for item in (*first["items"], *second["items"])]
        assert found == [str(row.id) for row in rows]
        assert (first["has_next"], second["has_next"]) == (True, False)
        assert first["total"] == second["total"] == 3

    async def test_takes_no_more_queries_for_more_rows(
        self, client: AsyncClient, session: AsyncSession, query_count: Queries
    ) -> None:
        await FolderFactory.create(session, 0)
        with query_count:
            await client.get(URL)
        queries = query_count.count
        await FolderFactory.create(session, 1)

        with query_count:
            response = await client.get(URL)

        assert len(response.json()["items"]) == 2
        assert query_count.count == queries

    async def test_filters_by_equality(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await FolderFactory.create(session)
        await FolderFactory.create(session, 1)
        wanted = (await client.get(f"{URL}/{row.id}")).json()

        response = await client.get(URL, params={"cover_id": wanted["cover_id"]})

        assert response.json()["items"] == [wanted]


class TestOrdersOfOne:
    async def test_are_stored_with_a_new_row_and_told_once(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await OrderFactory.create(session, 1)
        body = await FolderFactory.valid_body(session)

        response = await client.post(URL, json=body | {"orders": [str(target.id)] * 2})

        assert response.status_code == 201, response.text
        assert response.json()["orders"] == [str(target.id)]

    @pytest.mark.parametrize("keys", [[UNKNOWN], ["\0"], "x"])
    async def test_refuse_keys_that_no_row_has(
        self, client: AsyncClient, session: AsyncSession, keys: object
    ) -> None:
        row = await FolderFactory.create(session)
        body = await FolderFactory.valid_body(session, 1)
        wrong = {"orders": keys}

        for response in (
            await client.post(URL, json=body | wrong),
            await client.patch(f"{URL}/{row.id}", json=wrong),
        ):
            assert response.status_code == 422
            assert "orders" in response.json()["error"]["details"][0]["field"]
        assert (await client.put(f"{URL}/{row.id}/orders", json=keys)).status_code == 422

    async def test_are_told_by_their_name_where_one_goes_meanwhile(
        self, client: AsyncClient, session: AsyncSession, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def find(*_: object) -> None:
            pass

        monkeypatch.setattr("app.shared.repository.Repository.require_all", find)
        body = await FolderFactory.valid_body(session)

        response = await client.post(URL, json=body | {"orders": [UNKNOWN]})

        assert_error(response, 422, "orders")

    async def test_refuse_more_keys_than_are_allowed(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await OrderFactory.create(session, 1)
        row = await FolderFactory.create(session)
        body = await FolderFactory.valid_body(session, 1)
        many = {"orders": [str(target.id)] * (MAX_LINKS + 1)}

        assert_error(await client.post(URL, json=body | many), 422, "orders")
        assert_error(await client.patch(f"{URL}/{row.id}", json=many), 422, "orders")

    async def test_stay_unless_an_update_names_them(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await OrderFactory.create(session, 1)
        row = await FolderFactory.create(session)
        url = f"{URL}/{row.id}"

        linked = await client.patch(url, json={"orders": [str(target.id)]})
        kept = await client.patch(url, json={})
        emptied = await client.patch(url, json={"orders": []})

        found = [answer.json()["orders"] for answer in (linked, kept, emptied)]
        assert found == [[str(target.id)], [str(target.id)], []]
        assert (await client.get(f"{URL}/{row.id}")).json()["orders"] == []

    async def test_are_replaced_as_a_whole(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await OrderFactory.create(session, 1)
        row = await FolderFactory.create(session)

        response = await client.put(f"{URL}/{row.id}/orders", json=[str(target.id)])

        assert response.json() == [str(target.id)]
        assert (await client.get(f"{URL}/{row.id}/orders")).json() == [str(target.id)]
        assert (await client.put(f"{URL}/{row.id}/orders", json=[])).json() == []

    async def test_are_added_and_removed_one_by_one(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        other, target = [await OrderFactory.create(session, index) for index in (1, 2)]
        row = await FolderFactory.create(session)
        url = f"{URL}/{row.id}/orders/{target.id}"
        await client.put(f"{URL}/{row.id}/orders/{other.id}")

        assert [(await client.put(url)).status_code for _ in range(2)] == [204, 204]
        assert (await client.get(f"{URL}/{row.id}/orders")).json() == [
            str(other.id),
            str(target.id),
        ]
        assert (await client.delete(url)).status_code == 204
        assert (await client.get(f"{URL}/{row.id}/orders")).json() == [str(other.id)]
        assert_error(await client.delete(url), 404)
        assert_error(await client.put(f"{URL}/{row.id}/orders/{UNKNOWN}"), 404)

    async def test_are_not_too_many(
        self, client: AsyncClient, session: AsyncSession, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        target = await OrderFactory.create(session, 1)
        row = await FolderFactory.create(session)
        monkeypatch.setattr("app.features.folders.service.MAX_LINKS", 0)

        assert_error(await client.put(f"{URL}/{row.id}/orders/{target.id}"), 409)

    async def test_a_link_goes_with_what_it_links(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await OrderFactory.create(session, 1)
        row = await FolderFactory.create(session)
        await client.put(f"{URL}/{row.id}/orders/{target.id}")

        gone = await client.delete(f"/api/v1/orders/{target.id}")

        assert gone.status_code == 204
        assert (await client.get(f"{URL}/{row.id}/orders")).json() == []
        assert (await client.get(f"{URL}/{row.id}")).headers["ETag"] == '"3"'

    async def test_are_part_of_the_version(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await OrderFactory.create(session, 1)
        row = await FolderFactory.create(session)
        url = f"{URL}/{row.id}/orders/{target.id}"

        answers = [
            await client.put(url),
            await client.delete(url),
            await client.put(f"{URL}/{row.id}/orders", json=[str(target.id)]),
        ]
        stale = {"If-Match": '"1"'}

        tags = [answer.headers["ETag"] for answer in answers]
        assert tags == ['"2"', '"3"', '"4"']
        assert (await client.get(f"{URL}/{row.id}")).headers["ETag"] == tags[-1]
        assert_error(await client.put(url, headers=stale), 412)
        assert_error(await client.delete(url, headers=stale), 412)
        assert_error(await client.put(f"{URL}/{row.id}/orders", json=[], headers=stale), 412)
        del client.headers["If-Match"]
        assert_error(await client.put(url), 428)
        assert_error(await client.delete(url), 428)
        assert_error(await client.put(f"{URL}/{row.id}/orders", json=[]), 428)
        assert (await client.get(f"{URL}/{row.id}/orders")).json() == [str(target.id)]

    async def test_are_not_there_for_another_user(
        self, client: AsyncClient, stranger: AsyncClient, session: AsyncSession
    ) -> None:
        # What they may refer to: it is the row that they must not reach.
        other = (await stranger.get("/api/v1/users/me")).json()
        target = await OrderFactory.create(session, 1, owner_id=UUID(other["id"]))
        row = await FolderFactory.create(session)
        url = f"{URL}/{row.id}/orders/{target.id}"
        assert (await client.put(url)).status_code == 204
        stranger.headers.update(ANY_VERSION)

        for response in (
            await stranger.put(url),
            await stranger.delete(url),
            await stranger.put(f"{URL}/{row.id}/orders", json=[]),
        ):
            assert_error(response, 404)
        assert (await client.get(f"{URL}/{row.id}/orders")).json() == [str(target.id)]

    async def test_do_not_refer_to_rows_of_another_user(
        self, owner_client: AsyncClient, session: AsyncSession
    ) -> None:
        other = await add_user(session, "other@fastapi-project.com")
        target = await OrderFactory.create(session, 1, owner_id=other.id)
        row = await FolderFactory.create(session)
        body = await FolderFactory.valid_body(session, 1)
        wrong = {"orders": [str(target.id)]}

        assert_error(await owner_client.post(URL, json=body | wrong), 422, "orders")
        owner_client.headers.update(ANY_VERSION)
        assert_error(await owner_client.patch(f"{URL}/{row.id}", json=wrong), 422, "orders")
        assert_error(await owner_client.put(f"{URL}/{row.id}/orders", json=[str(target.id)]), 422)
        assert_error(await owner_client.put(f"{URL}/{row.id}/orders/{target.id}"), 404)
        await session.refresh(row)
        assert row.order_ids == []


class TestRecommendedOfOne:
    async def test_are_stored_with_a_new_row_and_told_once(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await FolderFactory.create(session, 1)
        body = await FolderFactory.valid_body(session)

        response = await client.post(URL, json=body | {"recommended": [str(target.id)] * 2})

        assert response.status_code == 201, response.text
        assert response.json()["recommended"] == [str(target.id)]

    @pytest.mark.parametrize("keys", [[UNKNOWN], ["\0"], "x"])
    async def test_refuse_keys_that_no_row_has(
        self, client: AsyncClient, session: AsyncSession, keys: object
    ) -> None:
        row = await FolderFactory.create(session)
        body = await FolderFactory.valid_body(session, 1)
        wrong = {"recommended": keys}

        for response in (
            await client.post(URL, json=body | wrong),
            await client.patch(f"{URL}/{row.id}", json=wrong),
        ):
            assert response.status_code == 422
            assert "recommended" in response.json()["error"]["details"][0]["field"]
        assert (await client.put(f"{URL}/{row.id}/recommended", json=keys)).status_code == 422

    async def test_are_told_by_their_name_where_one_goes_meanwhile(
        self, client: AsyncClient, session: AsyncSession, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def find(*_: object) -> None:
            pass

        monkeypatch.setattr("app.shared.repository.Repository.require_all", find)
        body = await FolderFactory.valid_body(session)

        response = await client.post(URL, json=body | {"recommended": [UNKNOWN]})

        assert_error(response, 422, "recommended")

    async def test_refuse_more_keys_than_are_allowed(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await FolderFactory.create(session, 1)
        row = await FolderFactory.create(session)
        body = await FolderFactory.valid_body(session, 2)
        many = {"recommended": [str(target.id)] * (MAX_LINKS + 1)}

        assert_error(await client.post(URL, json=body | many), 422, "recommended")
        assert_error(await client.patch(f"{URL}/{row.id}", json=many), 422, "recommended")

    async def test_stay_unless_an_update_names_them(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await FolderFactory.create(session, 1)
        row = await FolderFactory.create(session)
        url = f"{URL}/{row.id}"

        linked = await client.patch(url, json={"recommended": [str(target.id)]})
        kept = await client.patch(url, json={})
        emptied = await client.patch(url, json={"recommended": []})

        found = [answer.json()["recommended"] for answer in (linked, kept, emptied)]
        assert found == [[str(target.id)], [str(target.id)], []]
        assert (await client.get(f"{URL}/{row.id}")).json()["recommended"] == []

    async def test_are_replaced_as_a_whole(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await FolderFactory.create(session, 1)
        row = await FolderFactory.create(session)

        response = await client.put(f"{URL}/{row.id}/recommended", json=[str(target.id)])

        assert response.json() == [str(target.id)]
        assert (await client.get(f"{URL}/{row.id}/recommended")).json() == [str(target.id)]
        assert (await client.put(f"{URL}/{row.id}/recommended", json=[])).json() == []

    async def test_are_added_and_removed_one_by_one(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        other, target = [await FolderFactory.create(session, index) for index in (1, 2)]
        row = await FolderFactory.create(session)
        url = f"{URL}/{row.id}/recommended/{target.id}"
        await client.put(f"{URL}/{row.id}/recommended/{other.id}")

        assert [(await client.put(url)).status_code for _ in range(2)] == [204, 204]
        assert (await client.get(f"{URL}/{row.id}/recommended")).json() == [
            str(other.id),
            str(target.id),
        ]
        assert (await client.delete(url)).status_code == 204
        assert (await client.get(f"{URL}/{row.id}/recommended")).json() == [str(other.id)]
        assert_error(await client.delete(url), 404)
        assert_error(await client.put(f"{URL}/{row.id}/recommended/{UNKNOWN}"), 404)

    async def test_are_not_too_many(
        self, client: AsyncClient, session: AsyncSession, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        target = await FolderFactory.create(session, 1)
        row = await FolderFactory.create(session)
        monkeypatch.setattr("app.features.folders.service.MAX_LINKS", 0)

        assert_error(await client.put(f"{URL}/{row.id}/recommended/{target.id}"), 409)

    async def test_a_link_goes_with_what_it_links(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await FolderFactory.create(session, 1)
        row = await FolderFactory.create(session)
        await client.put(f"{URL}/{row.id}/recommended/{target.id}")

        gone = await client.delete(f"{URL}/{target.id}")

        assert gone.status_code == 204
        assert (await client.get(f"{URL}/{row.id}/recommended")).json() == []
        assert (await client.get(f"{URL}/{row.id}")).headers["ETag"] == '"3"'

    async def test_are_part_of_the_version(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await FolderFactory.create(session, 1)
        row = await FolderFactory.create(session)
        url = f"{URL}/{row.id}/recommended/{target.id}"

        answers = [
            await client.put(url),
            await client.delete(url),
            await client.put(f"{URL}/{row.id}/recommended", json=[str(target.id)]),
        ]
        stale = {"If-Match": '"1"'}

        tags = [answer.headers["ETag"] for answer in answers]
        assert tags == ['"2"', '"3"', '"4"']
        assert (await client.get(f"{URL}/{row.id}")).headers["ETag"] == tags[-1]
        assert_error(await client.put(url, headers=stale), 412)
        assert_error(await client.delete(url, headers=stale), 412)
        assert_error(await client.put(f"{URL}/{row.id}/recommended", json=[], headers=stale), 412)
        del client.headers["If-Match"]
        assert_error(await client.put(url), 428)
        assert_error(await client.delete(url), 428)
        assert_error(await client.put(f"{URL}/{row.id}/recommended", json=[]), 428)
        assert (await client.get(f"{URL}/{row.id}/recommended")).json() == [str(target.id)]

    async def test_are_not_there_for_another_user(
        self, client: AsyncClient, stranger: AsyncClient, session: AsyncSession
    ) -> None:
        # What they may refer to: it is the row that they must not reach.
        other = (await stranger.get("/api/v1/users/me")).json()
        target = await FolderFactory.create(session, 1, owner_id=UUID(other["id"]))
        row = await FolderFactory.create(session)
        url = f"{URL}/{row.id}/recommended/{target.id}"
        assert (await client.put(url)).status_code == 204
        stranger.headers.update(ANY_VERSION)

        for response in (
            await stranger.put(url),
            await stranger.delete(url),
            await stranger.put(f"{URL}/{row.id}/recommended", json=[]),
        ):
            assert_error(response, 404)
        assert (await client.get(f"{URL}/{row.id}/recommended")).json() == [str(target.id)]

    async def test_refer_to_rows_of_all_users(
        self, owner_client: AsyncClient, session: AsyncSession
    ) -> None:
        other = await add_user(session, "other@fastapi-project.com")
        target = await FolderFactory.create(session, 1, owner_id=other.id)
        row = await FolderFactory.create(session)

        response = await owner_client.put(
            f"{URL}/{row.id}/recommended", json=[str(target.id)], headers=ANY_VERSION
        )

        assert response.json() == [str(target.id)]


class TestInclude:
    async def test_refuses_what_is_no_relation(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await FolderFactory.create(session)

        for url in (URL, f"{URL}/{row.id}"):
            for name in ("no_such_relation", "id", "", ","):
                assert_error(await client.get(url, params={"include": name}), 422, "include")

    @pytest.mark.parametrize(("name", "create"), RELATED)
    async def test_embeds_a_relation_and_changes_nothing_else(
        self, client: AsyncClient, session: AsyncSession, name: str, create: Create
    ) -> None:
        row = await create(session, 0)
        plain = (await client.get(f"{URL}/{row.id}")).json()

        one = (await client.get(f"{URL}/{row.id}", params={"include": name})).json()
        listed = (await client.get(URL, params={"include": f"{name},{name}"})).json()

        assert one in listed["items"]
        assert one.pop(name)
        plain.pop(name, None)
        assert one == plain

    async def test_embeds_all_of_them_at_once(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await FolderFactory.create(session, 0)
        every = "cover,inside,copied_from,orders,recommended"

        told = (await client.get(f"{URL}/{row.id}", params={"include": every})).json()

        assert told.keys() >= set(every.split(","))

    @pytest.mark.parametrize(("name", "create"), RELATED)
    async def test_takes_no_more_queries_for_more_rows(
        self,
        client: AsyncClient,
        session: AsyncSession,
        query_count: Queries,
        name: str,
        create: Create,
    ) -> None:
        await create(session, 0)
        with query_count:
            await client.get(URL, params={"include": name})
        queries = query_count.count
        await create(session, 1)

        with query_count:
            await client.get(URL, params={"include": name})

        assert query_count.count == queries

    async def test_has_no_version_of_what_is_embedded(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await FolderFactory.create(session)

        response = await client.get(
            f"{URL}/{row.id}",
            params={"include": "cover"},
            headers={"If-None-Match": "*"},
        )

        assert response.status_code == 200
        assert "ETag" not in response.headers

    async def test_embeds_cover(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await FolderFactory.create(session, 0)

        response = await client.get(f"{URL}/{row.id}", params={"include": "cover"})

        told = response.json()
        assert told["cover"]["id"] == told["cover_id"]

    async def test_embeds_inside(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await folder_with_inside(session, 0)

        response = await client.get(f"{URL}/{row.id}", params={"include": "inside"})

        told = response.json()
        assert told["inside"]["id"] == told["inside_id"]

    async def test_embeds_copied_from(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await folder_with_copied_from(session, 0)

        response = await client.get(f"{URL}/{row.id}", params={"include": "copied_from"})

        told = response.json()
        assert told["copied_from"]["id"] == told["copied_from_id"]

    async def test_embeds_orders(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await folder_with_orders(session, 0)

        response = await client.get(f"{URL}/{row.id}", params={"include": "orders"})

        told = response.json()
        assert [found["id"] for found in told["orders"]] == [str(key) for key in row.order_ids]

    async def test_embeds_recommended(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await folder_with_recommended(session, 0)

        response = await client.get(f"{URL}/{row.id}", params={"include": "recommended"})

        told = response.json()
        assert [found["id"] for found in told["recommended"]] == [
            str(key) for key in row.recommended_ids
        ]
