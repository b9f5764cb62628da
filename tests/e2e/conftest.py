from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import projects

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def pristine_project(tmp_path_factory) -> Path:
    """A new project; not to be changed."""
    return projects.new(tmp_path_factory.mktemp("pristine"))


@pytest.fixture
def project(pristine_project, tmp_path) -> Path:
    """A new project for one test."""
    return projects.copied(pristine_project, tmp_path / "api")
