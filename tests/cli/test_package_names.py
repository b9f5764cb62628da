"""A package that would hide a module that Python or the project imports is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from fastscaffold.errors import UsageError
from fastscaffold.generators.new_project import check_names
from fastscaffold.requests import NewProject


@pytest.mark.parametrize("package", ["test", "sitecustomize", "usercustomize", "site", "tests"])
def test_is_refused(package):
    with pytest.raises(UsageError) as refused:
        check_names(NewProject("shop", Path(), package=package))

    (message,) = refused.value.messages
    assert message.code == "new.package"
    assert "hide" in message.message


@pytest.mark.parametrize("package", ["testing", "sites", "app", "storefront"])
def test_is_taken(package):
    check_names(NewProject("shop", Path(), package=package))
