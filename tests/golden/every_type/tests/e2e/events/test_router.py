"""Events over HTTP."""

from collections.abc import Awaitable, Callable

import pytest
from httpx2 import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.types import uuid7
from app.features.events.models import Event
from app.features.events.repository import EventRepository
from app.shared.bulk import MAX_ITEMS
from app.shared.schemas import MAX_LINKS
from tests.conftest import Queries
from tests.errors import assert_error
from tests.factories.events import EventFactory
from tests.factories.helpers import HelperFactory
from tests.factories.shifts import ShiftFactory
from tests.factories.venues import VenueFactory

URL = "/api/v1/events"
UNKNOWN = str(uuid7())
HOSTILE = [
    pytest.param("title", "\x00byte", id="title-nul_byte"),
    pytest.param("summary", "\x00byte", id="summary-nul_byte"),
    pytest.param("price", "10000000000.00", id="price-too_many_digits"),
    pytest.param("duration", "P36501D", id="duration-out_of_range"),
    pytest.param("contact", "ada\x00@example.com", id="contact-nul_byte"),
    pytest.param("created_from", "192.0.2.256", id="created_from-out_of_range"),
    pytest.param("created_from", "192.0.2.1\x00", id="created_from-nul_byte"),
    pytest.param("attributes", {"key": "nul\x00byte"}, id="attributes-nul_byte"),
    pytest.param("extra", {"key": "nul\x00byte"}, id="extra-nul_byte"),
    pytest.param("tags", ["nul\x00byte"], id="tags-nul_byte"),
    pytest.param("metadata", {"key": "nul\x00byte"}, id="metadata-nul_byte"),
    pytest.param("type", "\x00byte", id="type-nul_byte"),
    pytest.param("class", "\x00byte", id="class-nul_byte"),
]


async def event_with_parent(session: AsyncSession, index: int) -> Event:
    other = await EventFactory.create(session, index + 2)
    return await EventFactory.create(session, index, parent_id=other.id)


async def event_with_before(session: AsyncSession, index: int) -> Event:
    other = await EventFactory.create(session, index + 2)
    return await EventFactory.create(session, index, before_id=other.id)


async def event_with_shifts(session: AsyncSession, index: int) -> Event:
    row = await EventFactory.create(session, index)
    await ShiftFactory.create(session, index + 2, event_id=row.id)
    return row


async def event_with_parts(session: AsyncSession, index: int) -> Event:
    row = await EventFactory.create(session, index)
    await EventFactory.create(session, index + 2, parent_id=row.id)
    return row


async def event_with_after(session: AsyncSession, index: int) -> Event:
    row = await EventFactory.create(session, index)
    await EventFactory.create(session, index + 2, before_id=row.id)
    return row


async def event_with_related_from(session: AsyncSession, index: int) -> Event:
    row = await EventFactory.create(session, index)
    await EventFactory.create(session, index + 2, related_ids=[row.id])
    return row


async def event_with_hosts(session: AsyncSession, index: int) -> Event:
    other = await HelperFactory.create(session, index + 2)
    return await EventFactory.create(session, index, host_ids=[other.id])


async def event_with_related(session: AsyncSession, index: int) -> Event:
    other = await EventFactory.create(session, index + 2)
    return await EventFactory.create(session, index, related_ids=[other.id])


Create = Callable[[AsyncSession, int], Awaitable[Event]]
RELATED: list[tuple[str, Create]] = [
    ("venue", EventFactory.create),
    ("parent", event_with_parent),
    ("before", event_with_before),
    ("shifts", event_with_shifts),
    ("parts", event_with_parts),
    ("after", event_with_after),
    ("related_from", event_with_related_from),
    ("hosts", event_with_hosts),
    ("related", event_with_related),
]


