"""What the files of containers say, as the tools that read them understand it."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import make_url
from support import projects
from support.files import check_schema
from support.postgres import fresh_database, psql, running_server

pytestmark = pytest.mark.any_python

BIN = Path(sys.executable).parent


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A project with everything that has a part in containers."""
    return projects.new(tmp_path_factory.mktemp("containers"), "My_Shop", package="storefront")


@pytest.fixture(scope="module")
def services(project) -> dict[str, Any]:
    return yaml.safe_load((project / "compose.yaml").read_text())["services"]


@pytest.mark.parametrize("capabilities", [("docker",), ("docker", "redis", "tasks")], ids="-".join)
def test_compose_would_take_the_file(tmp_path, capabilities):
    project = projects.new(tmp_path, profile="minimal", with_capabilities=capabilities)

    check_schema("compose-spec", project / "compose.yaml")


def test_only_the_proxy_is_reached_from_outside(services):
    published = {name: service["ports"] for name, service in services.items() if "ports" in service}

    assert published == {
        "proxy": ["${BIND:-127.0.0.1}:80:80", "${BIND:-127.0.0.1}:443:443"],
    }


def test_the_application_believes_the_proxy_alone(project, services):
    network = edge(project, r"198\.(18|19)\.\d{1,3}")
    address = services["proxy"]["networks"]["edge"]["ipv4_address"]

    assert services["api"]["environment"]["FORWARDED_ALLOW_IPS"] == address
    assert address == "${EDGE_NETWORK:-" + network + "}.2"
    assert services["api"]["networks"] == ["default", "edge"]
    others = [name for name in services if "edge" in services[name].get("networks", ())]
    assert others == ["api", "proxy"]


def test_the_address_of_the_proxy_is_given_to_nobody_who_starts_before_it(project, services):
    (config,) = networks(project)["edge"]["ipam"]["config"]
    subnet, given = (ip_network(filled(config[name], "10.1.2")) for name in ("subnet", "ip_range"))
    address = ip_address(filled(services["proxy"]["networks"]["edge"]["ipv4_address"], "10.1.2"))

    assert given.subnet_of(subnet)
    assert address in subnet
    assert address not in given
    assert address != subnet.network_address + 1, "that of the machine itself"


def test_projects_of_one_machine_have_networks_of_their_own(project, tmp_path):
    other = projects.new(tmp_path, "library", profile="minimal", with_capabilities=("docker",))

    assert edge(other, r".+") != edge(project, r".+")


