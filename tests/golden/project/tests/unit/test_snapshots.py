"""Rows that several queries load are read at one moment."""

from dataclasses import replace
from importlib import import_module
from unittest.mock import Mock

import pytest
from fastapi import Depends, FastAPI
from httpx2 import AsyncClient

from app.core.database import Base, Database
from app.dependencies import SessionDep, get_session, read_snapshot
from app.features import import_models


def test_routers_ask_for_a_snapshot_where_models_load_more_by_themselves() -> None:
    import_models()
    features = {
        mapper.class_.__module__.removesuffix(".models")
        for mapper in Base.registry.mappers
        if any(relation.lazy == "selectin" for relation in mapper.relationships)
    }
    if not features:
        pytest.skip("No model loads more by itself.")
    for feature in sorted(features):
        router = import_module(f"{feature}.router").router
        dependencies = [each.dependency for each in router.dependencies]
        assert dependencies[:1] == [read_snapshot], feature


async def test_a_session_is_of_a_snapshot_that_was_asked_for(
    app: FastAPI, client: AsyncClient, database: Database
) -> None:
    snapshots = Mock(side_effect=database.snapshots)
    app.state.database = replace(database, snapshots=snapshots)

    @app.get("/one-moment", dependencies=[Depends(read_snapshot)])
    async def read(session: SessionDep) -> bool:
        return session.in_transaction()

    assert (await client.get("/one-moment")).is_success
    snapshots.assert_called_once()


async def test_a_snapshot_is_not_asked_for_after_the_session(
    app: FastAPI, client: AsyncClient
) -> None:
    @app.get("/too-late", dependencies=[Depends(get_session), Depends(read_snapshot)])
    async def read() -> None:
        raise NotImplementedError

    assert (await client.get("/too-late")).status_code == 500
