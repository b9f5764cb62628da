from __future__ import annotations

import pytest

from fastscaffold.verify.checks.imports import ImportCheck
from fastscaffold.verify.checks.parse import ParseCheck
from fastscaffold.verify.loader import checks, index


def test_all_are_found_in_order():
    assert [check.name for check in checks()] == ["imports", "lint", "migrations", "parse"]


def test_sorted_by_name():
    assert [check.name for check in index([ParseCheck(), ImportCheck()])] == ["imports", "parse"]


def test_two_of_one_name_are_refused():
    with pytest.raises(ValueError, match="two checks are called parse"):
        index([ParseCheck(), ParseCheck()])
