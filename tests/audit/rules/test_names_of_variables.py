"""Constants that are the names of variables, by which the code reads the environment."""

from __future__ import annotations

import pytest
from support.audited import findings

from fastscaffold.audit.rules.secrets_typed_as_secrets import RULE

NAMES = 'UPLOAD_AUTH_TOKEN = "UPLOAD_AUTH_TOKEN"\nSTORE_API_KEY = "store-4kd83mfj2lq09s"\n'


@pytest.mark.parametrize(
    ("read", "kept"),
    [
        ("os.environ.get(names.UPLOAD_AUTH_TOKEN)", [2]),
        ("os.environ[names.UPLOAD_AUTH_TOKEN]", [2]),
        ("os.getenv(UPLOAD_AUTH_TOKEN)", [2]),
        # What a name is given to otherwise says nothing of what it holds.
        ("log_in(names.UPLOAD_AUTH_TOKEN)", [1, 2]),
        ("os.environ.get('OTHER', names.UPLOAD_AUTH_TOKEN)", [1, 2]),
    ],
)
def test_what_a_variable_is_called_is_no_secret(read, kept):
    use = (
        "import os\nfrom app import names\nfrom app.names import UPLOAD_AUTH_TOKEN\n"
        f"def headers():\n    value = {read}\n    return {{'Authorization': value}}\n"
    )
    found = findings(RULE, {"app/names.py": NAMES, "app/use.py": use, "app/__init__.py": ""})
    assert [each.line for each in found if each.path == "app/names.py"] == kept