class TestCreate:
    @pytest.mark.parametrize(("field", "value"), HOSTILE)
    async def test_refuses_what_no_database_could_hold(
        self, client: AsyncClient, session: AsyncSession, field: str, value: object
    ) -> None:
        body = await EventFactory.valid_body(session)

        assert_error(await client.post(URL, json=body | {field: value}), 422, field)

    @pytest.mark.parametrize(
        "field",
        ["no_such_field", "id", "created_at", "updated_at", "views", "announced_at", "token"],
    )
    async def test_refuses_what_clients_do_not_decide(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        body = await EventFactory.valid_body(session)

        assert_error(await client.post(URL, json=body | {field: "x"}), 422, field)

    @pytest.mark.parametrize("body", [None, 1, "text", []])
    async def test_refuses_what_is_no_object(self, client: AsyncClient, body: object) -> None:
        assert_error(await client.post(URL, json=body), 422)

    @pytest.mark.parametrize("field", ["code", "reference", "class"])
    async def test_refuses_a_value_that_is_taken(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        taken = await EventFactory.valid_body(session, 0)
        body = await EventFactory.valid_body(session, 1)
        await client.post(URL, json=taken)

        response = await client.post(URL, json=body | {field: taken[field]})

        assert_error(response, 409, field)

    async def test_refuses_an_unknown_venue_id(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        body = await EventFactory.valid_body(session)

        response = await client.post(URL, json=body | {"venue_id": 999_999})

        assert_error(response, 422, "venue_id")

    async def test_refuses_an_unknown_parent_id(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        body = await EventFactory.valid_body(session)

        response = await client.post(URL, json=body | {"parent_id": str(uuid7())})

        assert_error(response, 422, "parent_id")

    async def test_refuses_an_unknown_before_id(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        body = await EventFactory.valid_body(session)

        response = await client.post(URL, json=body | {"before_id": str(uuid7())})

        assert_error(response, 422, "before_id")

    async def test_stores_what_it_was_sent(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        body = await EventFactory.valid_body(session)

        response = await client.post(URL, json=body)

        created = response.json()
        assert response.status_code == 201, response.text
        assert body.items() <= created.items()
        assert response.headers["Location"] == f"{URL}/{created['id']}"
        assert (await client.get(response.headers["Location"])).json() == created


class TestBulkCreate:
    async def test_stores_all_in_their_order(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        bodies = [await EventFactory.valid_body(session, index) for index in range(3)]

        response = await client.post(f"{URL}/bulk", json={"items": bodies})

        assert response.status_code == 201, response.text
        for created, body in zip(response.json(), bodies, strict=True):
            assert body.items() <= created.items()
            assert (await client.get(f"{URL}/{created['id']}")).json() == created
        assert await EventRepository(session).count() == len(bodies)

    @pytest.mark.parametrize("count", [0, MAX_ITEMS + 1])
    async def test_refuses_none_and_too_many(
        self, client: AsyncClient, session: AsyncSession, count: int
    ) -> None:
        body = await EventFactory.valid_body(session)

        response = await client.post(f"{URL}/bulk", json={"items": [body] * count})

        assert_error(response, 422, "items")

    async def test_stores_none_where_one_is_wrong(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        bodies = [await EventFactory.valid_body(session, index) for index in range(2)]
        bodies[1]["no_such_field"] = "x"

        response = await client.post(f"{URL}/bulk", json={"items": bodies})

        assert_error(response, 422, "items.1.no_such_field")
        assert not await EventRepository(session).exists()

    @pytest.mark.parametrize("field", ["code", "reference", "class"])
    async def test_names_the_item_whose_value_is_taken(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        bodies = [await EventFactory.valid_body(session, index) for index in range(2)]
        bodies[1][field] = bodies[0][field]

        response = await client.post(f"{URL}/bulk", json={"items": bodies})

        assert_error(response, 409, f"items.1.{field}")
        assert not await EventRepository(session).exists()

    async def test_names_the_item_with_an_unknown_venue_id(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        bodies = [await EventFactory.valid_body(session, index) for index in range(2)]
        bodies[1]["venue_id"] = 999_999

        response = await client.post(f"{URL}/bulk", json={"items": bodies})

        assert_error(response, 422, "items.1.venue_id")
        assert not await EventRepository(session).exists()

    async def test_names_the_item_with_an_unknown_parent_id(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        bodies = [await EventFactory.valid_body(session, index) for index in range(2)]
        bodies[1]["parent_id"] = str(uuid7())

        response = await client.post(f"{URL}/bulk", json={"items": bodies})

        assert_error(response, 422, "items.1.parent_id")
        assert not await EventRepository(session).exists()

    async def test_names_the_item_with_an_unknown_before_id(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        bodies = [await EventFactory.valid_body(session, index) for index in range(2)]
        bodies[1]["before_id"] = str(uuid7())

        response = await client.post(f"{URL}/bulk", json={"items": bodies})

        assert_error(response, 422, "items.1.before_id")
        assert not await EventRepository(session).exists()

    async def test_names_the_item_with_unknown_hosts(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await HelperFactory.create(session, 1)
        bodies = [await EventFactory.valid_body(session, index) for index in range(2)]
        bodies[0]["hosts"] = [str(target.id)]

        bodies[1]["hosts"] = [str(uuid7())]

        refused = await client.post(f"{URL}/bulk", json={"items": bodies})
        bodies[1]["hosts"] = []
        response = await client.post(f"{URL}/bulk", json={"items": bodies})

        assert [row["hosts"] for row in response.json()] == [[str(target.id)], []]
        assert_error(refused, 422, "items.1.hosts")

    async def test_names_the_item_with_unknown_related(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await EventFactory.create(session, 1)
        bodies = [await EventFactory.valid_body(session, index) for index in (0, 2)]
        bodies[0]["related"] = [str(target.id)]

        bodies[1]["related"] = [str(uuid7())]

        refused = await client.post(f"{URL}/bulk", json={"items": bodies})
        bodies[1]["related"] = []
        response = await client.post(f"{URL}/bulk", json={"items": bodies})

        assert [row["related"] for row in response.json()] == [[str(target.id)], []]
        assert_error(refused, 422, "items.1.related")


class TestGet:
    async def test_does_not_find_an_unknown_key(self, client: AsyncClient) -> None:
        assert_error(await client.get(f"{URL}/{UNKNOWN}"), 404)

    @pytest.mark.parametrize("key", ["not-a-key", "1", "%00"])
    async def test_refuses_a_malformed_key(self, client: AsyncClient, key: str) -> None:
        assert_error(await client.get(f"{URL}/{key}"), 422)

    async def test_tells_every_field(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await EventFactory.create(session)

        response = await client.get(f"{URL}/{row.id}")

        assert response.status_code == 200
        assert set(response.json()) == {
            "id",
            "created_at",
            "updated_at",
            "venue_id",
            "parent_id",
            "before_id",
            "code",
            "title",
            "summary",
            "seats",
            "views",
            "rating",
            "price",
            "is_public",
            "held_on",
            "doors_at",
            "starts_at",
            "announced_at",
            "duration",
            "token",
            "reference",
            "contact",
            "page",
            "created_from",
            "status",
            "attributes",
            "extra",
            "tags",
            "scores",
            "metadata",
            "type",
            "class",
            "hosts",
            "related",
        }


class TestUpdate:
    async def test_does_not_find_an_unknown_key(self, client: AsyncClient) -> None:
        assert_error(await client.patch(f"{URL}/{UNKNOWN}", json={}), 404)

    @pytest.mark.parametrize(
        "field",
        [
            "no_such_field",
            "id",
            "created_at",
            "updated_at",
            "views",
            "announced_at",
            "token",
            "code",
        ],
    )
    async def test_refuses_what_cannot_change(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        row = await EventFactory.create(session)
        other = await EventFactory.valid_body(session, 1)

        response = await client.patch(f"{URL}/{row.id}", json={field: other.get(field, "x")})

        assert_error(response, 422, field)

    @pytest.mark.parametrize(
        "field",
        [
            "venue_id",
            "title",
            "seats",
            "price",
            "is_public",
            "held_on",
            "starts_at",
            "duration",
            "status",
            "attributes",
            "tags",
            "type",
            "hosts",
            "related",
        ],
    )
    async def test_refuses_null(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        row = await EventFactory.create(session)

        assert_error(await client.patch(f"{URL}/{row.id}", json={field: None}), 422, field)

    @pytest.mark.parametrize(
        "field",
        [
            "parent_id",
            "before_id",
            "summary",
            "rating",
            "doors_at",
            "reference",
            "contact",
            "page",
            "created_from",
            "extra",
            "scores",
            "metadata",
            "class",
        ],
    )
    async def test_stores_null(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        row = await EventFactory.create(session)

        response = await client.patch(f"{URL}/{row.id}", json={field: None})

        assert response.status_code == 200, response.text
        assert response.json()[field] is None

    @pytest.mark.parametrize("field", ["reference", "class"])
    async def test_refuses_a_value_that_is_taken(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        await EventFactory.create(session, 0)
        taken = await EventFactory.valid_body(session, 0)
        row = await EventFactory.create(session, 1)

        response = await client.patch(f"{URL}/{row.id}", json={field: taken[field]})

        assert_error(response, 409, field)

    async def test_refuses_an_unknown_venue_id(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await EventFactory.create(session)

        response = await client.patch(f"{URL}/{row.id}", json={"venue_id": 999_999})

        assert_error(response, 422, "venue_id")

    async def test_refuses_an_unknown_parent_id(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await EventFactory.create(session)

        response = await client.patch(f"{URL}/{row.id}", json={"parent_id": str(uuid7())})

        assert_error(response, 422, "parent_id")

    async def test_refuses_an_unknown_before_id(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await EventFactory.create(session)

        response = await client.patch(f"{URL}/{row.id}", json={"before_id": str(uuid7())})

        assert_error(response, 422, "before_id")

    async def test_an_empty_request_changes_nothing(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await EventFactory.create(session)
        before = (await client.get(f"{URL}/{row.id}")).json()

        response = await client.patch(f"{URL}/{row.id}", json={})

        assert response.json() == before

    @pytest.mark.parametrize(
        "field",
        [
            "venue_id",
            "title",
            "summary",
            "seats",
            "rating",
            "price",
            "is_public",
            "held_on",
            "doors_at",
            "starts_at",
            "duration",
            "reference",
            "contact",
            "page",
            "created_from",
            "status",
            "attributes",
            "extra",
            "tags",
            "scores",
            "metadata",
            "type",
            "class",
        ],
    )
    async def test_changes_a_field_and_no_other(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        row = await EventFactory.create(session)
        before = (await client.get(f"{URL}/{row.id}")).json()
        change = {field: (await EventFactory.valid_body(session, 1))[field]}

        response = await client.patch(f"{URL}/{row.id}", json=change)

        after = response.json()
        assert after.pop("updated_at") > before.pop("updated_at")
        assert after == before | change


class TestDelete:
    async def test_does_not_find_an_unknown_key(self, client: AsyncClient) -> None:
        assert_error(await client.delete(f"{URL}/{UNKNOWN}"), 404)

    async def test_deletes_for_good(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await EventFactory.create(session)

        response = await client.delete(f"{URL}/{row.id}")

        assert response.status_code == 204
        assert_error(await client.get(f"{URL}/{row.id}"), 404)

    async def test_keeps_what_venue_id_refers_to(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await VenueFactory.create(session, 1)
        row = await EventFactory.create(session, 0, venue_id=target.id)

        response = await client.delete(f"/api/v1/venues/{target.id}")

        assert_error(response, 409)
        assert (await client.get(f"{URL}/{row.id}")).status_code == 200

    async def test_outlives_what_parent_id_refers_to(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await EventFactory.create(session, 1)
        row = await EventFactory.create(session, 0, parent_id=target.id)

        response = await client.delete(f"{URL}/{target.id}")

        assert response.status_code == 204
        assert (await client.get(f"{URL}/{row.id}")).json()["parent_id"] is None

    async def test_outlives_what_before_id_refers_to(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await EventFactory.create(session, 1)
        row = await EventFactory.create(session, 0, before_id=target.id)

        response = await client.delete(f"{URL}/{target.id}")

        assert response.status_code == 204
        assert (await client.get(f"{URL}/{row.id}")).json()["before_id"] is None


class TestList:
    @pytest.mark.parametrize(
        "query",
        [
            "page=0",
            "page=1000000000000000000",
            "page=one",
            "page_size=0",
            "page_size=51",
            "sort=no_such_field",
            "no_such_filter=1",
            "q=%00",
            "seats=%00",
            "seats__gt=%00",
            "seats=1e999",
            "rating=%00",
            "rating__gt=%00",
            "rating=1e999",
            "price=%00",
            "price__gt=%00",
            "price=1e999",
            "is_public=%00",
            "held_on=%00",
            "held_on__gt=%00",
            "doors_at=%00",
            "doors_at__gt=%00",
            "starts_at=%00",
            "starts_at__gt=%00",
            "contact=%00",
            "created_from=%00",
            "status=%00",
            "type=%00",
            "venue_id=%00",
            "parent_id=%00",
            "before_id=%00",
            "created_at=%00",
            "created_at__gt=%00",
            "updated_at=%00",
            "updated_at__gt=%00",
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
            "page_size": 10,
            "has_next": False,
        }

    async def test_gives_each_row_once_over_all_pages(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        rows = [await EventFactory.create(session, index) for index in range(3)]

        first = (await client.get(URL, params={"page_size": 2})).json()
        second = (await client.get(URL, params={"page_size": 2, "page": 2})).json()

        found = [item["id"] for item in (*first["items"], *second["items"])]
        assert found == [str(row.id) for row in rows]
        assert (first["has_next"], second["has_next"]) == (True, False)
        assert first["total"] == second["total"] == 3

    async def test_takes_no_more_queries_for_more_rows(
        self, client: AsyncClient, session: AsyncSession, query_count: Queries
    ) -> None:
        await EventFactory.create(session, 0)
        with query_count:
            await client.get(URL)
        queries = query_count.count
        await EventFactory.create(session, 1)

        with query_count:
            response = await client.get(URL)

        assert len(response.json()["items"]) == 2
        assert query_count.count == queries

    @pytest.mark.parametrize(
        "field",
        [
            "seats",
            "rating",
            "price",
            "is_public",
            "held_on",
            "doors_at",
            "starts_at",
            "contact",
            "created_from",
            "status",
            "type",
            "venue_id",
            "created_at",
            "updated_at",
        ],
    )
    async def test_filters_by_equality(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        row = await EventFactory.create(session)
        await EventFactory.create(session, 1)
        wanted = (await client.get(f"{URL}/{row.id}")).json()

        response = await client.get(URL, params={field: wanted[field]})

        assert response.json()["items"] == [wanted]


class TestHostsOfOne:
    async def test_are_stored_with_a_new_row_and_told_once(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await HelperFactory.create(session, 1)
        body = await EventFactory.valid_body(session)

        response = await client.post(URL, json=body | {"hosts": [str(target.id)] * 2})

        assert response.status_code == 201, response.text
        assert response.json()["hosts"] == [str(target.id)]

    @pytest.mark.parametrize("keys", [[UNKNOWN], ["\0"], "x"])
    async def test_refuse_keys_that_no_row_has(
        self, client: AsyncClient, session: AsyncSession, keys: object
    ) -> None:
        row = await EventFactory.create(session)
        body = await EventFactory.valid_body(session, 1)
        wrong = {"hosts": keys}

        for response in (
            await client.post(URL, json=body | wrong),
            await client.patch(f"{URL}/{row.id}", json=wrong),
        ):
            assert response.status_code == 422
            assert "hosts" in response.json()["error"]["details"][0]["field"]
        assert (await client.put(f"{URL}/{row.id}/hosts", json=keys)).status_code == 422

    async def test_are_told_by_their_name_where_one_goes_meanwhile(
        self, client: AsyncClient, session: AsyncSession, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def find(*_: object) -> None:
            pass

        monkeypatch.setattr("app.shared.repository.Repository.require_all", find)
        body = await EventFactory.valid_body(session)

        response = await client.post(URL, json=body | {"hosts": [UNKNOWN]})

        assert_error(response, 422, "hosts")

    async def test_refuse_more_keys_than_are_allowed(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await HelperFactory.create(session, 1)
        row = await EventFactory.create(session)
        body = await EventFactory.valid_body(session, 1)
        many = {"hosts": [str(target.id)] * (MAX_LINKS + 1)}

        assert_error(await client.post(URL, json=body | many), 422, "hosts")
        assert_error(await client.patch(f"{URL}/{row.id}", json=many), 422, "hosts")

    async def test_stay_unless_an_update_names_them(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await HelperFactory.create(session, 1)
        row = await EventFactory.create(session)
        url = f"{URL}/{row.id}"

        linked = await client.patch(url, json={"hosts": [str(target.id)]})
        kept = await client.patch(url, json={})
        emptied = await client.patch(url, json={"hosts": []})

        found = [answer.json()["hosts"] for answer in (linked, kept, emptied)]
        assert found == [[str(target.id)], [str(target.id)], []]
        assert (await client.get(f"{URL}/{row.id}")).json()["hosts"] == []

    async def test_are_replaced_as_a_whole(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await HelperFactory.create(session, 1)
        row = await EventFactory.create(session)

        response = await client.put(f"{URL}/{row.id}/hosts", json=[str(target.id)])

        assert response.json() == [str(target.id)]
        assert (await client.get(f"{URL}/{row.id}/hosts")).json() == [str(target.id)]
        assert (await client.put(f"{URL}/{row.id}/hosts", json=[])).json() == []

    async def test_are_added_and_removed_one_by_one(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        other, target = [await HelperFactory.create(session, index) for index in (1, 2)]
        row = await EventFactory.create(session)
        url = f"{URL}/{row.id}/hosts/{target.id}"
        await client.put(f"{URL}/{row.id}/hosts/{other.id}")

        assert [(await client.put(url)).status_code for _ in range(2)] == [204, 204]
        assert (await client.get(f"{URL}/{row.id}/hosts")).json() == [str(other.id), str(target.id)]
        assert (await client.delete(url)).status_code == 204
        assert (await client.get(f"{URL}/{row.id}/hosts")).json() == [str(other.id)]
        assert_error(await client.delete(url), 404)
        assert_error(await client.put(f"{URL}/{row.id}/hosts/{UNKNOWN}"), 404)

    async def test_are_not_too_many(
        self, client: AsyncClient, session: AsyncSession, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        target = await HelperFactory.create(session, 1)
        row = await EventFactory.create(session)
        monkeypatch.setattr("app.features.events.service.MAX_LINKS", 0)

        assert_error(await client.put(f"{URL}/{row.id}/hosts/{target.id}"), 409)

    async def test_a_link_goes_with_what_it_links(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await HelperFactory.create(session, 1)
        row = await EventFactory.create(session)
        await client.put(f"{URL}/{row.id}/hosts/{target.id}")

        gone = await client.delete(f"/api/v1/helpers/{target.id}")

        assert gone.status_code == 204
        assert (await client.get(f"{URL}/{row.id}/hosts")).json() == []


class TestRelatedOfOne:
    async def test_are_stored_with_a_new_row_and_told_once(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await EventFactory.create(session, 1)
        body = await EventFactory.valid_body(session)

        response = await client.post(URL, json=body | {"related": [str(target.id)] * 2})

        assert response.status_code == 201, response.text
        assert response.json()["related"] == [str(target.id)]

    @pytest.mark.parametrize("keys", [[UNKNOWN], ["\0"], "x"])
    async def test_refuse_keys_that_no_row_has(
        self, client: AsyncClient, session: AsyncSession, keys: object
    ) -> None:
        row = await EventFactory.create(session)
        body = await EventFactory.valid_body(session, 1)
        wrong = {"related": keys}

        for response in (
            await client.post(URL, json=body | wrong),
            await client.patch(f"{URL}/{row.id}", json=wrong),
        ):
            assert response.status_code == 422
            assert "related" in response.json()["error"]["details"][0]["field"]
        assert (await client.put(f"{URL}/{row.id}/related", json=keys)).status_code == 422

    async def test_are_told_by_their_name_where_one_goes_meanwhile(
        self, client: AsyncClient, session: AsyncSession, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def find(*_: object) -> None:
            pass

        monkeypatch.setattr("app.shared.repository.Repository.require_all", find)
        body = await EventFactory.valid_body(session)

        response = await client.post(URL, json=body | {"related": [UNKNOWN]})

        assert_error(response, 422, "related")

    async def test_refuse_more_keys_than_are_allowed(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await EventFactory.create(session, 1)
        row = await EventFactory.create(session)
        body = await EventFactory.valid_body(session, 2)
        many = {"related": [str(target.id)] * (MAX_LINKS + 1)}

        assert_error(await client.post(URL, json=body | many), 422, "related")
        assert_error(await client.patch(f"{URL}/{row.id}", json=many), 422, "related")

    async def test_stay_unless_an_update_names_them(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await EventFactory.create(session, 1)
        row = await EventFactory.create(session)
        url = f"{URL}/{row.id}"

        linked = await client.patch(url, json={"related": [str(target.id)]})
        kept = await client.patch(url, json={})
        emptied = await client.patch(url, json={"related": []})

        found = [answer.json()["related"] for answer in (linked, kept, emptied)]
        assert found == [[str(target.id)], [str(target.id)], []]
        assert (await client.get(f"{URL}/{row.id}")).json()["related"] == []

    async def test_are_replaced_as_a_whole(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await EventFactory.create(session, 1)
        row = await EventFactory.create(session)

        response = await client.put(f"{URL}/{row.id}/related", json=[str(target.id)])

        assert response.json() == [str(target.id)]
        assert (await client.get(f"{URL}/{row.id}/related")).json() == [str(target.id)]
        assert (await client.put(f"{URL}/{row.id}/related", json=[])).json() == []

    async def test_are_added_and_removed_one_by_one(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        other, target = [await EventFactory.create(session, index) for index in (1, 2)]
        row = await EventFactory.create(session)
        url = f"{URL}/{row.id}/related/{target.id}"
        await client.put(f"{URL}/{row.id}/related/{other.id}")

        assert [(await client.put(url)).status_code for _ in range(2)] == [204, 204]
        assert (await client.get(f"{URL}/{row.id}/related")).json() == [
            str(other.id),
            str(target.id),
        ]
        assert (await client.delete(url)).status_code == 204
        assert (await client.get(f"{URL}/{row.id}/related")).json() == [str(other.id)]
        assert_error(await client.delete(url), 404)
        assert_error(await client.put(f"{URL}/{row.id}/related/{UNKNOWN}"), 404)

    async def test_are_not_too_many(
        self, client: AsyncClient, session: AsyncSession, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        target = await EventFactory.create(session, 1)
        row = await EventFactory.create(session)
        monkeypatch.setattr("app.features.events.service.MAX_LINKS", 0)

        assert_error(await client.put(f"{URL}/{row.id}/related/{target.id}"), 409)

    async def test_a_link_goes_with_what_it_links(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await EventFactory.create(session, 1)
        row = await EventFactory.create(session)
        await client.put(f"{URL}/{row.id}/related/{target.id}")

        gone = await client.delete(f"{URL}/{target.id}")

        assert gone.status_code == 204
        assert (await client.get(f"{URL}/{row.id}/related")).json() == []


class TestInclude:
    async def test_refuses_what_is_no_relation(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await EventFactory.create(session)

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
        row = await EventFactory.create(session, 0)
        every = "venue,parent,before,shifts,parts,after,related_from,hosts,related"

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

    async def test_embeds_venue(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await EventFactory.create(session, 0)

        response = await client.get(f"{URL}/{row.id}", params={"include": "venue"})

        told = response.json()
        assert told["venue"]["id"] == told["venue_id"]

    async def test_embeds_parent(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await event_with_parent(session, 0)

        response = await client.get(f"{URL}/{row.id}", params={"include": "parent"})

        told = response.json()
        assert told["parent"]["id"] == told["parent_id"]

    async def test_embeds_before(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await event_with_before(session, 0)

        response = await client.get(f"{URL}/{row.id}", params={"include": "before"})

        told = response.json()
        assert told["before"]["id"] == told["before_id"]

    async def test_embeds_shifts(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await event_with_shifts(session, 0)

        response = await client.get(f"{URL}/{row.id}", params={"include": "shifts"})

        told = response.json()
        assert [found["event_id"] for found in told["shifts"]] == [told["id"]]

    async def test_embeds_parts(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await event_with_parts(session, 0)

        response = await client.get(f"{URL}/{row.id}", params={"include": "parts"})

        told = response.json()
        assert [found["parent_id"] for found in told["parts"]] == [told["id"]]

    async def test_embeds_after(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await event_with_after(session, 0)

        response = await client.get(f"{URL}/{row.id}", params={"include": "after"})

        told = response.json()
        assert told["after"]["before_id"] == told["id"]

    async def test_embeds_related_from(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await event_with_related_from(session, 0)

        response = await client.get(f"{URL}/{row.id}", params={"include": "related_from"})

        told = response.json()
        assert [found["related"] for found in told["related_from"]] == [[told["id"]]]

    async def test_embeds_hosts(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await event_with_hosts(session, 0)

        response = await client.get(f"{URL}/{row.id}", params={"include": "hosts"})

        told = response.json()
        assert [found["id"] for found in told["hosts"]] == [str(key) for key in row.host_ids]

    async def test_embeds_related(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await event_with_related(session, 0)

        response = await client.get(f"{URL}/{row.id}", params={"include": "related"})

        told = response.json()
        assert [found["id"] for found in told["related"]] == [str(key) for key in row.related_ids]
