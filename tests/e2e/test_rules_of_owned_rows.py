"""The rule that `docs/auth.md` of a project shows sees the rows of all users."""

from __future__ import annotations

import re
import subprocess

import pytest
from support import projects
from support.projects import Tools

pytestmark = [pytest.mark.slow, pytest.mark.wide]

SPEC = """
version: 1
features:
  cars:
    fields: {plate: "str(20)"}
  rentals:
    fields: {starts_at: datetime, ends_at: datetime}
    relations: {car: {kind: many_to_one, to: cars}}
    behaviours: {ownership: true}
  orders:
    fields: {number: "str(40)", status: "enum(asked,paid)=asked:read_only"}
    behaviours: {ownership: true}
"""
FEATURE = "src/app/features/rentals"
TEST = "tests/e2e/rentals/test_rules.py"
TEST_IMPORTS = """from uuid import UUID

from httpx2 import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from tests.errors import assert_error
from tests.factories.rentals import RentalFactory
from tests.logins import add_user
"""
RACE = '''"""Two who want one car at once."""

import asyncio

import pytest
from httpx2 import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from app.features.rentals.repository import RentalRepository
from tests.factories.rentals import RentalFactory
from tests.logins import logged_in

is_taken = RentalRepository.is_taken


async def slowly(*values: object, **options: object) -> bool:
    taken = await is_taken(*values, **options)
    await asyncio.sleep(0.5)
    return taken


async def test_one_of_two_gets_the_car(
    client: AsyncClient, committed: AsyncSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = await logged_in(client, committed)
    body = await RentalFactory.valid_body(committed)
    await committed.commit()
    monkeypatch.setattr(RentalRepository, "is_taken", slowly)

    sent = [user.post("/api/v1/rentals", json=body) for _ in range(2)]

    assert sorted([each.status_code for each in await asyncio.gather(*sent)]) == [201, 409]
'''


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    project = projects.new(
        tmp_path_factory.mktemp("rules"), profile="minimal", with_capabilities=("auth",)
    )
    assert projects.add(project, SPEC).status == "ok"
    return project


def apply(project, diff):
    subprocess.run(
        ["git", "apply", "-"], cwd=project, input=diff, text=True, check=True, timeout=60
    )


def follow(project):
    """Do what the page says."""
    page = (project / "docs/auth.md").read_text()
    shown = page[page.index("`unscoped()`") :]
    rule, desk = re.findall(r"^```diff\n(.*?)^```$", shown, re.MULTILINE | re.DOTALL)
    test = re.findall(r"^```python\n(.*?)^```$", shown, re.MULTILINE | re.DOTALL)[0]
    apply(project, rule)
    apply(project, desk)
    (project / TEST).write_text(f'"""Rules."""\n\n{TEST_IMPORTS}\n\n{test}')


@pytest.fixture(scope="module")
def followed(project):
    follow(project)
    return project


def test_of_two_rentals_at_once_one_is_stored(followed, postgres_database):
    (followed / "tests/e2e/rentals/test_races.py").write_text(RACE)
    tools = Tools(followed, postgres_database)
    tools.test("tests/e2e/rentals/test_races.py")

    path = followed / FEATURE / "service.py"
    with_lock = path.read_text()
    path.write_text(with_lock.replace("        await self._cars.get_locked(car_id)\n", ""))
    try:
        with pytest.raises(AssertionError, match=r"\[201, 201\]"):
            tools.test("tests/e2e/rentals/test_races.py")
    finally:
        path.write_text(with_lock)
        (followed / "tests/e2e/rentals/test_races.py").unlink()


def test_a_rule_sees_the_rows_of_all_users(followed):
    project, tools = followed, Tools(followed)
    tools.check_style()
    tools.check_types()
    features = [
        f"tests/{kind}/{name}" for kind in ("unit", "e2e") for name in ("rentals", "orders")
    ]
    tools.test("-n2", *features, "tests/security")

    path = project / FEATURE / "repository.py"
    path.write_text(path.read_text().replace(".unscoped()", ""))
    with pytest.raises(AssertionError, match="409"):
        tools.test("tests/e2e/rentals/test_rules.py")
