"""Orders over HTTP."""

from asyncio import gather
from collections.abc import Awaitable, Callable

import pytest
from httpx2 import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.types import uuid7
from app.features.orders.models import Order
from app.shared.schemas import MAX_LINKS
from tests.conftest import Queries
from tests.errors import assert_error
from tests.factories.customers import CustomerFactory
from tests.factories.labels import LabelFactory
from tests.factories.order_lines import OrderLineFactory
from tests.factories.orders import OrderFactory

URL = "/api/v1/orders"
UNKNOWN = str(uuid7())
ANY_VERSION = {"If-Match": "*"}
HOSTILE = [
    pytest.param("number", "\x00byte", id="number-nul_byte"),
    pytest.param("note", "\x00byte", id="note-nul_byte"),
]


@pytest.fixture
async def client(client: AsyncClient) -> AsyncClient:
    """A client that changes any version."""
    client.headers.update(ANY_VERSION)
    return client


async def order_with_lines(session: AsyncSession, index: int) -> Order:
    row = await OrderFactory.create(session, index)
    await OrderLineFactory.create(session, index + 2, order_id=row.id)
    return row


async def order_with_labels(session: AsyncSession, index: int) -> Order:
    other = await LabelFactory.create(session, index + 2)
    return await OrderFactory.create(session, index, label_ids=[other.id])


Create = Callable[[AsyncSession, int], Awaitable[Order]]
RELATED: list[tuple[str, Create]] = [
    ("customer", OrderFactory.create),
    ("lines", order_with_lines),
    ("labels", order_with_labels),
]


class TestCreate:
    @pytest.mark.parametrize(("field", "value"), HOSTILE)
    async def test_refuses_what_no_database_could_hold(
        self, client: AsyncClient, session: AsyncSession, field: str, value: object
    ) -> None:
        body = await OrderFactory.valid_body(session)

        assert_error(await client.post(URL, json=body | {field: value}), 422, field)

    @pytest.mark.parametrize("field", ["no_such_field", "id", "created_at", "updated_at"])
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

    async def test_refuses_an_unknown_customer_id(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        body = await OrderFactory.valid_body(session)

        response = await client.post(URL, json=body | {"customer_id": str(uuid7())})

        assert_error(response, 422, "customer_id")

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
            "customer_id",
            "number",
            "status",
            "placed_at",
            "note",
            "labels",
        }


