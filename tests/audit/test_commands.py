"""Findings that name a command: it runs in the project, and closes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fastscaffold import pipeline, queries
from fastscaffold.audit.rules import all_rules
from fastscaffold.errors import ConflictError
from fastscaffold.requests import NewProject, Options

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.any_python

COMMANDS = sorted({rule.command for rule in all_rules() if rule.command is not None})
LOGIN = '''"""Logs in."""

from fastapi import APIRouter
from pwdlib import PasswordHash
from pydantic import BaseModel

router = APIRouter(prefix="/auth")
hasher = PasswordHash.recommended()


class Login(BaseModel):
    """Who comes."""

    email: str
    password: str


@router.post("/login")
async def login(body: Login) -> bool:
    """Look at the password."""
    return hasher.verify(body.password, "hash")
'''


class Nobody:
    """Answers no question."""

    def resolve(self, conflict):
        raise ConflictError

    def confirm(self, plan):
        return True


@pytest.fixture
def project(tmp_path) -> Path:
    """A project without what can be added, in which somebody has written a login."""
    request = NewProject("shop", tmp_path, profile="minimal", git=False)
    pipeline.new_project(request, Options(), Nobody())
    root = tmp_path / "shop"
    # What is above belongs to another repository.
    (root / ".git").mkdir()
    (root / "src" / "app" / "login.py").write_text(LOGIN)
    main = root / "src" / "app" / "main.py"
    text = main.read_text().replace(
        "    return app\n", "    app.include_router(login_router)\n    return app\n"
    )
    main.write_text(
        text.replace("\nfrom app", "\nfrom app.login import router as login_router\nfrom app", 1)
    )
    return root


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_closes_the_findings_that_name_it(project, command):
    named = {
        each.rule for each in queries.audit_project(project).findings if each.command == command
    }
    assert named == {rule.id for rule in all_rules() if rule.command == command}

    capability = command.removeprefix("fastscaffold add ")
    assert pipeline.add_capabilities(project, [capability], Options(), Nobody()).status == "ok"

    after = queries.audit_project(project)
    assert named.isdisjoint(each.rule for each in after.findings)
    # Nothing is proposed twice.
    assert command not in {each.command for each in after.findings}
