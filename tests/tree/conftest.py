from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.tree_scenario import Scenario, make_scenario

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def tmp_path(memory_path: Path) -> Path:
    return memory_path


@pytest.fixture(params=["ours", "foreign"])
def scenario(tmp_path: Path, request: pytest.FixtureRequest) -> Scenario:
    """With and without a state directory of ours in the project."""
    return make_scenario(tmp_path / "p", foreign=request.param == "foreign")
