"""What only people run is judged as such: programs that nothing of the project loads."""

from __future__ import annotations

import pytest
from support.audited import findings

from fastscaffold.audit.rules import rule

MAIN = "from fastapi import FastAPI\napp = FastAPI()\n"
PROGRAM = "import os\ndef main():\n    password = os.environ.get('ADMIN_PASSWORD'{default})\n    print(password)\n"
RUN = "if __name__ == '__main__':\n    main()\n"


@pytest.mark.parametrize(
    ("default", "run", "main", "count"),
    [
        ("", RUN, MAIN, 0),
        ("", "", MAIN, 1),
        ("", RUN, f"import app.admin\n{MAIN}", 1),
        (", 'admin-2024'", RUN, MAIN, 1),
    ],
)
def test_a_secret_that_a_program_is_handed_is_left_alone(default, run, main, count):
    files = {"app/main.py": main, "app/admin.py": PROGRAM.format(default=default) + run}

    assert len(findings(rule("CONF001"), files)) == count
