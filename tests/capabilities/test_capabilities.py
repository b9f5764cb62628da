"""Each capability by itself, and all of them in any order."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

import pytest
import yaml
from support import projects
from support.projects import ROOT, Nobody, Tools

from fastscaffold import pipeline, queries
from fastscaffold.errors import EditRefusedError, FastScaffoldError, UsageError
from fastscaffold.generators.workspace import catalogue
from fastscaffold.requests import Options, VerifyLevel

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.any_python

CATALOGUE = catalogue()
NAMES = CATALOGUE.names()
PRODUCTION = tuple(item.name for item in CATALOGUE.all() if "production" in item.profiles)
SEEDS = range(3)

TAGS = """
version: 1
feature: tags
fields:
  name: {type: str, max_length: 40, unique: true}
relations:
  note: {kind: many_to_one, to: notes, on_delete: cascade}
"""


def add(project: Path, *names: str) -> None:
    for name in names:
        assert pipeline.add_capabilities(project, [name], Options(), Nobody()).status == "ok"


@pytest.mark.parametrize("seed", SEEDS)
def test_new_with_capabilities_equals_new_and_then_add_in_any_order(tmp_path, seed):
    chooser = random.Random(seed)
    chosen = [name for name in NAMES if chooser.random() < 0.6]
    # What another one requires comes with it.
    order = chooser.sample(chosen, len(chosen))
    at_once = projects.new(tmp_path / "a", profile="minimal", with_capabilities=tuple(chosen))
    one_by_one = projects.new(tmp_path / "b", profile="minimal")
    for name in order:
        pipeline.add_capabilities(one_by_one, [name], Options(), Nobody())

    assert projects.content(at_once) == projects.content(one_by_one)


def test_production_has_the_capabilities_that_minimal_leaves_out(tmp_path):
    production = projects.new(tmp_path / "a")
    minimal = projects.new(tmp_path / "b", profile="minimal")
    pipeline.add_capabilities(minimal, PRODUCTION, Options(), Nobody())

    assert projects.content(production) == projects.content(minimal)


def test_added_around_a_feature_the_project_is_the_same(tmp_path):
    before = projects.new(tmp_path / "a", profile="minimal", with_capabilities=NAMES)
    projects.add_inline(before, "notes", "text:text")
    after = projects.new(tmp_path / "b", profile="minimal")
    projects.add_inline(after, "notes", "text:text")
    add(after, *[name for name in NAMES if CATALOGUE.get(name).requires == ()])
    pipeline.add_capabilities(after, NAMES, Options(), Nobody())

    assert without_time(before) == without_time(after)


def without_time(project: Path) -> dict[str, bytes]:
    """Content of all files but those of notes, and the migrations, whose names hold the time."""
    return {
        path: content
        for path, content in projects.content(project).items()
        if "migrations/" not in path and "notes" not in path
    }


def test_services_go_into_files_that_were_edited(tmp_path):
    project = projects.new(tmp_path, profile="minimal", with_capabilities=("docker", "ci"))
    compose = project / "compose.yaml"
    compose.write_text(
        compose.read_text()
        .replace("postgres:17", "postgres:18  # ours")
        .replace("\nvolumes:", "\n  mail:\n    image: mailpit\n\nvolumes:")
    )

    add(project, "redis")

    services = yaml.safe_load(compose.read_text())["services"]
    assert list(services) == ["database", "migrations", "api", "proxy", "mail", "redis"]
    assert "redis" in services["api"]["depends_on"]
    assert services["api"]["environment"]["REDIS_URL"] == "redis://redis:6379/0"
    assert "postgres:18  # ours" in compose.read_text()
    notices = queries.diagnose(project).notices
    assert [note.path for note in notices] == ["compose.yaml"], "ours is not taken for the user's"
    tests = yaml.safe_load((project / ".github/workflows/ci.yml").read_text())["jobs"]["tests"]
    assert list(tests["services"]) == ["postgres", "redis"]
    assert "TEST_REDIS_URL" in tests["env"]


def test_a_service_that_was_taken_out_stays_out(tmp_path):
    project = projects.new(tmp_path, profile="minimal", with_capabilities=("docker", "redis"))
    compose = project / "compose.yaml"
    without = compose.read_text().partition("  redis:\n    image")[0]
    compose.write_text(without)

    add(project, "cors")

    assert compose.read_text() == without


@pytest.fixture
def deployed(tmp_path):
    return projects.new(tmp_path, profile="minimal", with_capabilities=("docker", "ci"))


def left_out(project, name):
    result = pipeline.add_capabilities(project, [name], Options(), Nobody())
    assert result.status == "ok"
    return {each.path: each for each in result.warnings if each.code == "edit.left-out"}


def test_a_service_that_has_no_place_is_told_with_the_lines_to_paste(deployed):
    (deployed / "compose.yaml").write_text("services: {}\n")

    told = left_out(deployed, "redis")

    assert set(told) == {"compose.yaml"}
    assert "image: valkey/valkey" in (told["compose.yaml"].hint or "")
    assert (deployed / "compose.yaml").read_text() == "services: {}\n"
    assert "redis" in (deployed / "pyproject.toml").read_text()


def test_a_file_of_a_platform_may_be_gone(deployed):
    (deployed / "compose.yaml").rename(deployed / "compose.prod.yaml")

    told = left_out(deployed, "redis")

    assert told["compose.yaml"].message == "The file is not there."
    assert "REDIS_URL" in (told["compose.yaml"].hint or "")
    assert not (deployed / "compose.yaml").exists()
    diagnosis = queries.diagnose(deployed)
    assert not diagnosis.issues
    assert "doctor.given-up" in {notice.code for notice in diagnosis.notices}


def test_a_job_may_have_another_name(deployed):
    workflow = deployed / ".github/workflows/ci.yml"
    workflow.write_text(workflow.read_text().replace("\n  tests:\n", "\n  verify:\n"))

    told = left_out(deployed, "redis")

    assert "There is no jobs.tests." in told[".github/workflows/ci.yml"].message
    assert "TEST_REDIS_URL" in (told[".github/workflows/ci.yml"].hint or "")


def test_a_file_of_a_platform_that_cannot_be_read_is_mended_first(deployed):
    (deployed / "compose.yaml").write_text("services: [\n")
    before = projects.content(deployed)

    with pytest.raises(EditRefusedError) as refusal:
        add(deployed, "redis")

    assert {message.path for message in refusal.value.messages} == {"compose.yaml"}
    assert "Mend the file" in (refusal.value.messages[0].hint or "")
    assert projects.content(deployed) == before


@pytest.mark.parametrize("name", NAMES)
def test_its_code_is_in_the_projects_own_style(tmp_path, name):
    for package, python in (("app", "3.11"), ("storefront_catalogue", "3.12")):
        project = projects.new(
            tmp_path,
            f"shop-{package.replace('_', '-')}",
            profile="minimal",
            with_capabilities=(name,),
            package=package,
            python=python,
        )
        Tools(project).check_style()
        for path in project.rglob("*.py"):
            leftover = re.search(r"(?m)^ *(from|import) app\b", path.read_text())
            assert package == "app" or not leftover, path


@pytest.mark.parametrize("name", NAMES)
def test_it_is_documented(name):
    assert f"\n| `{name}` | " in (ROOT / "docs" / "commands.md").read_text()


@pytest.mark.wide
@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_alone_its_types_and_tests_pass(tmp_path, name):
    project = projects.new(tmp_path, profile="minimal", with_capabilities=(name,))
    Tools(project).check_types()
    Tools(project).test("--cov")
    if CATALOGUE.tables(name) is not None:
        Tools(project).migrate_up_and_down()


@pytest.mark.slow
def test_all_together_around_features_and_on_postgresql(tmp_path, postgres_database):
    project = projects.new(tmp_path)
    projects.add_inline(project, "notes", "text:text")
    pipeline.add_capabilities(project, NAMES, Options(), Nobody())
    projects.add(project, TAGS)

    Tools(project).check_style()
    Tools(project).check_types()
    Tools(project).migrate_up_and_down()
    assert "passed" in Tools(project, postgres_database).test()


def test_a_project_with_all_of_them_is_in_order(tmp_path):
    project = projects.new(tmp_path, with_capabilities=NAMES)

    diagnosis = queries.diagnose(project)

    assert diagnosis.issues == ()
    assert diagnosis.notices == ()


def test_tables_come_by_a_migration_that_follows_the_last(tmp_path):
    project = projects.new(tmp_path, profile="minimal")
    projects.add_inline(project, "notes", "text:text")

    add(project, "auth")
    projects.add_inline(project, "tags", "name:str(40)")

    versions = sorted((project / "migrations" / "versions").glob("*.py"))
    texts = [path.read_text() for path in versions]
    found = [re.search(r'^revision: str = "(\w+)"$', text, re.MULTILINE) for text in texts]
    names = [match[1] for match in found if match]
    assert [path.name[:4] for path in versions] == ["0001", "0002", "0003"]
    assert f'down_revision: str | None = "{names[0]}"' in texts[1]
    assert f'down_revision: str | None = "{names[1]}"' in texts[2]
    assert queries.diagnose(project).issues == ()


def test_each_secret_is_made_for_the_project_and_stands_in_its_environment_only(tmp_path):
    project = projects.new(tmp_path, with_capabilities=("auth",))
    lines = (project / ".env").read_text().splitlines()
    secrets = {
        name: value
        for name, _, value in (line.partition("=") for line in lines)
        if "SECRET" in name
    }

    assert len(secrets["JWT_SECRET"]) == 64
    assert secrets["JWT_SECRET"] != secrets["SECRET_KEY"]
    assert "\nJWT_SECRET=\n" in (project / ".env.example").read_text()
    holders = [
        path
        for path, content in projects.content(project).items()
        if secrets["JWT_SECRET"].encode() in content
    ]
    assert holders == [".env"]


@pytest.mark.parametrize("environment", [None, "", "SECRET_KEY=short\n", "OTHER=1\n"])
def test_a_secret_is_random_where_there_is_none_to_derive_it_from(tmp_path, environment):
    project = projects.new(tmp_path, profile="minimal")
    (project / ".env").unlink()
    if environment is not None:
        (project / ".env").write_text(environment)

    add(project, "auth")

    assert (project / ".env").exists() == (environment is not None)
    if environment is not None:
        assert re.search(r"^JWT_SECRET=[\w-]{64}$", (project / ".env").read_text(), re.MULTILINE)


def test_all_capabilities_that_there_are_not_are_named_at_once(tmp_path):
    project = projects.new(tmp_path, profile="minimal")

    with pytest.raises(UsageError) as refusal:
        pipeline.add_capabilities(project, ["corss", "cors", "metriks"], Options(), Nobody())

    assert [(each.code, each.hint) for each in refusal.value.messages] == [
        ("capability.unknown", "Did you mean cors?"),
        ("capability.unknown", "Did you mean metrics?"),
    ]


@pytest.mark.parametrize(
    ("called", "name"),
    [
        ("caching", "cache"),
        ("authentication", "auth"),
        ("authenticaton", "auth"),
        ("JWT", "auth"),
        ("ratelimit", "rate-limit"),
        ("rate_limit", "rate-limit"),
        ("k8s", "kubernetes"),
        ("opentelemetry", "tracing"),
        ("prometheus", "metrics"),
        ("dockerfile", "docker"),
        ("github-actions", "ci"),
    ],
)
def test_a_capability_is_suggested_by_what_it_is_called_elsewhere(called, name):
    with pytest.raises(UsageError) as refusal:
        catalogue().check(called)

    assert [each.hint for each in refusal.value.messages] == [f"Did you mean {name}?"]


def test_where_nothing_is_near_all_capabilities_are_named():
    with pytest.raises(UsageError) as refusal:
        catalogue().check("payments")

    assert refusal.value.messages[0].hint == (
        "There are: "
        + ", ".join(catalogue().names())
        + "\nA feature: fastscaffold add-feature NAME"
    )


def test_with_auth_a_feature_is_for_users(tmp_path):
    project = projects.new(tmp_path, profile="minimal", with_capabilities=("auth",))

    result = projects.add_inline(project, "notes", "text:text")

    router = (project / "src/app/features/notes/router.py").read_text()
    assert result.warnings == ()
    assert "dependencies=[Depends(get_current_user)]" in router


def test_auth_names_the_endpoints_that_are_public_still(tmp_path):
    project = projects.new(tmp_path, profile="minimal")
    projects.add_inline(project, "notes", "body:text")
    before = (project / "src/app/features/notes/router.py").read_bytes()

    result = pipeline.add_capabilities(project, ["auth"], Options(), Nobody())

    (warning,) = result.warnings
    assert (warning.code, warning.path) == ("feature.public", "src/app/features/notes/router.py")
    assert (
        "POST /api/v1/notes, and GET, PATCH and DELETE /api/v1/notes/{note_id}" in warning.message
    )
    assert (project / "src/app/features/notes/router.py").read_bytes() == before
    again = pipeline.add_capabilities(project, ["metrics"], Options(), Nobody())
    assert again.warnings == ()


def test_without_auth_a_feature_is_public_and_the_command_says_so(tmp_path):
    project = projects.new(tmp_path, profile="minimal")

    result = projects.add_inline(project, "notes", "text:text")

    assert [warning.code for warning in result.warnings] == ["feature.public"]


@pytest.mark.parametrize("name", ["users", "auth"])
def test_a_feature_does_not_take_the_place_of_a_part(tmp_path, name):
    project = projects.new(tmp_path, profile="minimal", with_capabilities=("auth",))
    before = projects.content(project)

    with pytest.raises(FastScaffoldError):
        projects.add_inline(project, name, "text:text")

    assert projects.content(project) == before


def test_the_image_starts_the_package(tmp_path):
    project = projects.new(
        tmp_path, profile="minimal", with_capabilities=("docker",), package="storefront"
    )
    assert "storefront.main:create_app" in (project / "Dockerfile").read_text()


def test_servers_refuse_large_messages_of_websockets(tmp_path):
    project = projects.new(tmp_path, profile="minimal", with_capabilities=("docker", "websocket"))
    limit = re.search(
        r"websocket_max_bytes: .*default=([0-9_]+)", read(project, "src/app/config.py")
    )

    assert limit is not None
    size = int(limit[1])
    assert f"--ws-max-size {size}\n" in read(project, "Makefile")
    assert f'"--ws-max-size", "{size}"' in read(project, "Dockerfile")


def read(project: Path, path: str) -> str:
    return (project / path).read_text()


def test_compose_runs_the_worker_of_the_package(tmp_path):
    project = projects.new(
        tmp_path, profile="minimal", with_capabilities=("docker", "tasks"), package="storefront"
    )
    compose = yaml.safe_load((project / "compose.yaml").read_text())

    assert compose["services"]["worker"]["command"] == ["python", "-m", "storefront.worker"]
    assert compose["services"]["worker"]["environment"]["REDIS_URL"]


def test_what_needs_another_part_comes_after_it():
    resources = CATALOGUE.resource_order()

    assert resources.index("add_redis") < resources.index("add_rate_limiter")
    assert resources.index("add_rate_limiter") < resources.index("add_auth")
    assert resources.index("add_redis") < resources.index("add_cache")
    assert resources.index("add_redis") < resources.index("add_tasks")
    assert CATALOGUE.middleware_order()[0] == "BodyLimitMiddleware"
    assert resources.index("add_redis") < resources.index("add_websocket")
    assert resources.index("add_websocket") < resources.index("add_login_watch")
    assert CATALOGUE.middleware_order()[-3:] == (
        "MetricsMiddleware",
        "TraceContextMiddleware",
        "WebSocketLogMiddleware",
    )


def test_tables_may_refer_to_those_of_a_part_that_is_required(tmp_path):
    project = projects.new(tmp_path, profile="minimal", with_capabilities=("uploads",))
    created = [path.read_text() for path in sorted((project / "migrations/versions").glob("*.py"))]

    assert len(created) == 2
    assert '["user_id"], ["users.id"]' in created[1]


def test_compose_keeps_files_in_a_volume_that_the_image_lets_the_application_write_to(tmp_path):
    project = projects.new(tmp_path, profile="minimal", with_capabilities=("docker",))
    assert "data" not in yaml.safe_load((project / "compose.yaml").read_text())["volumes"]

    add(project, "uploads")

    compose = yaml.safe_load((project / "compose.yaml").read_text())
    assert compose["services"]["api"]["volumes"] == ["data:/data"]
    assert compose["services"]["api"]["environment"]["UPLOADS_DIR"] == "/data/uploads"
    assert "data" in compose["volumes"]
    assert "--owner 10001 --group 10001 /data" in (project / "Dockerfile").read_text()


def test_a_feature_of_a_capability_is_not_removed(tmp_path):
    project = projects.new(tmp_path, profile="minimal", with_capabilities=("auth",))
    before = projects.content(project)

    with pytest.raises(UsageError) as refusal:
        projects.remove(project, "users")

    (message,) = refusal.value.messages
    assert "`auth`" in message.message
    assert "main.py" in str(message.hint)
    assert projects.content(project) == before


def test_features_are_listed_with_the_path_that_clients_ask_for(tmp_path):
    project = projects.new(tmp_path, profile="minimal")
    projects.add_inline(project, "order_lines", "number:str")

    (row,) = queries.list_project(project).features
    assert row.path == "/api/v1/order-lines"


def test_relations_are_not_counted_among_the_fields(tmp_path):
    project = projects.new(tmp_path, profile="minimal")
    spec = """
