"""Shifts over HTTP."""

import pytest
from httpx2 import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.types import uuid7
from tests.conftest import Queries
from tests.errors import assert_error
from tests.factories.events import EventFactory
from tests.factories.helpers import HelperFactory
from tests.factories.shifts import ShiftFactory

URL = "/api/v1/shifts"
UNKNOWN = str(uuid7())
RELATED = ["event", "helper", "stand_in"]


class TestCreate:
    @pytest.mark.parametrize("field", ["no_such_field", "id", "created_at", "updated_at"])
    async def test_refuses_what_clients_do_not_decide(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        body = await ShiftFactory.valid_body(session)

        assert_error(await client.post(URL, json=body | {field: "x"}), 422, field)

    @pytest.mark.parametrize("body", [None, 1, "text", []])
    async def test_refuses_what_is_no_object(self, client: AsyncClient, body: object) -> None:
        assert_error(await client.post(URL, json=body), 422)

    async def test_refuses_event_id_and_role_and_day_that_are_taken(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        taken = await ShiftFactory.valid_body(session, 0)
        body = await ShiftFactory.valid_body(session, 1)
        await client.post(URL, json=taken)

        response = await client.post(
            URL, json=body | {name: taken[name] for name in ("event_id", "role", "day")}
        )

        for field in ("event_id", "role", "day"):
            assert_error(response, 409, field)

    @pytest.mark.parametrize("field", ["event_id", "role", "day"])
    async def test_takes_event_id_and_role_and_day_that_differ_in_one(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        taken = await ShiftFactory.valid_body(session, 0)
        body = await ShiftFactory.valid_body(session, 1)
        await client.post(URL, json=taken)
        same = {name: taken[name] for name in ("event_id", "role", "day") if name != field}

        response = await client.post(URL, json=body | same)

        assert response.status_code == 201, response.text

    async def test_refuses_helper_id_and_day_and_starts_at_that_are_taken(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        taken = await ShiftFactory.valid_body(session, 0)
        body = await ShiftFactory.valid_body(session, 1)
        await client.post(URL, json=taken)

        response = await client.post(
            URL, json=body | {name: taken[name] for name in ("helper_id", "day", "starts_at")}
        )

        for field in ("helper_id", "day", "starts_at"):
            assert_error(response, 409, field)

    @pytest.mark.parametrize("field", ["helper_id", "day", "starts_at"])
    async def test_takes_helper_id_and_day_and_starts_at_that_differ_in_one(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        taken = await ShiftFactory.valid_body(session, 0)
        body = await ShiftFactory.valid_body(session, 1)
        await client.post(URL, json=taken)
        same = {name: taken[name] for name in ("helper_id", "day", "starts_at") if name != field}

        response = await client.post(URL, json=body | same)

        assert response.status_code == 201, response.text

    async def test_refuses_what_breaks_ends_after_start(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        body = await ShiftFactory.valid_body(session)

        response = await client.post(
            URL, json=body | {"ends_at": "08:00:00", "starts_at": "08:00:00"}
        )

        for field in ("ends_at", "starts_at"):
            assert_error(response, 422, field)

    async def test_refuses_what_breaks_bonus_is_small(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        body = await ShiftFactory.valid_body(session)

        response = await client.post(URL, json=body | {"bonus": "12.50", "pay": "0.00"})

        for field in ("bonus", "pay"):
            assert_error(response, 422, field)

    async def test_refuses_an_unknown_event_id(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        body = await ShiftFactory.valid_body(session)

        response = await client.post(URL, json=body | {"event_id": str(uuid7())})

        assert_error(response, 422, "event_id")

    async def test_refuses_an_unknown_helper_id(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        body = await ShiftFactory.valid_body(session)

        response = await client.post(URL, json=body | {"helper_id": str(uuid7())})

        assert_error(response, 422, "helper_id")

    async def test_refuses_an_unknown_stand_in_id(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        body = await ShiftFactory.valid_body(session)

        response = await client.post(URL, json=body | {"stand_in_id": str(uuid7())})

        assert_error(response, 422, "stand_in_id")

    async def test_stores_what_it_was_sent(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        body = await ShiftFactory.valid_body(session)

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
        row = await ShiftFactory.create(session)

        response = await client.get(f"{URL}/{row.id}")

        assert response.status_code == 200
        assert set(response.json()) == {
            "id",
            "created_at",
            "updated_at",
            "event_id",
            "helper_id",
            "stand_in_id",
            "day",
            "starts_at",
            "ends_at",
            "role",
            "pay",
            "bonus",
        }


class TestUpdate:
    async def test_does_not_find_an_unknown_key(self, client: AsyncClient) -> None:
        assert_error(await client.patch(f"{URL}/{UNKNOWN}", json={}), 404)

    @pytest.mark.parametrize("field", ["no_such_field", "id", "created_at", "updated_at"])
    async def test_refuses_what_cannot_change(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        row = await ShiftFactory.create(session)
        other = await ShiftFactory.valid_body(session, 1)

        response = await client.patch(f"{URL}/{row.id}", json={field: other.get(field, "x")})

        assert_error(response, 422, field)

    @pytest.mark.parametrize(
        "field", ["event_id", "day", "starts_at", "ends_at", "role", "pay", "bonus"]
    )
    async def test_refuses_null(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        row = await ShiftFactory.create(session)

        assert_error(await client.patch(f"{URL}/{row.id}", json={field: None}), 422, field)

    @pytest.mark.parametrize("field", ["helper_id", "stand_in_id"])
    async def test_stores_null(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        row = await ShiftFactory.create(session)

        response = await client.patch(f"{URL}/{row.id}", json={field: None})

        assert response.status_code == 200, response.text
        assert response.json()[field] is None

    async def test_refuses_event_id_and_role_and_day_that_are_taken(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        taken = await ShiftFactory.valid_body(session, 0)
        body = await ShiftFactory.valid_body(session, 1)
        await client.post(URL, json=taken)
        row = (await client.post(URL, json=body)).json()
        change = {name: taken[name] for name in ("event_id", "role", "day")}

        response = await client.patch(f"{URL}/{row['id']}", json=change)

        for field in ("event_id", "role", "day"):
            assert_error(response, 409, field)

    async def test_refuses_helper_id_and_day_and_starts_at_that_are_taken(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        taken = await ShiftFactory.valid_body(session, 0)
        body = await ShiftFactory.valid_body(session, 1)
        await client.post(URL, json=taken)
        row = (await client.post(URL, json=body)).json()
        change = {name: taken[name] for name in ("helper_id", "day", "starts_at")}

        response = await client.patch(f"{URL}/{row['id']}", json=change)

        for field in ("helper_id", "day", "starts_at"):
            assert_error(response, 409, field)

    async def test_refuses_what_breaks_ends_after_start(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await ShiftFactory.create(session)

        response = await client.patch(
            f"{URL}/{row.id}", json={"ends_at": "08:00:00", "starts_at": "08:00:00"}
        )

        for field in ("ends_at", "starts_at"):
            assert_error(response, 422, field)

    async def test_refuses_what_breaks_bonus_is_small(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await ShiftFactory.create(session)

        response = await client.patch(f"{URL}/{row.id}", json={"bonus": "12.50", "pay": "0.00"})

        for field in ("bonus", "pay"):
            assert_error(response, 422, field)

    async def test_changes_together_what_meets_ends_after_start(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await ShiftFactory.create(session)
        change = {"ends_at": "10:10:00", "starts_at": "09:05:00"}

        response = await client.patch(f"{URL}/{row.id}", json=change)

        assert response.status_code == 200, response.text
        assert response.json().items() >= change.items()

    async def test_changes_together_what_meets_bonus_is_small(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await ShiftFactory.create(session)
        change = {"bonus": "0.00", "pay": "0.00"}

        response = await client.patch(f"{URL}/{row.id}", json=change)

        assert response.status_code == 200, response.text
        assert response.json().items() >= change.items()

    async def test_refuses_an_unknown_event_id(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await ShiftFactory.create(session)

        response = await client.patch(f"{URL}/{row.id}", json={"event_id": str(uuid7())})

        assert_error(response, 422, "event_id")

    async def test_refuses_an_unknown_helper_id(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await ShiftFactory.create(session)

        response = await client.patch(f"{URL}/{row.id}", json={"helper_id": str(uuid7())})

        assert_error(response, 422, "helper_id")

    async def test_refuses_an_unknown_stand_in_id(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await ShiftFactory.create(session)

        response = await client.patch(f"{URL}/{row.id}", json={"stand_in_id": str(uuid7())})

        assert_error(response, 422, "stand_in_id")

    async def test_an_empty_request_changes_nothing(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await ShiftFactory.create(session)
        before = (await client.get(f"{URL}/{row.id}")).json()

        response = await client.patch(f"{URL}/{row.id}", json={})

        assert response.json() == before

    @pytest.mark.parametrize(
        "field",
        [
            "event_id",
            "helper_id",
            "stand_in_id",
            "day",
            "starts_at",
            "ends_at",
            "role",
            "pay",
            "bonus",
        ],
    )
    async def test_changes_a_field_and_no_other(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        row = await ShiftFactory.create(session)
        before = (await client.get(f"{URL}/{row.id}")).json()
        change = {field: (await ShiftFactory.valid_body(session, 1))[field]}

        response = await client.patch(f"{URL}/{row.id}", json=change)

        after = response.json()
        assert after.pop("updated_at") > before.pop("updated_at")
        assert after == before | change


class TestDelete:
    async def test_does_not_find_an_unknown_key(self, client: AsyncClient) -> None:
        assert_error(await client.delete(f"{URL}/{UNKNOWN}"), 404)

    async def test_hides_what_is_kept(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await ShiftFactory.create(session)

        response = await client.delete(f"{URL}/{row.id}")

        assert response.status_code == 204
        assert_error(await client.get(f"{URL}/{row.id}"), 404)
        assert_error(await client.patch(f"{URL}/{row.id}", json={}), 404)
        assert_error(await client.delete(f"{URL}/{row.id}"), 404)
        assert (await client.get(URL)).json()["items"] == []
        await session.refresh(row)
        assert row.deleted_at is not None

    async def test_goes_with_what_event_id_refers_to(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await EventFactory.create(session, 1)
        row = await ShiftFactory.create(session, 0, event_id=target.id)

        response = await client.delete(f"/api/v1/events/{target.id}")

        assert response.status_code == 204
        assert_error(await client.get(f"{URL}/{row.id}"), 404)

    async def test_outlives_what_helper_id_refers_to(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await HelperFactory.create(session, 1)
        row = await ShiftFactory.create(session, 0, helper_id=target.id)

        response = await client.delete(f"/api/v1/helpers/{target.id}")

        assert response.status_code == 204
        assert (await client.get(f"{URL}/{row.id}")).json()["helper_id"] is None

    async def test_outlives_what_stand_in_id_refers_to(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await HelperFactory.create(session, 1)
        row = await ShiftFactory.create(session, 0, stand_in_id=target.id)

        response = await client.delete(f"/api/v1/helpers/{target.id}")

        assert response.status_code == 204
        assert (await client.get(f"{URL}/{row.id}")).json()["stand_in_id"] is None


class TestRestore:
    async def test_does_not_find_an_unknown_key(self, client: AsyncClient) -> None:
        assert_error(await client.post(f"{URL}/{UNKNOWN}/restore"), 404)

    async def test_does_not_restore_what_is_not_deleted(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await ShiftFactory.create(session)

        assert_error(await client.post(f"{URL}/{row.id}/restore"), 404)

    async def test_brings_back_what_was_deleted(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await ShiftFactory.create(session)
        before = (await client.get(f"{URL}/{row.id}")).json()
        await client.delete(f"{URL}/{row.id}")

        response = await client.post(f"{URL}/{row.id}/restore")

        after = (await client.get(f"{URL}/{row.id}")).json()
        assert response.status_code == 200, response.text
        assert response.json() == after
        assert after | {"updated_at": before["updated_at"]} == before


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
            "event_id=%00",
            "helper_id=%00",
            "stand_in_id=%00",
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
        rows = [await ShiftFactory.create(session, index) for index in range(3)]

        first = (await client.get(URL, params={"page_size": 2})).json()
        second = (await client.get(URL, params={"page_size": 2, "page": 2})).json()

        found = [item["id"] for item in (*first["items"], *second["items"])]
        assert found == [str(row.id) for row in rows]
        assert (first["has_next"], second["has_next"]) == (True, False)
        assert first["total"] == second["total"] == 3

    async def test_takes_no_more_queries_for_more_rows(
        self, client: AsyncClient, session: AsyncSession, query_count: Queries
    ) -> None:
        await ShiftFactory.create(session, 0)
        with query_count:
            await client.get(URL)
        queries = query_count.count
        await ShiftFactory.create(session, 1)

        with query_count:
            response = await client.get(URL)

        assert len(response.json()["items"]) == 2
        assert query_count.count == queries

    @pytest.mark.parametrize("field", ["event_id", "helper_id", "stand_in_id"])
    async def test_filters_by_equality(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        row = await ShiftFactory.create(session)
        await ShiftFactory.create(session, 1)
        wanted = (await client.get(f"{URL}/{row.id}")).json()

        response = await client.get(URL, params={field: wanted[field]})

        assert response.json()["items"] == [wanted]


class TestInclude:
    async def test_refuses_what_is_no_relation(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await ShiftFactory.create(session)

        for url in (URL, f"{URL}/{row.id}"):
            for name in ("no_such_relation", "id", "", ","):
                assert_error(await client.get(url, params={"include": name}), 422, "include")

    @pytest.mark.parametrize("name", RELATED)
    async def test_embeds_a_relation_and_changes_nothing_else(
        self, client: AsyncClient, session: AsyncSession, name: str
    ) -> None:
        row = await ShiftFactory.create(session, 0)
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
        row = await ShiftFactory.create(session, 0)
        every = "event,helper,stand_in"

        told = (await client.get(f"{URL}/{row.id}", params={"include": every})).json()

        assert told.keys() >= set(every.split(","))

    @pytest.mark.parametrize("name", RELATED)
    async def test_takes_no_more_queries_for_more_rows(
        self, client: AsyncClient, session: AsyncSession, query_count: Queries, name: str
    ) -> None:
        await ShiftFactory.create(session, 0)
        with query_count:
            await client.get(URL, params={"include": name})
        queries = query_count.count
        await ShiftFactory.create(session, 1)

        with query_count:
            await client.get(URL, params={"include": name})

        assert query_count.count == queries

    async def test_embeds_event(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await ShiftFactory.create(session, 0)

        response = await client.get(f"{URL}/{row.id}", params={"include": "event"})

        told = response.json()
        assert told["event"]["id"] == told["event_id"]

    async def test_embeds_helper(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await ShiftFactory.create(session, 0)

        response = await client.get(f"{URL}/{row.id}", params={"include": "helper"})

        told = response.json()
        assert told["helper"]["id"] == told["helper_id"]

    async def test_embeds_stand_in(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await ShiftFactory.create(session, 0)

        response = await client.get(f"{URL}/{row.id}", params={"include": "stand_in"})

        told = response.json()
        assert told["stand_in"]["id"] == told["stand_in_id"]
