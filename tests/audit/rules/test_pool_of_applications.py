"""Engines of an application that people may run by hand, too, beside others."""

from __future__ import annotations

import pytest
from support.audited import findings

from fastscaffold.audit.rules.pool_chosen import RULE

ENGINE = "from sqlalchemy import create_engine\nengine = create_engine('postgresql://a/b'{})\n"
MAIN = "if __name__ == '__main__':\n    run()\n"
APP = "from fastapi import FastAPI\napp = FastAPI()\n"


@pytest.mark.parametrize(("source", "found"), [(APP, ["shop/main.py"]), ("", [])])
def test_what_serves_is_no_program(source, found):
    files = {
        "app/database.py": ENGINE.format(", pool_size=5"),
        "app/main.py": APP,
        "shop/main.py": source + ENGINE.format("") + MAIN,
    }
    assert [each.path for each in findings(RULE, files)] == found
