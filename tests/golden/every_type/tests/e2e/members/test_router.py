"""Members over HTTP."""

from asyncio import gather

import pytest
from httpx2 import AsyncClient
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.types import uuid7
from app.features.members.models import Member
from tests.conftest import Queries
from tests.errors import assert_error
from tests.factories.members import MemberFactory
from tests.passwords import CHEAP

URL = "/api/v1/members"
UNKNOWN = str(uuid7())
ANY_VERSION = {"If-Match": "*"}
# What clients call secrets, and the attributes that have their hashes.
SECRETS = {"pin": "pin", "recoveryCode": "recovery"}
HOSTILE = [
    pytest.param("memberNumber", "\x00byte", id="memberNumber-nul_byte"),
    pytest.param("from-year", 2147483648, id="from-year-out_of_range"),
    pytest.param("pin", "\x00byte", id="pin-nul_byte"),
    pytest.param("recoveryCode", "\x00byte", id="recoveryCode-nul_byte"),
]


@pytest.fixture
async def client(client: AsyncClient) -> AsyncClient:
    """A client that changes any version."""
    client.headers.update(ANY_VERSION)
    return client


class TestCreate:
    @pytest.mark.parametrize(("field", "value"), HOSTILE)
    async def test_refuses_what_no_database_could_hold(
        self, client: AsyncClient, session: AsyncSession, field: str, value: object
    ) -> None:
        body = await MemberFactory.valid_body(session)

        assert_error(await client.post(URL, json=body | {field: value}), 422, field)

    @pytest.mark.parametrize("field", ["no_such_field", "id", "created_at", "updated_at"])
    async def test_refuses_what_clients_do_not_decide(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        body = await MemberFactory.valid_body(session)

        assert_error(await client.post(URL, json=body | {field: "x"}), 422, field)

    @pytest.mark.parametrize("body", [None, 1, "text", []])
    async def test_refuses_what_is_no_object(self, client: AsyncClient, body: object) -> None:
        assert_error(await client.post(URL, json=body), 422)

    async def test_refuses_a_value_that_is_taken(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        taken = await MemberFactory.valid_body(session, 0)
        body = await MemberFactory.valid_body(session, 1)
        await client.post(URL, json=taken)

        response = await client.post(URL, json=body | {"memberNumber": taken["memberNumber"]})

        assert_error(response, 409, "memberNumber")

    async def test_stores_what_it_was_sent(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        body = await MemberFactory.valid_body(session)

        response = await client.post(URL, json=body)

        created = response.json()
        assert response.status_code == 201, response.text
        assert {
            name: value for name, value in body.items() if name not in SECRETS
        }.items() <= created.items()
        assert response.headers["Location"] == f"{URL}/{created['id']}"
        assert (await client.get(response.headers["Location"])).json() == created


class TestGet:
    async def test_does_not_find_an_unknown_key(self, client: AsyncClient) -> None:
        assert_error(await client.get(f"{URL}/{UNKNOWN}"), 404)

    @pytest.mark.parametrize("key", ["not-a-key", "1", "%00"])
    async def test_refuses_a_malformed_key(self, client: AsyncClient, key: str) -> None:
        assert_error(await client.get(f"{URL}/{key}"), 422)

    async def test_tells_every_field(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await MemberFactory.create(session)

        response = await client.get(f"{URL}/{row.id}")

        assert response.status_code == 200
        assert set(response.json()) == {
            "id",
            "created_at",
            "updated_at",
            "memberNumber",
            "from-year",
            "photo",
            "mark",
        }


class TestUpdate:
    async def test_does_not_find_an_unknown_key(self, client: AsyncClient) -> None:
        assert_error(await client.patch(f"{URL}/{UNKNOWN}", json={}), 404)

    @pytest.mark.parametrize(
        "field", ["no_such_field", "id", "created_at", "updated_at", "recoveryCode"]
    )
    async def test_refuses_what_cannot_change(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        row = await MemberFactory.create(session)
        other = await MemberFactory.valid_body(session, 1)

        response = await client.patch(f"{URL}/{row.id}", json={field: other.get(field, "x")})

        assert_error(response, 422, field)

    @pytest.mark.parametrize("field", ["memberNumber", "from-year", "pin", "mark"])
    async def test_refuses_null(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        row = await MemberFactory.create(session)

        assert_error(await client.patch(f"{URL}/{row.id}", json={field: None}), 422, field)

    async def test_stores_null(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await MemberFactory.create(session)

        response = await client.patch(f"{URL}/{row.id}", json={"photo": None})

        assert response.status_code == 200, response.text
        assert response.json()["photo"] is None

    async def test_refuses_a_value_that_is_taken(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        await MemberFactory.create(session, 0)
        taken = await MemberFactory.valid_body(session, 0)
        row = await MemberFactory.create(session, 1)

        response = await client.patch(
            f"{URL}/{row.id}", json={"memberNumber": taken["memberNumber"]}
        )

        assert_error(response, 409, "memberNumber")

    async def test_an_empty_request_changes_nothing(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await MemberFactory.create(session)
        before = (await client.get(f"{URL}/{row.id}")).json()

        response = await client.patch(f"{URL}/{row.id}", json={})

        assert response.json() == before

    @pytest.mark.parametrize("field", ["memberNumber", "from-year", "photo", "mark"])
    async def test_changes_a_field_and_no_other(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        row = await MemberFactory.create(session)
        before = (await client.get(f"{URL}/{row.id}")).json()
        change = {field: (await MemberFactory.valid_body(session, 1))[field]}

        response = await client.patch(f"{URL}/{row.id}", json=change)

        after = response.json()
        assert after.pop("updated_at") > before.pop("updated_at")
        assert after == before | change


class TestDelete:
    async def test_does_not_find_an_unknown_key(self, client: AsyncClient) -> None:
        assert_error(await client.delete(f"{URL}/{UNKNOWN}"), 404)

    async def test_hides_what_is_kept(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await MemberFactory.create(session)

        response = await client.delete(f"{URL}/{row.id}")

        assert response.status_code == 204
        assert_error(await client.get(f"{URL}/{row.id}"), 404)
        assert_error(await client.patch(f"{URL}/{row.id}", json={}), 404)
        assert_error(await client.delete(f"{URL}/{row.id}"), 404)
        assert (await client.get(URL)).json()["items"] == []
        await session.refresh(row)
        assert row.deleted_at is not None


class TestRestore:
    async def test_does_not_find_an_unknown_key(self, client: AsyncClient) -> None:
        assert_error(await client.post(f"{URL}/{UNKNOWN}/restore"), 404)

    async def test_does_not_restore_what_is_not_deleted(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await MemberFactory.create(session)

        assert_error(await client.post(f"{URL}/{row.id}/restore"), 404)

    async def test_brings_back_what_was_deleted(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await MemberFactory.create(session)
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
        body = await MemberFactory.valid_body(session, 0)
        other = await MemberFactory.valid_body(session, 1)
        row = (await client.post(URL, json=body)).json()
        await client.delete(f"{URL}/{row['id']}")

        taken = await client.post(URL, json=other | {"memberNumber": body["memberNumber"]})
        response = await client.post(f"{URL}/{row['id']}/restore")

        assert taken.status_code == 201, taken.text
        assert_error(response, 409, "memberNumber")


class TestVersions:
    async def test_each_response_about_one_tells_its_version(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await MemberFactory.create(session)

        answers = [
            await client.post(URL, json=await MemberFactory.valid_body(session, 1)),
            await client.get(f"{URL}/{row.id}"),
            await client.patch(f"{URL}/{row.id}", json={}, headers={"If-Match": '"1"'}),
        ]

        assert [answer.headers["ETag"] for answer in answers] == ['"1"'] * len(answers)

    async def test_each_change_makes_another_version(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await MemberFactory.create(session)
        other = await MemberFactory.valid_body(session, 1)
        change = {"memberNumber": other["memberNumber"]}

        changed = await client.patch(f"{URL}/{row.id}", json=change)

        assert changed.headers["ETag"] == '"2"'
        assert (await client.get(f"{URL}/{row.id}")).headers["ETag"] == '"2"'

    @pytest.mark.parametrize("method", ["PATCH", "DELETE"])
    async def test_refuses_a_request_that_names_no_version(
        self, client: AsyncClient, session: AsyncSession, method: str
    ) -> None:
        row = await MemberFactory.create(session)
        del client.headers["If-Match"]

        assert_error(await client.request(method, f"{URL}/{row.id}", json={}), 428)

    @pytest.mark.parametrize("method", ["PATCH", "DELETE"])
    @pytest.mark.parametrize("seen", ['"2"', 'W/"1"', '"1", x', "1"])
    async def test_refuses_a_request_that_names_another_version(
        self, client: AsyncClient, session: AsyncSession, method: str, seen: str
    ) -> None:
        row = await MemberFactory.create(session)

        response = await client.request(
            method, f"{URL}/{row.id}", json={}, headers={"If-Match": seen}
        )

        assert_error(response, 412)
        await session.refresh(row)
        assert row.version == 1

    async def test_deletes_the_version_that_it_names(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await MemberFactory.create(session)

        response = await client.delete(f"{URL}/{row.id}", headers={"If-Match": '"0", "1"'})

        assert response.status_code == 204

    async def test_does_not_send_again_what_the_client_has(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await MemberFactory.create(session)

        known = await client.get(f"{URL}/{row.id}", headers={"If-None-Match": 'W/"1"'})
        other = await client.get(f"{URL}/{row.id}", headers={"If-None-Match": '"2"'})

        assert (known.status_code, known.content) == (304, b"")
        assert known.headers["ETag"] == other.headers["ETag"] == '"1"'
        assert other.status_code == 200

    async def test_of_two_changes_of_one_version_one_is_refused(
        self, client: AsyncClient, committed: AsyncSession
    ) -> None:
        row = await MemberFactory.create(committed)
        other = await MemberFactory.valid_body(committed, 1)
        change = {"memberNumber": other["memberNumber"]}
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
            "memberNumber=%00",
            "from-year=%00",
            "from-year__gt=%00",
            "from-year=1e999",
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
        rows = [await MemberFactory.create(session, index) for index in range(3)]

        first = (await client.get(URL, params={"page_size": 2})).json()
        second = (await client.get(URL, params={"page_size": 2, "page": 2})).json()

        found = [item["id"] for item in (*first["items"], *second["items"])]
        assert found == [str(row.id) for row in rows]
        assert (first["has_next"], second["has_next"]) == (True, False)
        assert first["total"] == second["total"] == 3

    async def test_takes_no_more_queries_for_more_rows(
        self, client: AsyncClient, session: AsyncSession, query_count: Queries
    ) -> None:
        await MemberFactory.create(session, 0)
        with query_count:
            await client.get(URL)
        queries = query_count.count
        await MemberFactory.create(session, 1)

        with query_count:
            response = await client.get(URL)

        assert len(response.json()["items"]) == 2
        assert query_count.count == queries

    @pytest.mark.parametrize("field", ["memberNumber", "from-year"])
    async def test_filters_by_equality(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        row = await MemberFactory.create(session)
        await MemberFactory.create(session, 1)
        wanted = (await client.get(f"{URL}/{row.id}")).json()

        response = await client.get(URL, params={field: wanted[field]})

        assert response.json()["items"] == [wanted]


class TestSecrets:
    async def test_are_told_by_no_operation(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await MemberFactory.create(session)
        body = await MemberFactory.valid_body(session, 1)
        secrets = [
            *MemberFactory.secrets(0).values(),
            *MemberFactory.secrets(1).values(),
        ]

        told = [
            (await client.post(URL, json=body)).json(),
            (await client.get(f"{URL}/{row.id}")).json(),
            (await client.patch(f"{URL}/{row.id}", json={})).json(),
            *(await client.get(URL)).json()["items"],
        ]

        for one in told:
            assert "id" in one
            assert not SECRETS.keys() & one.keys()
            assert not [value for value in one.values() if value in secrets]

    @pytest.mark.parametrize("field", list(SECRETS))
    async def test_are_stored_as_hashes(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        body = await MemberFactory.valid_body(session)

        await client.post(URL, json=body)

        row = (await session.scalars(select(Member))).one()
        stored = getattr(row, SECRETS[field])
        assert stored.startswith("$argon2id$")
        assert await CHEAP.verify(body[field], stored)

    @pytest.mark.parametrize("field", ["pin"])
    async def test_are_changed_to_other_hashes(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        row = await MemberFactory.create(session)
        change = MemberFactory.secrets(1)[SECRETS[field]]

        response = await client.patch(f"{URL}/{row.id}", json={field: change})

        assert response.status_code == 200, response.text
        await session.refresh(row)
        stored = getattr(row, SECRETS[field])
        assert stored.startswith("$argon2id$")
        assert await CHEAP.verify(change, stored)

    @pytest.mark.parametrize("field", list(SECRETS))
    async def test_are_not_repeated_by_errors(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        body = await MemberFactory.valid_body(session)

        response = await client.post(URL, json=body | {field: "leak" * 2_000})

        assert_error(response, 422, field)
        assert "leak" not in response.text
