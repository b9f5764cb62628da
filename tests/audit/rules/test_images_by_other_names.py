"""Images that are called otherwise, or that hold a program that is packed already."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.rules.image_is_lean_and_unprivileged import RULE

PYTHON = 'FROM python:3.12\nRUN pip install .\nCMD ["celery", "-A", "app.worker", "worker"]\n'
PACKED = "FROM debian AS got\nRUN curl -o /app x\nFROM debian\nCOPY --from=got /app /app\n"
APP = "from fastapi import FastAPI\napp = FastAPI()\n"


@pytest.mark.parametrize(
    ("path", "text", "count"),
    [
        ("DockerfileWorker", PYTHON, 1),
        ("docker/DockerfileProd", PYTHON, 1),
        ("backend/DockerFile", PYTHON, 1),
        ("docker/ContainerFile", PYTHON, 1),
        ("frontend/DockerFile", "FROM node:22\nCMD npm start\n", 0),
        ("DockerfileTest", PYTHON, 0),
        ("Dockerfile", PACKED, 1),
        ("proxy/Dockerfile", PACKED, 0),
        ("Dockerfile", PACKED.replace("FROM debian\n", "FROM nginx\n"), 0),
        ("Dockerfile", PACKED.replace("FROM debian\n", "FROM golang:1\n"), 0),
    ],
)
def test_it_knows_the_image_of_the_application(path, text, count):
    assert len([*RULE.check(facts({"app/main.py": APP, path: text}))]) == count
