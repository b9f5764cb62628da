"""Prints of what runs until it is stopped, or is loaded by a server, whoever starts it."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.logs_structured import RULE

APP = "from fastapi import FastAPI\nimport structlog\nstructlog.configure()\napp = FastAPI()\n"
MAIN = "if __name__ == '__main__':\n    main()\n"


@pytest.mark.parametrize(
    "loop",
    [
        "while True:\n        work()",
        "while 1:\n        for each in work():\n            if each:\n                break",
        "while True:\n        if work():\n            raise WorkError",
        "while True:\n        mailer.quit()",
        "channel.start_consuming()",
        "loop.run_forever()",
    ],
)
def test_what_never_ends_is_no_command(loop):
    source = f"def main():\n    print('begun')\n    {loop}\n{MAIN}"
    assert lines(RULE, {"app/main.py": APP, "app/queue.py": source}) == [2]


@pytest.mark.parametrize(
    "loop",
    [
        "while True:\n        if work():\n            break",
        "while True:\n        if work():\n            return",
        "while True:\n        if work():\n            sys.exit(0)",
        "while True:\n        if work():\n            raise SystemExit",
        "while True:\n        if work():\n            raise typer.Exit(1)",
        "while True:\n        yield work()",
        "while True:\n        work(input())",
        "while waiting():\n        work()",
        "server.serve_forever()",
        "try:\n        while True:\n            work()\n    except KeyboardInterrupt:\n        stop()",
    ],
)
def test_what_ends_or_asks_is_one(loop):
    source = f"def main():\n    print('begun')\n    {loop}\n{MAIN}"
    assert lines(RULE, {"app/main.py": APP, "app/queue.py": source}) == []


@pytest.mark.parametrize(("name", "expected"), [("gunicorn_conf", [2]), ("notes", [])])
def test_a_server_loads_its_configuration(name, expected):
    files = {"app/main.py": APP, f"app/{name}.py": "workers = 2\nprint(workers)\n"}
    assert lines(RULE, files) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            f"import uvicorn\ndef stop(number):\n    print(number)\ndef main():\n    {{run}}\n{MAIN}",
            [3],
        ),
        (f"import typer, uvicorn\ndef main():\n    print(1)\n    {{run}}\n{MAIN}", []),
        (f"def stop(number):\n    print(number)\ndef main():\n    work()\n{MAIN}", []),
        (f"import uvicorn\ndef main():\n    {{run}}\n{MAIN}    print('done')\n", []),
    ],
)
def test_what_runs_the_server_is_a_part_of_it(source, expected):
    begin = f"from app.main import app\n{source.replace('{run}', 'uvicorn.run(app)')}"
    found = lines(RULE, {"app/main.py": APP, "app/run.py": begin})
    assert found == [line + 1 for line in expected]
