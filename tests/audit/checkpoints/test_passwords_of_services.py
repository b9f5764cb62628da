"""Digests of the password that this application has with another service."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.password_hash import judge

HEAD = "import hashlib\nimport os\n"
CONFIGURED = 'PASSWORD = os.getenv("TIDES_PASSWORD")\n'
SIGNED = "    return hashlib.sha1((url + PASSWORD).encode()).hexdigest()\n"


@pytest.mark.parametrize(
    ("code", "verdict"),
    [
        (f"{CONFIGURED}def signed(url):\n{SIGNED}", "not_applicable"),
        (
            (
                f"{CONFIGURED}def signed(url, password):\n"
                "    return hashlib.sha1((url + password).encode()).hexdigest()\n"
                'def ask():\n    return signed("x", PASSWORD)\n'
            ),
            "not_applicable",
        ),
        (f"def signed(url, PASSWORD):\n{SIGNED}", "not_met"),
        # Who compares it with what somebody sends hashes that, too.
        (
            (
                f"{CONFIGURED}def check(password):\n"
                "    given = hashlib.sha1(password.encode()).hexdigest()\n"
                "    return given == hashlib.sha1(PASSWORD.encode()).hexdigest()\n"
            ),
            "not_met",
        ),
    ],
)
def test_what_is_configured_is_the_password_of_no_user(code, verdict):
    assert judge(facts(HEAD + code)).verdict.value == verdict