features:
  orders:
    fields: {number: str, note: text}
    relations: {lines: {kind: one_to_many, to: lines, back: order}}
  lines:
    fields: {amount: int}
    relations: {order: {kind: many_to_one, to: orders}}
"""
    projects.add(project, f"version: 1\n{spec}")

    rows = queries.list_project(project).features
    assert {row.name: row.fields for row in rows} == {"lines": 1, "orders": 2}


@pytest.mark.parametrize(
    ("required", "image"),
    [
        ('">=3.13"', "3.13"),
        ('">=3.12.4,<4"', "3.12"),
        ('"<4, ~= 3.14"', "3.14"),
        ('"<4"', "3.11"),
        ('["3.13"]', "3.11"),
        ('"', "3.11"),
    ],
)
def test_images_have_the_python_that_the_project_requires_by_now(tmp_path, required, image):
    project = projects.new(tmp_path, profile="minimal")
    pyproject = project / "pyproject.toml"
    text = pyproject.read_text()
    pyproject.write_text(text.replace('">=3.11"', required))

    added = pipeline.add_capabilities(
        project, ["docker", "ci", "gitlab-ci"], Options(verify=VerifyLevel.NONE), Nobody()
    )

    assert added.status == "ok", added.issues
    assert f"FROM python:{image}-slim\n" in (project / "Dockerfile").read_text()
    assert f'python-version: "{image}"' in (project / ".github/workflows/ci.yml").read_text()
    assert f"image: python:{image}\n" in (project / ".gitlab-ci.yml").read_text()
