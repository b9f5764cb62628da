"""Services that Traefik, or Caddy by labels, answers for over HTTPS only."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.deployment.images import runs_application
from fastscaffold.audit.facts.places import Place
from fastscaffold.audit.facts.settings.documents import as_list, as_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts

_ROUTER = re.compile(r"traefik\.http\.routers\.(.+?)\.([a-z]+(?:\.[a-z]+)*)(?:\[\d+\].*)?")
# What an entry point gives to each router of its own: `--entrypoints.websecure.http.tls=true`.
_ENTRY_OF_TLS = re.compile(
    r"(?i)entrypoints?[._]([\w-]+)[._]http[._]tls(?:[._]\w+)*[\"']?\s*[=:]\s*(?![\"']?false)"
)
_SITE_OF_CADDY = re.compile(r"(?!https?://|:)\S+\.\S+|https://\S+|\$\{?\w+\S*")
_NAME_OF_CADDY = re.compile(r"caddy(?:_\d+)?")
# What others made, and stands beside an application.
OF_OTHERS = re.compile(
    r"(?i)adminer|alertmanager|authentik|caddy|dozzle|flower|grafana|keycloak|loki|mail(?:hog|pit)"
    r"|minio|pgadmin|portainer|prometheus|rabbitmq|redis|traefik|whoami"
)
_ITSELF = re.compile(r"127\.|localhost\b|\[?::1\b")
_NOT_SHIPPED = re.compile(r"(?i)[._-](?:dev|development|e2e|local|override|tests?)\b")


def of_services(facts: Facts, path: str) -> Iterator[Place]:
    """Where the labels of the services of a project have them asked over HTTPS only."""
    text = facts.configuration.texts[path]
    if not re.search(r"traefik\.http\.routers\.|\bcaddy(?:_\d+)?[\"']?\s*[=:]", text):
        return
    if _NOT_SHIPPED.search(path.rpartition("/")[2]):
        return
    services = as_table(facts.configuration.yaml(path).get("services"))
    own = [each for each in map(as_table, services.values()) if _is_own(each)]
    published = [each for each in own if _is_published(each)]
    # Whatever the others are asked over, the application is asked past the proxy.
    if any(runs_application(facts, path, each) for each in published):
        return
    labels = [_labels(each) for each in own if each not in published]
    routers = [each for said in labels for each in _routers(said).values()]
    if routers and all(_is_secure(each, _entries(facts)) for each in routers):
        yield Place(path, _line(text, "traefik.http.routers."), "Traefik asks over HTTPS only")
    sites = [value for said in labels for key, value in said if _NAME_OF_CADDY.fullmatch(key)]
    if sites and all(map(_SITE_OF_CADDY.fullmatch, sites)):
        yield Place(path, _line(text, "caddy"), "Caddy redirects to HTTPS by itself")


def _is_own(service: dict[str, object]) -> bool:
    """Whether a service may be of the project."""
    image = service.get("image")
    return not isinstance(image, str) or "build" in service or not OF_OTHERS.search(image)


def _is_published(service: dict[str, object]) -> bool:
    """Whether others than the machine itself reach a service by no proxy, in either form."""
    addresses = (as_table(each).get("host_ip", each) for each in as_list(service.get("ports")))
    return any(not _ITSELF.match(str(each)) for each in addresses)


@lru_cache(maxsize=2)
def _entries(facts: Facts) -> frozenset[str]:
    """The entry points that have TLS for all of their routers."""
    return frozenset(
        match[1].lower()
        for each in facts.configuration.texts.values()
        if "ntry" in each
        for line in each.splitlines()
        if not line.lstrip().startswith("#")
        for match in _ENTRY_OF_TLS.finditer(line)
    )


def _labels(service: dict[str, object]) -> list[tuple[str, str]]:
    """The labels of a service, and of its deployment, with their values."""
    found: list[tuple[str, str]] = []
    for held in (service.get("labels"), as_table(service.get("deploy")).get("labels")):
        found += [(key, str(value).lower()) for key, value in as_table(held).items()]
        for each in as_list(held):
            key, _, value = str(each).partition("=")
            found.append((key.strip(), value.strip().lower()))
    return [] if ("traefik.enable", "false") in found else found


def _routers(labels: list[tuple[str, str]]) -> dict[str, dict[str, str]]:
    """What labels say of each router that they name."""
    found: dict[str, dict[str, str]] = {}
    for key, value in labels:
        match = _ROUTER.fullmatch(key)
        if match is not None:
            found.setdefault(match[1], {})[match[2].lower()] = value
    return found


def _is_secure(router: dict[str, str], entries: frozenset[str]) -> bool:
    """Whether a router has TLS, by itself or by its entry points: it is then asked so only."""
    asked = router.get("entrypoints", "")
    named = {each.strip() for each in asked.split(",") if each.strip()}
    if router.get("tls") == "false":
        return False
    return any(key.split(".")[0] == "tls" for key in router) or (bool(named) and named <= entries)


def _line(text: str, start: str) -> int:
    lines = text.splitlines()
    found = (
        number
        for number, line in enumerate(lines, 1)
        if start in line and not line.lstrip().startswith("#")
    )
    return next(found, 1)