class TestUpdate:
    async def test_does_not_find_an_unknown_key(self, client: AsyncClient) -> None:
        assert_error(await client.patch(f"{URL}/{UNKNOWN}", json={}), 404)

    @pytest.mark.parametrize("field", ["no_such_field", "id", "created_at", "updated_at", "number"])
    async def test_refuses_what_cannot_change(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        row = await OrderFactory.create(session)
        other = await OrderFactory.valid_body(session, 1)

        response = await client.patch(f"{URL}/{row.id}", json={field: other.get(field, "x")})

        assert_error(response, 422, field)

    @pytest.mark.parametrize("field", ["customer_id", "status", "placed_at", "labels"])
    async def test_refuses_null(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        row = await OrderFactory.create(session)

        assert_error(await client.patch(f"{URL}/{row.id}", json={field: None}), 422, field)

    async def test_stores_null(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await OrderFactory.create(session)

        response = await client.patch(f"{URL}/{row.id}", json={"note": None})

        assert response.status_code == 200, response.text
        assert response.json()["note"] is None

    async def test_refuses_an_unknown_customer_id(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await OrderFactory.create(session)

        response = await client.patch(f"{URL}/{row.id}", json={"customer_id": str(uuid7())})

        assert_error(response, 422, "customer_id")

    async def test_an_empty_request_changes_nothing(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await OrderFactory.create(session)
        before = (await client.get(f"{URL}/{row.id}")).json()

        response = await client.patch(f"{URL}/{row.id}", json={})

        assert response.json() == before

    @pytest.mark.parametrize("field", ["customer_id", "status", "placed_at", "note"])
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

    async def test_hides_what_is_kept(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await OrderFactory.create(session)

        response = await client.delete(f"{URL}/{row.id}")

        assert response.status_code == 204
        assert_error(await client.get(f"{URL}/{row.id}"), 404)
        assert_error(await client.patch(f"{URL}/{row.id}", json={}), 404)
        assert_error(await client.delete(f"{URL}/{row.id}"), 404)
        assert (await client.get(URL)).json()["items"] == []
        await session.refresh(row)
        assert row.deleted_at is not None

    async def test_keeps_what_customer_id_refers_to(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await CustomerFactory.create(session, 1)
        row = await OrderFactory.create(session, 0, customer_id=target.id)

        response = await client.delete(f"/api/v1/customers/{target.id}")

        assert_error(response, 409)
        assert (await client.get(f"{URL}/{row.id}")).status_code == 200


class TestRestore:
    async def test_does_not_find_an_unknown_key(self, client: AsyncClient) -> None:
        assert_error(await client.post(f"{URL}/{UNKNOWN}/restore"), 404)

    async def test_does_not_restore_what_is_not_deleted(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await OrderFactory.create(session)

        assert_error(await client.post(f"{URL}/{row.id}/restore"), 404)

    async def test_brings_back_what_was_deleted(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await OrderFactory.create(session)
        before = (await client.get(f"{URL}/{row.id}")).json()
        await client.delete(f"{URL}/{row.id}")

        response = await client.post(f"{URL}/{row.id}/restore")

        after = (await client.get(f"{URL}/{row.id}")).json()
        assert response.status_code == 200, response.text
        assert response.json() == after
        assert after | {"updated_at": before["updated_at"]} == before

    async def test_does_not_restore_a_value_that_is_taken_meanwhile(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        body = await OrderFactory.valid_body(session, 0)
        other = await OrderFactory.valid_body(session, 1)
        row = (await client.post(URL, json=body)).json()
        await client.delete(f"{URL}/{row['id']}")

        taken = await client.post(URL, json=other | {"number": body["number"]})
        response = await client.post(f"{URL}/{row['id']}/restore")

        assert taken.status_code == 201, taken.text
        assert_error(response, 409, "number")


class TestVersions:
    async def test_each_response_about_one_tells_its_version(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await OrderFactory.create(session)

        answers = [
            await client.post(URL, json=await OrderFactory.valid_body(session, 1)),
            await client.get(f"{URL}/{row.id}"),
            await client.patch(f"{URL}/{row.id}", json={}, headers={"If-Match": '"1"'}),
        ]

        assert [answer.headers["ETag"] for answer in answers] == ['"1"'] * len(answers)

    async def test_each_change_makes_another_version(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await OrderFactory.create(session)
        other = await OrderFactory.valid_body(session, 1)
        change = {"customer_id": other["customer_id"]}

        changed = await client.patch(f"{URL}/{row.id}", json=change)

        assert changed.headers["ETag"] == '"2"'
        assert (await client.get(f"{URL}/{row.id}")).headers["ETag"] == '"2"'

    @pytest.mark.parametrize("method", ["PATCH", "DELETE"])
    async def test_refuses_a_request_that_names_no_version(
        self, client: AsyncClient, session: AsyncSession, method: str
    ) -> None:
        row = await OrderFactory.create(session)
        del client.headers["If-Match"]

        assert_error(await client.request(method, f"{URL}/{row.id}", json={}), 428)

    @pytest.mark.parametrize("method", ["PATCH", "DELETE"])
    @pytest.mark.parametrize("seen", ['"2"', 'W/"1"', '"1", x', "1"])
    async def test_refuses_a_request_that_names_another_version(
        self, client: AsyncClient, session: AsyncSession, method: str, seen: str
    ) -> None:
        row = await OrderFactory.create(session)

        response = await client.request(
            method, f"{URL}/{row.id}", json={}, headers={"If-Match": seen}
        )

        assert_error(response, 412)
        await session.refresh(row)
        assert row.version == 1

    async def test_deletes_the_version_that_it_names(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await OrderFactory.create(session)

        response = await client.delete(f"{URL}/{row.id}", headers={"If-Match": '"0", "1"'})

        assert response.status_code == 204

    async def test_does_not_send_again_what_the_client_has(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await OrderFactory.create(session)

        known = await client.get(f"{URL}/{row.id}", headers={"If-None-Match": 'W/"1"'})
        other = await client.get(f"{URL}/{row.id}", headers={"If-None-Match": '"2"'})

        assert (known.status_code, known.content) == (304, b"")
        assert known.headers["ETag"] == other.headers["ETag"] == '"1"'
        assert other.status_code == 200

    async def test_of_two_changes_of_one_version_one_is_refused(
        self, client: AsyncClient, committed: AsyncSession
    ) -> None:
        row = await OrderFactory.create(committed)
        other = await OrderFactory.valid_body(committed, 1)
        change = {"customer_id": other["customer_id"]}
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
            "status=%00",
            "placed_at=%00",
            "placed_at__gt=%00",
            "customer_id=%00",
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

    @pytest.mark.parametrize("field", ["status", "placed_at", "customer_id"])
    async def test_filters_by_equality(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        row = await OrderFactory.create(session)
        await OrderFactory.create(session, 1)
        wanted = (await client.get(f"{URL}/{row.id}")).json()

        response = await client.get(URL, params={field: wanted[field]})

        assert response.json()["items"] == [wanted]


class TestLabelsOfOne:
    async def test_are_stored_with_a_new_row_and_told_once(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await LabelFactory.create(session, 1)
        body = await OrderFactory.valid_body(session)

        response = await client.post(URL, json=body | {"labels": [str(target.id)] * 2})

        assert response.status_code == 201, response.text
        assert response.json()["labels"] == [str(target.id)]

    @pytest.mark.parametrize("keys", [[UNKNOWN], ["\0"], "x"])
    async def test_refuse_keys_that_no_row_has(
        self, client: AsyncClient, session: AsyncSession, keys: object
    ) -> None:
        row = await OrderFactory.create(session)
        body = await OrderFactory.valid_body(session, 1)
        wrong = {"labels": keys}

        for response in (
            await client.post(URL, json=body | wrong),
            await client.patch(f"{URL}/{row.id}", json=wrong),
        ):
            assert response.status_code == 422
            assert "labels" in response.json()["error"]["details"][0]["field"]
        assert (await client.put(f"{URL}/{row.id}/labels", json=keys)).status_code == 422

    async def test_are_told_by_their_name_where_one_goes_meanwhile(
        self, client: AsyncClient, session: AsyncSession, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def find(*_: object) -> None:
            pass

        monkeypatch.setattr("app.shared.repository.Repository.require_all", find)
        body = await OrderFactory.valid_body(session)

        response = await client.post(URL, json=body | {"labels": [UNKNOWN]})

        assert_error(response, 422, "labels")

    async def test_refuse_more_keys_than_are_allowed(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await LabelFactory.create(session, 1)
        row = await OrderFactory.create(session)
        body = await OrderFactory.valid_body(session, 1)
        many = {"labels": [str(target.id)] * (MAX_LINKS + 1)}

        assert_error(await client.post(URL, json=body | many), 422, "labels")
        assert_error(await client.patch(f"{URL}/{row.id}", json=many), 422, "labels")

    async def test_stay_unless_an_update_names_them(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await LabelFactory.create(session, 1)
        row = await OrderFactory.create(session)
        url = f"{URL}/{row.id}"

        linked = await client.patch(url, json={"labels": [str(target.id)]})
        kept = await client.patch(url, json={})
        emptied = await client.patch(url, json={"labels": []})

        found = [answer.json()["labels"] for answer in (linked, kept, emptied)]
        assert found == [[str(target.id)], [str(target.id)], []]
        assert (await client.get(f"{URL}/{row.id}")).json()["labels"] == []

    async def test_are_replaced_as_a_whole(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await LabelFactory.create(session, 1)
        row = await OrderFactory.create(session)

        response = await client.put(f"{URL}/{row.id}/labels", json=[str(target.id)])

        assert response.json() == [str(target.id)]
        assert (await client.get(f"{URL}/{row.id}/labels")).json() == [str(target.id)]
        assert (await client.put(f"{URL}/{row.id}/labels", json=[])).json() == []

    async def test_are_added_and_removed_one_by_one(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        other, target = [await LabelFactory.create(session, index) for index in (1, 2)]
        row = await OrderFactory.create(session)
        url = f"{URL}/{row.id}/labels/{target.id}"
        await client.put(f"{URL}/{row.id}/labels/{other.id}")

        assert [(await client.put(url)).status_code for _ in range(2)] == [204, 204]
        assert (await client.get(f"{URL}/{row.id}/labels")).json() == [
            str(other.id),
            str(target.id),
        ]
        assert (await client.delete(url)).status_code == 204
        assert (await client.get(f"{URL}/{row.id}/labels")).json() == [str(other.id)]
        assert_error(await client.delete(url), 404)
        assert_error(await client.put(f"{URL}/{row.id}/labels/{UNKNOWN}"), 404)

    async def test_are_not_too_many(
        self, client: AsyncClient, session: AsyncSession, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        target = await LabelFactory.create(session, 1)
        row = await OrderFactory.create(session)
        monkeypatch.setattr("app.features.orders.service.MAX_LINKS", 0)

        assert_error(await client.put(f"{URL}/{row.id}/labels/{target.id}"), 409)

    async def test_a_link_goes_with_what_it_links(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await LabelFactory.create(session, 1)
        row = await OrderFactory.create(session)
        await client.put(f"{URL}/{row.id}/labels/{target.id}")

        gone = await client.delete(f"/api/v1/labels/{target.id}")

        assert gone.status_code == 204
        assert (await client.get(f"{URL}/{row.id}/labels")).json() == []
        assert (await client.get(f"{URL}/{row.id}")).headers["ETag"] == '"3"'

    async def test_come_back_with_the_row(self, client: AsyncClient, session: AsyncSession) -> None:
        target = await LabelFactory.create(session, 1)
        row = await OrderFactory.create(session)
        await client.put(f"{URL}/{row.id}/labels/{target.id}")
        await client.delete(f"{URL}/{row.id}")

        hidden = await client.get(f"{URL}/{row.id}/labels")
        restored = await client.post(f"{URL}/{row.id}/restore")

        assert_error(hidden, 404)
        assert restored.json()["labels"] == [str(target.id)]

    async def test_are_part_of_the_version(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await LabelFactory.create(session, 1)
        row = await OrderFactory.create(session)
        url = f"{URL}/{row.id}/labels/{target.id}"

        answers = [
            await client.put(url),
            await client.delete(url),
            await client.put(f"{URL}/{row.id}/labels", json=[str(target.id)]),
        ]
        stale = {"If-Match": '"1"'}

        tags = [answer.headers["ETag"] for answer in answers]
        assert tags == ['"2"', '"3"', '"4"']
        assert (await client.get(f"{URL}/{row.id}")).headers["ETag"] == tags[-1]
        assert_error(await client.put(url, headers=stale), 412)
        assert_error(await client.delete(url, headers=stale), 412)
        assert_error(await client.put(f"{URL}/{row.id}/labels", json=[], headers=stale), 412)
        del client.headers["If-Match"]
        assert_error(await client.put(url), 428)
        assert_error(await client.delete(url), 428)
        assert_error(await client.put(f"{URL}/{row.id}/labels", json=[]), 428)
        assert (await client.get(f"{URL}/{row.id}/labels")).json() == [str(target.id)]


class TestInclude:
    async def test_refuses_what_is_no_relation(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await OrderFactory.create(session)

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
        row = await OrderFactory.create(session, 0)
        every = "customer,lines,labels"

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
        row = await OrderFactory.create(session)

        response = await client.get(
            f"{URL}/{row.id}",
            params={"include": "customer"},
            headers={"If-None-Match": "*"},
        )

        assert response.status_code == 200
        assert "ETag" not in response.headers

    async def test_embeds_customer(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await OrderFactory.create(session, 0)

        response = await client.get(f"{URL}/{row.id}", params={"include": "customer"})

        told = response.json()
        assert told["customer"]["id"] == told["customer_id"]

    async def test_embeds_lines(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await order_with_lines(session, 0)

        response = await client.get(f"{URL}/{row.id}", params={"include": "lines"})

        told = response.json()
        assert [found["order_id"] for found in told["lines"]] == [told["id"]]

    async def test_embeds_labels(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await order_with_labels(session, 0)

        response = await client.get(f"{URL}/{row.id}", params={"include": "labels"})

        told = response.json()
        assert [found["id"] for found in told["labels"]] == [str(key) for key in row.label_ids]
