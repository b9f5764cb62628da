"""Doors over HTTP."""

from asyncio import gather

import pytest
from httpx2 import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.types import uuid7
from tests.errors import assert_error
from tests.factories.doors import DoorFactory
from tests.passwords import CHEAP

URL = "/api/v1/doors"
UNKNOWN = str(uuid7())
ANY_VERSION = {"If-Match": "*"}
# What clients call secrets, and the attributes that have their hashes.
SECRETS = {"code": "code"}


@pytest.fixture
async def client(client: AsyncClient) -> AsyncClient:
    """A client that changes any version."""
    client.headers.update(ANY_VERSION)
    return client


class TestGet:
    async def test_does_not_find_an_unknown_key(self, client: AsyncClient) -> None:
        assert_error(await client.get(f"{URL}/{UNKNOWN}"), 404)

    @pytest.mark.parametrize("key", ["not-a-key", "1", "%00"])
    async def test_refuses_a_malformed_key(self, client: AsyncClient, key: str) -> None:
        assert_error(await client.get(f"{URL}/{key}"), 422)

    async def test_tells_every_field(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await DoorFactory.create(session)

        response = await client.get(f"{URL}/{row.id}")

        assert response.status_code == 200
        assert set(response.json()) == {"id", "created_at", "updated_at", "label"}


class TestUpdate:
    async def test_does_not_find_an_unknown_key(self, client: AsyncClient) -> None:
        assert_error(await client.patch(f"{URL}/{UNKNOWN}", json={}), 404)

    @pytest.mark.parametrize("field", ["no_such_field", "id", "created_at", "updated_at"])
    async def test_refuses_what_cannot_change(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        row = await DoorFactory.create(session)
        other = await DoorFactory.valid_body(session, 1)

        response = await client.patch(f"{URL}/{row.id}", json={field: other.get(field, "x")})

        assert_error(response, 422, field)

    @pytest.mark.parametrize("field", ["label", "code"])
    async def test_refuses_null(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        row = await DoorFactory.create(session)

        assert_error(await client.patch(f"{URL}/{row.id}", json={field: None}), 422, field)

    async def test_refuses_a_value_that_is_taken(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        await DoorFactory.create(session, 0)
        taken = await DoorFactory.valid_body(session, 0)
        row = await DoorFactory.create(session, 1)

        response = await client.patch(f"{URL}/{row.id}", json={"label": taken["label"]})

        assert_error(response, 409, "label")

    async def test_an_empty_request_changes_nothing(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await DoorFactory.create(session)
        before = (await client.get(f"{URL}/{row.id}")).json()

        response = await client.patch(f"{URL}/{row.id}", json={})

        assert response.json() == before

    async def test_changes_a_field_and_no_other(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await DoorFactory.create(session)
        before = (await client.get(f"{URL}/{row.id}")).json()
        change = {"label": (await DoorFactory.valid_body(session, 1))["label"]}

        response = await client.patch(f"{URL}/{row.id}", json=change)

        after = response.json()
        assert after.pop("updated_at") > before.pop("updated_at")
        assert after == before | change


class TestDelete:
    async def test_does_not_find_an_unknown_key(self, client: AsyncClient) -> None:
        assert_error(await client.delete(f"{URL}/{UNKNOWN}"), 404)

    async def test_hides_what_is_kept(self, client: AsyncClient, session: AsyncSession) -> None:
        row = await DoorFactory.create(session)

        response = await client.delete(f"{URL}/{row.id}")

        assert response.status_code == 204
        assert_error(await client.get(f"{URL}/{row.id}"), 404)
        assert_error(await client.patch(f"{URL}/{row.id}", json={}), 404)
        assert_error(await client.delete(f"{URL}/{row.id}"), 404)
        await session.refresh(row)
        assert row.deleted_at is not None


class TestRestore:
    async def test_does_not_find_an_unknown_key(self, client: AsyncClient) -> None:
        assert_error(await client.post(f"{URL}/{UNKNOWN}/restore"), 404)

    async def test_does_not_restore_what_is_not_deleted(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await DoorFactory.create(session)

        assert_error(await client.post(f"{URL}/{row.id}/restore"), 404)

    async def test_brings_back_what_was_deleted(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await DoorFactory.create(session)
        before = (await client.get(f"{URL}/{row.id}")).json()
        await client.delete(f"{URL}/{row.id}")

        response = await client.post(f"{URL}/{row.id}/restore")

        after = (await client.get(f"{URL}/{row.id}")).json()
        assert response.status_code == 200, response.text
        assert response.json() == after
        assert after | {"updated_at": before["updated_at"]} == before


class TestVersions:
    async def test_each_response_about_one_tells_its_version(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await DoorFactory.create(session)

        answers = [
            await client.get(f"{URL}/{row.id}"),
            await client.patch(f"{URL}/{row.id}", json={}, headers={"If-Match": '"1"'}),
        ]

        assert [answer.headers["ETag"] for answer in answers] == ['"1"'] * len(answers)

    async def test_each_change_makes_another_version(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await DoorFactory.create(session)
        other = await DoorFactory.valid_body(session, 1)
        change = {"label": other["label"]}

        changed = await client.patch(f"{URL}/{row.id}", json=change)

        assert changed.headers["ETag"] == '"2"'
        assert (await client.get(f"{URL}/{row.id}")).headers["ETag"] == '"2"'

    @pytest.mark.parametrize("method", ["PATCH", "DELETE"])
    async def test_refuses_a_request_that_names_no_version(
        self, client: AsyncClient, session: AsyncSession, method: str
    ) -> None:
        row = await DoorFactory.create(session)
        del client.headers["If-Match"]

        assert_error(await client.request(method, f"{URL}/{row.id}", json={}), 428)

    @pytest.mark.parametrize("method", ["PATCH", "DELETE"])
    @pytest.mark.parametrize("seen", ['"2"', 'W/"1"', '"1", x', "1"])
    async def test_refuses_a_request_that_names_another_version(
        self, client: AsyncClient, session: AsyncSession, method: str, seen: str
    ) -> None:
        row = await DoorFactory.create(session)

        response = await client.request(
            method, f"{URL}/{row.id}", json={}, headers={"If-Match": seen}
        )

        assert_error(response, 412)
        await session.refresh(row)
        assert row.version == 1

    async def test_deletes_the_version_that_it_names(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await DoorFactory.create(session)

        response = await client.delete(f"{URL}/{row.id}", headers={"If-Match": '"0", "1"'})

        assert response.status_code == 204

    async def test_does_not_send_again_what_the_client_has(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await DoorFactory.create(session)

        known = await client.get(f"{URL}/{row.id}", headers={"If-None-Match": 'W/"1"'})
        other = await client.get(f"{URL}/{row.id}", headers={"If-None-Match": '"2"'})

        assert (known.status_code, known.content) == (304, b"")
        assert known.headers["ETag"] == other.headers["ETag"] == '"1"'
        assert other.status_code == 200

    async def test_of_two_changes_of_one_version_one_is_refused(
        self, client: AsyncClient, committed: AsyncSession
    ) -> None:
        row = await DoorFactory.create(committed)
        other = await DoorFactory.valid_body(committed, 1)
        change = {"label": other["label"]}
        await committed.commit()

        responses = await gather(
            *(
                client.patch(f"{URL}/{row.id}", json=change, headers={"If-Match": '"1"'})
                for _ in range(2)
            )
        )

        assert sorted(response.status_code for response in responses) == [200, 412]


class TestSecrets:
    async def test_are_told_by_no_operation(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        row = await DoorFactory.create(session)
        secrets = [
            *DoorFactory.secrets(0).values(),
            *DoorFactory.secrets(1).values(),
        ]

        told = [
            (await client.get(f"{URL}/{row.id}")).json(),
            (await client.patch(f"{URL}/{row.id}", json={})).json(),
        ]

        for one in told:
            assert "id" in one
            assert not SECRETS.keys() & one.keys()
            assert not [value for value in one.values() if value in secrets]

    @pytest.mark.parametrize("field", ["code"])
    async def test_are_changed_to_other_hashes(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        row = await DoorFactory.create(session)
        change = DoorFactory.secrets(1)[SECRETS[field]]

        response = await client.patch(f"{URL}/{row.id}", json={field: change})

        assert response.status_code == 200, response.text
        await session.refresh(row)
        stored = getattr(row, SECRETS[field])
        assert stored.startswith("$argon2id$")
        assert await CHEAP.verify(change, stored)