def test_an_image_that_is_told_nothing_is_not_of_a_developer(project):
    settings = "from storefront.config import get_settings; get_settings()"
    done = subprocess.run(
        [sys.executable, "-c", settings],
        cwd=project / "deploy",
        env=variables_of_the_image(project) | {"PYTHONPATH": str(project / "src")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "TRUSTED_HOSTS: needs its own value in production" in done.stderr


def test_compose_says_what_the_environment_is_by_the_file_of_the_developer(project, services):
    """It comes before what the image says, unless compose sets it itself."""
    for name in ("migrations", "api", "worker"):
        assert services[name]["env_file"] == ".env", name
        assert "ENVIRONMENT" not in services[name]["environment"], name
    for path in (".env", ".env.example"):
        assert "\nENVIRONMENT=development\n" in (project / path).read_text(), path


def variables_of_the_image(project: Path) -> dict[str, str]:
    """What the last stage of the Dockerfile sets."""
    _, _, stage = (project / "Dockerfile").read_text().rpartition("\nFROM ")
    lines = re.findall(r"^ENV (.+)$", stage, re.MULTILINE)
    return dict(word.split("=", 1) for line in lines for word in line.split())


def test_what_is_queued_and_kept_outlives_a_restart(project, services):
    volumes = yaml.safe_load((project / "compose.yaml").read_text())["volumes"]
    command = services["redis"]["command"]

    assert command[command.index("--appendonly") + 1] == "yes"
    assert command[command.index("--appendfsync") + 1] == "everysec"
    assert services["redis"]["volumes"] == ["redis:/data"]
    assert set(volumes) == {"database", "certificates", "data", "redis"}
    assert services["api"]["volumes"] == services["worker"]["volumes"] == ["data:/data"]


def networks(project: Path) -> dict[str, Any]:
    return yaml.safe_load((project / "compose.yaml").read_text())["networks"]


def edge(project: Path, pattern: str) -> str:
    """The first three numbers of the network where the proxy is, unless another one is named."""
    (config,) = networks(project)["edge"]["ipam"]["config"]
    found = re.fullmatch(rf"\$\{{EDGE_NETWORK:-({pattern})\}}\.0/24", config["subnet"])
    assert found is not None, config
    return found[1]


def filled(text: str, value: str) -> str:
    """What compose makes of a text where EDGE_NETWORK has a value."""
    return re.sub(r"\$\{EDGE_NETWORK:-[^}]+\}", value, text)


def test_containers_can_do_little(services):
    assert set(services) == {"database", "migrations", "api", "proxy", "redis", "worker"}
    for name, service in services.items():
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service.get("read_only"), name
    assert [service.get("cap_add") for service in services.values() if "cap_add" in service] == [
        ["NET_BIND_SERVICE"]
    ]
    for name in ("api", "worker"):
        assert set(services[name]["deploy"]["resources"]["limits"]) == {"memory", "pids"}, name


def test_the_logs_of_no_container_fill_the_disk(services):
    for name, service in services.items():
        options = {"max-size": "10m", "max-file": "5"}
        assert service["logging"] == {"driver": "local", "options": options}, name


def test_every_process_finds_its_services(services):
    for name in ("migrations", "api", "worker"):
        environment = services[name]["environment"]
        assert environment["DATABASE_URL"].endswith("@database:5432/My_Shop"), name
        assert environment["REDIS_URL"] == "redis://redis:6379/0", name


def test_the_application_owns_its_database_and_is_no_superuser(project, services):
    mount = "./deploy/database:/docker-entrypoint-initdb.d:ro"
    assert mount in services["database"]["volumes"]
    url = make_url(services["api"]["environment"]["DATABASE_URL"])
    script = project / "deploy" / "database" / "application.sql"
    with running_server() as server, fresh_database(server) as own:
        command = [psql(), "--set=ON_ERROR_STOP=1", "--no-psqlrc", f"--file={script}", own]
        environment = os.environ | {"POSTGRES_PASSWORD": "it's"}
        subprocess.run(command, env=environment, check=True, capture_output=True)

        with psycopg.connect(own) as connection:
            passwords = "SELECT rolname, rolsuper, rolpassword IS NULL FROM pg_authid"
            roles = connection.execute(f"{passwords} WHERE rolcanlogin ORDER BY 1".encode())
            assert roles.fetchall() == [(url.username, False, False), ("postgres", True, True)]
        with psycopg.connect(own, user=url.username, password="it's") as connection:
            connection.execute("CREATE TABLE notes (id int)")
            with pytest.raises(InsufficientPrivilege):
                connection.execute("COPY notes FROM PROGRAM 'true'")


def test_a_new_version_migrates_before_the_old_one_is_stopped(project, services):
    page = (project / "docs" / "docker.md").read_text().partition("## A new version\n")[2]
    lines = page.partition("```console\n")[2].partition("```")[0].splitlines()

    assert "migrations" in services
    assert lines == [
        "docker compose build",
        "docker compose run --rm migrations",
        "docker compose up --detach",
    ]
    assert " && ".join(lines) in (project / "docs" / "operations.md").read_text()


def test_nobody_is_stopped_before_the_requests_are_answered(project, services):
    command = ast.literal_eval(
        re.findall(r"^CMD (.+)$", (project / "Dockerfile").read_text(), re.MULTILINE)[0]
    )
    seconds = int(command[command.index("--timeout-graceful-shutdown") + 1])
    manifest = yaml.safe_load((project / "deploy/kubernetes/deployment.yaml").read_text())
    pod = manifest["spec"]["template"]["spec"]
    pause = int(pod["containers"][0]["lifecycle"]["preStop"]["exec"]["command"][1])

    # After the requests the application waits for tasks that it runs itself, and for its traces.
    flush = number(project, "core/spans.py", r"^FLUSH_SECONDS = (\d+)$")
    held = number(project, "core/tasks.py", r"^SHUTDOWN_SECONDS = (\d+)$")
    ending = seconds + flush + held
    assert grace(services["api"]) > ending
    assert pod["terminationGracePeriodSeconds"] > pause + ending
    said = (project / "docs" / "operations.md").read_text()
    assert f"`stop_grace_period` of compose is {grace(services['api'])} s" in said
    given = pod["terminationGracePeriodSeconds"]
    assert f"`terminationGracePeriodSeconds` of Kubernetes {given} s" in said
    task = number(project, "core/tasks.py", r"^    time_limit: float = (\d+)$")
    assert grace(services["worker"]) > task + flush + held


def grace(service: dict[str, Any]) -> int:
    """The seconds that a service has to stop."""
    return int(service["stop_grace_period"].removesuffix("s"))


def number(project: Path, module: str, pattern: str) -> int:
    """What a module of the application sets something to."""
    (found,) = re.findall(pattern, (project / "src/storefront" / module).read_text(), re.MULTILINE)
    return int(found)


def test_the_tests_and_the_readme_start_the_server_as_the_image_does(project):
    command = ast.literal_eval(
        re.findall(r"^CMD (.+)$", (project / "Dockerfile").read_text(), re.MULTILINE)[0]
    )
    options = command[command.index("--no-access-log") :]

    module = (project / "tests" / "server.py").read_text()
    own = re.findall(r"^OPTIONS = (\(.+?\))$", module, re.MULTILINE | re.DOTALL)
    assert [list(ast.literal_eval(text)) for text in own] == [options]
    assert " ".join(options) in (project / "README.md").read_text()


@pytest.mark.parametrize("python", ["3.11", "3.12"])
def test_hadolint_finds_nothing_in_the_dockerfile(tmp_path, python):
    project = projects.new(
        tmp_path, profile="minimal", with_capabilities=("docker",), python=python
    )

    run(BIN / "hadolint", "--no-color", "Dockerfile", cwd=project)


def run(*command: object, cwd: Path) -> None:
    done = subprocess.run(
        [str(word) for word in command], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr
