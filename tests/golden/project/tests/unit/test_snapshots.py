"""Rows that several queries load are read at one moment."""

from importlib import import_module

import pytest

from app.core.database import Base
from app.dependencies import read_snapshot
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
        assert read_snapshot in [each.dependency for each in router.dependencies], feature
