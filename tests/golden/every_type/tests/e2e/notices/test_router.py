"""Notices over HTTP."""

import pytest
from httpx2 import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.types import utc_now, uuid7
from app.features.notices.models import Notice
from app.features.notices.repository import NoticeRepository
from tests.errors import assert_error
from tests.factories.doors import DoorFactory
from tests.factories.notices import NoticeFactory

URL = "/api/v1/notices"
HOSTILE = [
    pytest.param("body", "\x00byte", id="body-nul_byte"),
]


class TestCreate:
    @pytest.mark.parametrize(("field", "value"), HOSTILE)
    async def test_refuses_what_no_database_could_hold(
        self, client: AsyncClient, session: AsyncSession, field: str, value: object
    ) -> None:
        body = await NoticeFactory.valid_body(session)

        assert_error(await client.post(URL, json=body | {field: value}), 422, field)

    @pytest.mark.parametrize("field", ["no_such_field", "id", "created_at", "updated_at"])
    async def test_refuses_what_clients_do_not_decide(
        self, client: AsyncClient, session: AsyncSession, field: str
    ) -> None:
        body = await NoticeFactory.valid_body(session)

        assert_error(await client.post(URL, json=body | {field: "x"}), 422, field)

    @pytest.mark.parametrize("body", [None, 1, "text", []])
    async def test_refuses_what_is_no_object(self, client: AsyncClient, body: object) -> None:
        assert_error(await client.post(URL, json=body), 422)

    async def test_refuses_an_unknown_door_id(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        body = await NoticeFactory.valid_body(session)

        response = await client.post(URL, json=body | {"door_id": str(uuid7())})

        assert_error(response, 422, "door_id")

    async def test_refuses_a_deleted_door_id(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await DoorFactory.create(session, 1, deleted_at=utc_now())
        body = await NoticeFactory.valid_body(session) | {"door_id": str(target.id)}

        response = await client.post(URL, json=body)

        assert_error(response, 422, "door_id")

    async def test_stores_what_it_was_sent(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        body = await NoticeFactory.valid_body(session)

        response = await client.post(URL, json=body)

        created = response.json()
        assert response.status_code == 201, response.text
        assert body.items() <= created.items()
        assert "Location" not in response.headers
        assert await NoticeRepository(session).exists()


class TestDelete:
    async def test_goes_with_what_door_id_refers_to(
        self, client: AsyncClient, session: AsyncSession
    ) -> None:
        target = await DoorFactory.create(session, 1)
        row = await NoticeFactory.create(session, 0, door_id=target.id)

        response = await client.delete(f"/api/v1/doors/{target.id}", headers={"If-Match": "*"})

        assert response.status_code == 204
        assert not await NoticeRepository(session).exists(Notice.id == row.id)
