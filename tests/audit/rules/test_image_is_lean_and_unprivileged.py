from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.image_is_lean_and_unprivileged import RULE

LEAN = """FROM python:3.12 AS builder
RUN pip install .
FROM python:3.12-slim
COPY --from=builder /venv /venv
USER app
HEALTHCHECK CMD true
CMD ["uvicorn", "app.main:app"]
"""
UNCHECKED = LEAN.replace("HEALTHCHECK CMD true\n", "")
CHECKED = (
    "services:\n  api:\n    build: .\n    healthcheck:\n      test: curl localhost\n"
    "  db:\n    image: postgres\n"
)


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"Dockerfile": "FROM python:3.12\nCMD uvicorn app:app\n"}, 1),
        ({"docker/Dockerfile.prod": LEAN.replace("USER app\n", "")}, 3),
        ({"Dockerfile": LEAN.replace("USER app", "USER root")}, 3),
        ({"Dockerfile": LEAN.replace("HEALTHCHECK CMD true\n", "")}, 3),
        ({"Dockerfile": LEAN.replace("HEALTHCHECK CMD true", "HEALTHCHECK NONE")}, 3),
        # One for development is built by default, and one that starts nothing is not meant.
        ({"Dockerfile": LEAN + "FROM builder AS development\nCMD uvicorn a:b --reload\n"}, 9),
        # A stage behind it that tests it is not what is shipped.
        ({"Dockerfile": UNCHECKED + 'FROM builder AS unit-test\nUSER root\nCMD ["pytest"]\n'}, 3),
        (
            {
                "Dockerfile": "FROM python AS base\nRUN pip install .\nFROM base AS dev\nCMD uvicorn a:b"
            },
            3,
        ),
        ({"Dockerfile": LEAN.replace('"app.main:app"', '"app.main:app", "--reload"')}, 7),
        ({"Dockerfile": LEAN.replace("CMD [", "CMD [\\\n    ").replace("]", ', "--reload"]')}, 7),
        # Neither a check of something else, nor one of a test, is one of this image.
        (
            {
                "Dockerfile": UNCHECKED,
                "db/Dockerfile": "FROM postgres\n",
                "compose.yaml": CHECKED.replace("build: .", "build: db"),
            },
            3,
        ),
        ({"Dockerfile": UNCHECKED, "tests_e2e/compose.yaml": CHECKED.replace(": .", ": ..")}, 3),
        ({"Dockerfile": UNCHECKED, "compose.yaml": CHECKED.replace("build: .", "image: redis")}, 3),
    ],
)
def test_it_finds(files, found):
    assert lines(RULE, files) == [found]


@pytest.mark.parametrize(
    "files",
    [
        {"Dockerfile": LEAN},
        {"Dockerfile": LEAN + "FROM builder AS test\nCMD pytest\nFROM builder AS dev\n"},
        {"Dockerfile": LEAN, "Dockerfile.dev": "FROM python:3.12\nCMD uvicorn app:app --reload\n"},
        {"Dockerfile": LEAN, ".devcontainer/Dockerfile": "FROM python:3.12\n"},
        {
            "Dockerfile": LEAN,
            ".github/actions/tag/Dockerfile": "FROM python:3.12\nCMD python a.py\n",
        },
        {"frontend/Dockerfile": "FROM node:22\nCMD npm start\n"},
        {"Dockerfile": LEAN.replace("USER app\n", "RUN apt-get install gosu\n")},
        {
            "Dockerfile": LEAN.replace("USER app\n", 'ENTRYPOINT ["/run.sh"]\n'),
            "docker/run.sh": "exec gosu app uvicorn app:app\n",
        },
        {
            "Dockerfile": "FROM python:3.12 AS base\nUSER app\nHEALTHCHECK CMD true\nFROM base\nCMD uvicorn a\n"
        },
        {"Dockerfile": "FROM public.ecr.aws/lambda/python:3.12\nCMD app.main.handler\n"},
        {"Dockerfile": UNCHECKED, "compose.yaml": CHECKED},
        {"api/Dockerfile": UNCHECKED, "compose.yaml": CHECKED.replace("build: .", "build: ./api")},
        {"Dockerfile": UNCHECKED, "compose.yaml": CHECKED.replace("build: .", "image: us/api")},
    ],
)
def test_it_leaves_alone(files):
    assert lines(RULE, files) == []
