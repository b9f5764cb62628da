"""Where plain HTTP ends: in the application, in a proxy, or at a platform."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.deployment.charts import has_certificate
from fastscaffold.audit.facts.deployment.commands import GUNICORN
from fastscaffold.audit.facts.deployment.https_of_balancers import (
    DEVELOPED,
    of_balancers,
    of_listeners,
)
from fastscaffold.audit.facts.deployment.https_of_middleware import insist
from fastscaffold.audit.facts.deployment.https_of_nginx import of_nginx, sent_elsewhere
from fastscaffold.audit.facts.deployment.https_of_traefik import of_services
from fastscaffold.audit.facts.deployment.infrastructure import redirecting
from fastscaffold.audit.facts.origins.followed import given
from fastscaffold.audit.facts.places import Place, at_call
from fastscaffold.audit.facts.settings.switches import is_switched_off

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.origins.followed import Placed
    from fastscaffold.audit.modules import Call

_REDIRECTS = re.compile(
    r"return\s+(30[1278]\s+)?[\"']?https://|rewrite\s+.*https://|redirectscheme|redirections?\.entry"
    r"point|redirect\.entrypoint\s*[=:]|\[entrypoints\.\w+\.redirect\]|headers\.sslredirect\s*=\s*true"
    r"|redirect\s+scheme\s+https|http-request\s+redirect\s+scheme|ssl-redirect[\"']?\s*:\s*[\"']?"
    r"(true|443)|(?<![\w.])ssl_redirect[\"']?(?!\s*[:=]\s*[\"']?(?:false|off|no|0))|RewriteRule.*https://|Redirect\s+(permanent|301)"
    r"\s+/\s+https|secure:\s*always|redir\s+.*https://"
    r"|protocol:\s*HTTPS_REDIRECT|httpsRedirect:(?!\s*false)|allowInsecure:\s*false|redirect[-_]to[-_]https"
    r"|https_redirect\s*=\s*true|http_https_redirect\s*=\s*true"
    r"|\b(?:AUTO_LETS_ENCRYPT|(?:AUTO_)?REDIRECT_HTTP_TO_HTTPS)[\"']?\s*[=:]\s*[\"']?yes"
    r"|\bHTTPS_METHOD[\"']?\s*[=:]\s*[\"']?redirect"
    r"|error_page\s+497\s.*https://|\bLETSENCRYPT_HOST\s*[=:]"
    r"|\binsecureEdgeTerminationPolicy:\s*[\"']?Redirect"
    r"|\bcaddy\s+reverse-proxy\s.*--from\s+(?!:|http:|localhost\b)\S"
    # What stands first in a line: a variable of that name is for the application to heed.
    r"|^\s*(?-i:force_https)\s*=\s*true"
    r"|\balways_use_https\s*=\s*\"on|\bingress\.allow-http[\"']?\s*:\s*[\"']?false"
    r"|actions\.ssl-redirect[\"']?\s*:.*\bredirect\b",
    re.IGNORECASE,
)
# What clouds call it, and elsewhere a flag of cookies: `session: {https_only: true}`.
_HTTPS_ONLY = re.compile(r"(?i)\bhttps_?only[\"']?\s*[:=]\s*[\"']?true")
_CLOUD = re.compile(r"(?i)\bazure(?:-native)?:\w+:|\bazure_?rm_|\bmicrosoft\.web/")
# Files of the environment, and what only tests start.
_ASIDE = re.compile(r"/\.env|/(?:tests?|testing|e2e)/")
_ENTRY = re.compile(r"^\s*(scheme|to)\s*:\s*\"?(https|websecure)")
_SITE = re.compile(
    r"^(?!\s)(?!http://)(?!\S+:80\b)(?!:)(?!\()(?!#)([\w.*{}$:/-]+\.[\w{}$-]+|\{\$?\w+[^}]*\})"
)
# The ending of what a deployment renders, and what it fills in.
_RENDERED = re.compile(r"\.(?:j2|jinja2?|tpl)$")
_FILLED_IN = re.compile(r"\{\{[^{}]*\}\}")
# Those that serve HTTPS only, or redirect unasked; others, such as Heroku, serve both.
_PLATFORMS = (
    *("render.yaml", "railway.*", "vercel.json", "apprunner.yaml", "serverless.yml"),
    *("serverless.yaml", "zappa_settings.*", "template.yaml", "samconfig.toml", "wrangler.toml"),
)
_FETCHES = re.compile(r"\b(?:acme\.sh|certbot)\b")
# What hands requests of a gateway, which speaks HTTPS only, to the application.
_GATEWAYS = ("mangum.Mangum", "*.Mangum", "azure.functions.AsgiFunctionApp", "*.AsgiFunctionApp")
# How the commands of servers take a certificate.
_CERTIFICATE = re.compile(r"(?<![\w-])--(?:ssl-)?certfile\b")


@lru_cache(maxsize=2)
def enforced(facts: Facts) -> list[Place]:
    """Where a request over plain HTTP is redirected or refused."""
    found: list[Place] = []
    for each in facts.middleware:
        if is_switched_off(facts, each.call):
            continue
        if facts.index.is_a(each.symbol, "*.HTTPSRedirectMiddleware"):
            found.append(at_call(each.call, "redirects to HTTPS"))
        elif insist(facts, each.functions) or any(
            insist(facts, [function]) for function in facts.callers.reached(each.functions)
        ):
            found.append(at_call(each.call, "redirects to HTTPS, or refuses without it"))
    found += _of_files(facts)
    found += redirecting(facts.modules, facts.sources.programs)
    return list(dict.fromkeys(found))


def platforms(facts: Facts) -> list[Place]:
    """What may end TLS: files of platforms, what fetches certificates, adapters to gateways."""
    found = [Place(path, 1, "a platform may end TLS") for path in _paths(facts, *_PLATFORMS)]
    found = [each for each in found if "/" not in each.path.removeprefix("../")]
    ci = facts.configuration.ci_paths
    fetched = facts.configuration.search(_FETCHES)
    found += [replace(each, note="fetches certificates") for each in fetched if each.path not in ci]
    adapters = dict.fromkeys(facts.calls(*_GATEWAYS))
    found += [at_call(call, "a gateway may end TLS") for call in adapters]
    # A server with a certificate of its own answers nothing else, where it has one.
    servers = (call for call in facts.calls("uvicorn.run", "uvicorn.Config", role=None))
    found += [at_call(each, "serves TLS") for each in servers if _has_certificate(facts, each)]
    started = facts.configuration.search(_CERTIFICATE)
    found += [
        replace(each, note="serves TLS")
        for each in started
        if each.path not in ci and not DEVELOPED.search(each.path) and "--reload" not in each.note
    ]
    return found + [
        Place(module.path, value.lineno, "serves TLS")
        for module in facts.modules
        if module.path.endswith(GUNICORN)
        for value in module.assigned.get("certfile", ())
        if not _is_off(facts, [(each, module) for each in module.assigned["certfile"]])
    ]


def _has_certificate(facts: Facts, call: Call) -> bool:
    found = given(facts, call)[0].get("ssl_certfile")
    return found is not None and not _is_off(facts, [found])


def _is_off(facts: Facts, certificates: list[Placed]) -> bool:
    """Whether there is none as shipped, though one may be set up."""
    origins = [each for placed in certificates for each in facts.origins.of(*placed)]
    told = [each.value for each in origins if each.kind == "constant"]
    return bool(told) and not any(told)


def _of_files(facts: Facts) -> Iterator[Place]:
    configuration = facts.configuration
    ci = set(configuration.ci_paths)
    declared: dict[str, str] = {}
    for path in configuration.texts:
        ignored = (".lock", "-lock.yaml", "pyproject.toml", "alembic.ini", ".txt", ".sh")
        if path in ci or path.endswith(ignored) or _ASIDE.search(f"/{path}"):
            continue
        name = _RENDERED.sub("", path.rpartition("/")[2].lower())
        yield from _of_lines(path, configuration.texts[path])
        if name.endswith((".tf", ".yaml", ".yml")):
            declared[path] = configuration.texts[path]
        if "caddy" in name:
            yield from _of_caddy(path, configuration.texts[path])
        elif name.endswith((".conf", ".template")) or "nginx" in name:
            yield from of_nginx(path, configuration.texts[path])
        elif name.endswith((".yml", ".yaml")):
            yield from _of_yaml(facts, path)
            yield from of_services(facts, path)
            yield from of_balancers(path, configuration.texts[path])
        elif name.endswith(".tf"):
            yield from of_balancers(path, configuration.texts[path])
        elif "nginx" in path.lower():
            yield from of_nginx(path, configuration.texts[path])
    yield from of_listeners(declared)


def _of_lines(path: str, text: str) -> Iterator[Place]:
    """Lines that redirect, or have a cloud do it."""
    is_cloud = path.endswith(".tf") or _CLOUD.search(text) is not None
    found = [
        Place(path, number, line.strip()[:120])
        for number, line in enumerate(text.splitlines(), 1)
        if (_REDIRECTS.search(line) or (is_cloud and _HTTPS_ONLY.search(line)))
        and not line.lstrip().startswith(("#", "//"))
    ]
    elsewhere = sent_elsewhere(text) if found else ()
    yield from (each for each in found if each.line not in elsewhere)


def _of_caddy(path: str, text: str) -> Iterator[Place]:
    """Caddy redirects by itself, unless that is switched off."""
    if re.search(r"auto_https\s+(off|disable_redirects)", text):
        return
    for number, written in enumerate(text.splitlines(), 1):
        line = _FILLED_IN.sub("{$SITE}", written)
        if _SITE.match(line) and line.rstrip().endswith("{"):
            yield Place(path, number, "Caddy redirects to HTTPS by itself")


def _of_yaml(facts: Facts, path: str) -> Iterator[Place]:
    text = facts.configuration.texts[path]
    if "redirections:" in text or "requestRedirect:" in text:
        for number, line in enumerate(text.splitlines(), 1):
            if _ENTRY.search(line):
                yield Place(path, number, line.strip())
    # ingress-nginx redirects where there is a certificate, unless told not to.
    is_ingress = re.search(r"^kind:\s*Ingress\b", text, re.MULTILINE)
    certificate = re.search(r"^\s+tls:", text, re.MULTILINE)
    switched_off = re.search(r"ssl-redirect\"?:\s*\"?false", text)
    if is_ingress and certificate and not switched_off and has_certificate(facts, path):
        number = text[: certificate.end()].count("\n") + 1
        yield Place(path, number, "an Ingress with a certificate")


def _paths(facts: Facts, *patterns: str) -> list[str]:
    return facts.configuration.paths(*patterns)
