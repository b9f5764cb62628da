"""Order lines over HTTP."""

import pytest
from httpx2 import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.types import utc_now, uuid7
from tests.conftest import Queries
from tests.errors import assert_error
from tests.factories.order_lines import OrderLineFactory
from tests.factories.orders import OrderFactory
from tests.factories.products import ProductFactory

URL = "/api/v1/order-lines"
UNKNOWN = str(uuid7())
RELATED = ["order", "product"]
HOSTILE = [
    pytest.param("quantity", 2147483648, id="quantity-out_of_range"),
    pytest.param("unit_price", "100000000.00", id="unit_price-too_many_digits"),
]


class TestCreate:
    @pytest.mark.parametrize(("field", "value"), HOSTILE)
    async def test_refuses_what_no_database_could_hold(
        self, client: AsyncClient, session: AsyncSession, field: str, value: object
    ) -> None:
        body = await OrderLineFactory.valid_body(session)

        assert_error(await client.post(URL, json=body | {field: value}), 422, field)

    @pytest.mark.parametrize("field", ["no_such_field", "id", "created_at", "updated_at"])
    async def test_refuses_what_clients_do_not_decide(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        body = await OrderLineFactory.valid_body(session)

        assert_error(await client.post(URL, json=body | {field: "x"}), 422, field)

    @pytest.mark.parametrize("body", [None, 1, "text", []])
    async def test_refuses_what_is_no_object(self, client: AsyncClient, body: object) -> None:
        assert_error(await client.post(URL, json=body), 422)

    async def test_refuses_order_id_and_product_id_that_are_taken(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        taken = await OrderLineFactory.valid_body(session, 0)
        body = await OrderLineFactory.valid_body(session, 1)
        await client.post(URL, json=taken)

        response = await client.post(
            URL, json=body | {name: taken[name] for name in ("order_id", "product_id")}
        )

        for field in ("order_id", "product_id"):
            assert_error(response, 409, field)

    @pytest.mark.parametrize("field", ["order_id", "product_id"])
    async def test_takes_order_id_and_product_id_that_differ_in_one(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        taken = await OrderLineFactory.valid_body(session, 0)
        body = await OrderLineFactory.valid_body(session, 1)
        await client.post(URL, json=taken)
        same = {name: taken[name] for name in ("order_id", "product_id") if name != field}

        response = await client.post(URL, json=body | same)

        assert response.status_code == 201, response.text

    async def test_refuses_an_unknown_order_id(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        body = await OrderLineFactory.valid_body(session)

        response = await client.post(URL, json=body | {"order_id": str(uuid7())})

        assert_error(response, 422, "order_id")

    async def test_refuses_a_deleted_order_id(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await OrderFactory.create(session, 1, deleted_at=utc_now())
        body = await OrderLineFactory.valid_body(session) | {"order_id": str(target.id)}

        response = await client.post(URL, json=body)

        assert_error(response, 422, "order_id")

    async def test_refuses_an_unknown_product_id(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        body = await OrderLineFactory.valid_body(session)

        response = await client.post(URL, json=body | {"product_id": str(uuid7())})

        assert_error(response, 422, "product_id")

    async def test_stores_what_it_was_sent(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        body = await OrderLineFactory.valid_body(session)

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
        row = await OrderLineFactory.create(session)

        response = await client.get(f"{URL}/{row.id}")

        assert response.status_code == 200
        assert set(response.json()) == {
            "id",
            "created_at",
            "updated_at",
            "order_id",
            "product_id",
            "quantity",
            "unit_price",
        }


class TestUpdate:
    async def test_does_not_find_an_unknown_key(self, client: AsyncClient) -> None:
        assert_error(await client.patch(f"{URL}/{UNKNOWN}", json={}), 404)

    @pytest.mark.parametrize("field", ["no_such_field", "id", "created_at", "updated_at"])
    async def test_refuses_what_cannot_change(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        row = await OrderLineFactory.create(session)
        other = await OrderLineFactory.valid_body(session, 1)

        response = await client.patch(f"{URL}/{row.id}", json={field: other.get(field, "x")})

        assert_error(response, 422, field)

    @pytest.mark.parametrize("field", ["order_id", "product_id", "quantity", "unit_price"])
    async def test_refuses_null(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        row = await OrderLineFactory.create(session)

        assert_error(await client.patch(f"{URL}/{row.id}", json={field: None}), 422, field)

    async def test_refuses_order_id_and_product_id_that_are_taken(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        taken = await OrderLineFactory.valid_body(session, 0)
        body = await OrderLineFactory.valid_body(session, 1)
        await client.post(URL, json=taken)
        row = (await client.post(URL, json=body)).json()
        change = {name: taken[name] for name in ("order_id", "product_id")}

        response = await client.patch(f"{URL}/{row['id']}", json=change)

        for field in ("order_id", "product_id"):
            assert_error(response, 409, field)

    async def test_refuses_an_unknown_order_id(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await OrderLineFactory.create(session)

        response = await client.patch(f"{URL}/{row.id}", json={"order_id": str(uuid7())})

        assert_error(response, 422, "order_id")

    async def test_refuses_an_unknown_product_id(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await OrderLineFactory.create(session)

        response = await client.patch(f"{URL}/{row.id}", json={"product_id": str(uuid7())})

        assert_error(response, 422, "product_id")

    async def test_an_empty_request_changes_nothing(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await OrderLineFactory.create(session)
        before = (await client.get(f"{URL}/{row.id}")).json()

        response = await client.patch(f"{URL}/{row.id}", json={})

        assert response.json() == before

    @pytest.mark.parametrize("field", ["order_id", "product_id", "quantity", "unit_price"])
    async def test_changes_a_field_and_no_other(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        row = await OrderLineFactory.create(session)
        before = (await client.get(f"{URL}/{row.id}")).json()
        change = {field: (await OrderLineFactory.valid_body(session, 1))[field]}

        response = await client.patch(f"{URL}/{row.id}", json=change)

        after = response.json()
        assert after.pop("updated_at") > before.pop("updated_at")
        assert after == before | change


class TestDelete:
    async def test_does_not_find_an_unknown_key(self, client: AsyncClient) -> None:
        assert_error(await client.delete(f"{URL}/{UNKNOWN}"), 404)

    async def test_hides_what_is_kept(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await OrderLineFactory.create(session)

        response = await client.delete(f"{URL}/{row.id}")

        assert response.status_code == 204
        assert_error(await client.get(f"{URL}/{row.id}"), 404)
        assert_error(await client.patch(f"{URL}/{row.id}", json={}), 404)
        assert_error(await client.delete(f"{URL}/{row.id}"), 404)
        assert (await client.get(URL)).json()["items"] == []
        await session.refresh(row)
        assert row.deleted_at is not None

    async def test_goes_with_what_order_id_refers_to(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await OrderFactory.create(session, 1)
        row = await OrderLineFactory.create(session, 0, order_id=target.id)

        response = await client.delete(f"/api/v1/orders/{target.id}", headers={"If-Match": "*"})

        assert response.status_code == 204
        assert_error(await client.get(f"{URL}/{row.id}"), 404)

    async def test_keeps_what_product_id_refers_to(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await ProductFactory.create(session, 1)
        row = await OrderLineFactory.create(session, 0, product_id=target.id)

        response = await client.delete(f"/api/v1/products/{target.id}")

        assert_error(response, 409)
        assert (await client.get(f"{URL}/{row.id}")).status_code == 200


class TestRestore:
    async def test_does_not_find_an_unknown_key(self, client: AsyncClient) -> None:
        assert_error(await client.post(f"{URL}/{UNKNOWN}/restore"), 404)

    async def test_does_not_restore_what_is_not_deleted(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await OrderLineFactory.create(session)

        assert_error(await client.post(f"{URL}/{row.id}/restore"), 404)

    async def test_brings_back_what_was_deleted(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await OrderLineFactory.create(session)
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
            "order_id=%00",
            "product_id=%00",
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
        rows = [await OrderLineFactory.create(session, index) for index in range(3)]

        first = (await client.get(URL, params={"page_size": 2})).json()
        second = (await client.get(URL, params={"page_size": 2, "page": 2})).json()

        found = [item["id"] for item in (*first["items"], *second["items"])]
        assert found == [str(row.id) for row in rows]
        assert (first["has_next"], second["has_next"]) == (True, False)
        assert first["total"] == second["total"] == 3

    async def test_takes_no_more_queries_for_more_rows(
        self, client: AsyncClient, session: AsyncSession, query_count: Queries
    ) -> None:
        await OrderLineFactory.create(session, 0)
        with query_count:
            await client.get(URL)
        queries = query_count.count
        await OrderLineFactory.create(session, 1)

        with query_count:
            response = await client.get(URL)

        assert len(response.json()["items"]) == 2
        assert query_count.count == queries

    @pytest.mark.parametrize("field", ["order_id", "product_id"])
    async def test_filters_by_equality(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        row = await OrderLineFactory.create(session)
        await OrderLineFactory.create(session, 1)
        wanted = (await client.get(f"{URL}/{row.id}")).json()

        response = await client.get(URL, params={field: wanted[field]})

        assert response.json()["items"] == [wanted]


class TestInclude:
    async def test_refuses_what_is_no_relation(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await OrderLineFactory.create(session)

        for url in (URL, f"{URL}/{row.id}"):
            for name in ("no_such_relation", "id", "", ","):
                assert_error(await client.get(url, params={"include": name}), 422, "include")

    @pytest.mark.parametrize("name", RELATED)
    async def test_embeds_a_relation_and_changes_nothing_else(
        self, client: AsyncClient, session: AsyncSession, name: str
    ) -> None:
        row = await OrderLineFactory.create(session, 0)
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
        row = await OrderLineFactory.create(session, 0)
        every = "order,product"

        told = (await client.get(f"{URL}/{row.id}", params={"include": every})).json()

        assert told.keys() >= set(every.split(","))

    @pytest.mark.parametrize("name", RELATED)
    async def test_takes_no_more_queries_for_more_rows(
        self, client: AsyncClient, session: AsyncSession, query_count: Queries, name: str
    ) -> None:
        await OrderLineFactory.create(session, 0)
        with query_count:
            await client.get(URL, params={"include": name})
        queries = query_count.count
        await OrderLineFactory.create(session, 1)

        with query_count:
            await client.get(URL, params={"include": name})

        assert query_count.count == queries

    async def test_embeds_order(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await OrderLineFactory.create(session, 0)

        response = await client.get(f"{URL}/{row.id}", params={"include": "order"})

        told = response.json()
        assert told["order"]["id"] == told["order_id"]

    async def test_embeds_product(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await OrderLineFactory.create(session, 0)

        response = await client.get(f"{URL}/{row.id}", params={"include": "product"})

        told = response.json()
        assert told["product"]["id"] == told["product_id"]
