"""Programs that describe what an application is deployed to; migrations and tests anywhere."""

from __future__ import annotations

import ast
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.places import Place
from fastscaffold.audit.facts.project.served import is_imported, makes
from fastscaffold.audit.parsing import parse
from fastscaffold.audit.roles import Role
from fastscaffold.audit.unparsing import unparsed
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from fastscaffold.audit.modules import Module

_NAMES = r"(?:aws_cdk|cdk8s|cdktf\w*|constructs|pulumi\w*|troposphere)"
_LIBRARIES = re.compile(rf"{_NAMES}(?:\.|$)")
_IMPORTS = re.compile(rf"(?m)^\s*(?:from|import)\s+{_NAMES}\b")
# The same in scripts, where a folder called `infrastructure` is often one of a frontend.
_IMPORTS_IN_SCRIPTS = re.compile(
    r"(?:\bfrom|\bimport|\brequire\()\s*[\"'](?:@aws-cdk/|@cdktf/|@pulumi/|aws-cdk-lib\b|cdk8s\b"
    r"|cdktf\b|constructs\b)"
)
_OF_TESTS = re.compile(r"(?:^|[/.])(?:__tests__|spec|tests?)[/.]")
# Comments, and texts, in which none begins.
_COMMENT_OR_TEXT = re.compile(
    r"//[^\n]*|/\*.*?(?:\*/|\Z)"
    r"|\"(?:\\.|[^\"\\\n])*\"?|'(?:\\.|[^'\\\n])*'?|`(?:\\.|[^`\\])*`?",
    re.DOTALL,
)
_SERVES = re.compile(r"(?:fastapi|starlette)(?:\.|$)")
_REDIRECTS = re.compile(
    r"\bREDIRECT_TO_HTTPS\b|\bViewerProtocolPolicy\.HTTPS_ONLY\b|\bredirect_http\s*=\s*True\b"
    r"|viewer_?protocol_?policy[\"']?\s*[=:]\s*[\"'](?:redirect-to-https|https-only)\b"
    r"|\bListenerAction\.redirect\(|\badd_?redirect\b|\bListener\w*Redirect\w*\("
    r"|\bredirect(?:_config)?=\{.*HTTPS|\bredirect_?http\s*:\s*true\b"
    r"|\bhttps_?only[\"']?\s*[:=]\s*true\b"
    # Of maps of addresses, of balancers, of zones and of ingresses, as clouds call them.
    r"|\b(?:https_?redirect|redirect_?http_?to_?https)[\"']?\s*[=:]\s*true\b"
    r"|\balways_?use_?https[\"']?\s*[=:]\s*[\"']on\b|\bssl-redirect[\"']?\s*[=:]\s*[\"']?(?:true|443)"
    r"|\bApplicationLoadBalanced\w*Service:certificate=(?!None\b)",
    re.IGNORECASE,
)
# What a listener does by default, in languages that write mappings over several lines.
_ACTION = re.compile(r"\bredirect(?:Config)?\s*:\s*\{[^{}]*[\"']HTTPS[\"']")
_HTTPS = frozenset({"443", "HTTPS"})


def set_aside(modules: Sequence[Module]) -> None:
    """Take programs of infrastructure, of Alembic and of pytest for what they are, by no folder."""
    tests: list[Module] = []
    for module in modules:
        if module.is_production and _is_of_alembic(module):
            module.role = Role.MIGRATION
        elif module.is_production and is_infrastructure(module):
            module.role = Role.SCRIPT
        elif module.is_production and _is_of_pytest(module):
            tests.append(module)
            module.role = Role.TEST
    # A handler may be called as a test is.
    while found := [each for each in tests if is_imported(modules, each)]:
        tests = [each for each in tests if each not in found]
        for module in found:
            module.role = Role.PRODUCTION


def _is_of_alembic(module: Module) -> bool:
    """Whether Alembic runs a module, by the names that it gives to them."""
    targets = set(module.imports.values())
    is_environment = PurePosixPath(module.path).name == "env.py" and "alembic.context" in targets
    return is_environment or ("alembic.op" in targets and "down_revision" in _named(module))


def _is_of_pytest(module: Module) -> bool:
    """Whether a module that needs pytest has tests in it, and serves nothing."""
    targets = set(module.imports.values())
    if not any(each.partition(".")[0] == "pytest" for each in targets):
        return False
    tests = any(each.name.startswith("test_") for each in module.functions.values())
    return tests and not makes(module, "APIRouter", "FastAPI")


def _named(module: Module) -> set[str]:
    return {*module.assigned, *module.annotated}


def is_infrastructure(module: Module) -> bool:
    """Whether a module builds infrastructure, and serves nothing itself."""
    targets = list(module.imports.values())
    return any(map(_LIBRARIES.match, targets)) and not any(map(_SERVES.match, targets))


def redirecting(modules: Iterable[Module], programs: Mapping[str, str]) -> Iterator[Place]:
    """Where such a program has plain HTTP redirected to HTTPS, or refused.

    Args:
        modules: those of a project.
        programs: what its repository has above it, or in another language, by path.
    """
    for module in modules:
        if module.role is Role.SCRIPT and is_infrastructure(module):
            yield from _of_python(module.path, module.tree, module.lines)
    for path, text in programs.items():
        if path.endswith(".py"):
            tree = parse(text) if _IMPORTS.search(text) and _REDIRECTS.search(text) else None
            if isinstance(tree, ast.Module):
                yield from _of_python(path, tree, text.splitlines())
            continue
        told = _COMMENT_OR_TEXT.sub(_without_comments, text)
        if path.endswith((".js", ".ts")) and (
            _OF_TESTS.search(path) or not _IMPORTS_IN_SCRIPTS.search(told)
        ):
            continue
        for number, line in enumerate(told.splitlines(), 1):
            if _REDIRECTS.search(line):
                yield Place(path, number, line.strip()[:120])
        for match in _ACTION.finditer(told):
            number = told.count("\n", 0, match.start()) + 1
            yield Place(path, number, "a load balancer redirects to HTTPS")


def _without_comments(match: re.Match[str]) -> str:
    """What stands for a comment, or a text as it is; lines stay where they are."""
    text = match.group()
    return "\n" * text.count("\n") if text.startswith(("//", "/*")) else text


def _of_python(path: str, tree: ast.Module, lines: Sequence[str]) -> Iterator[Place]:
    numbers = {
        number for node in walk(tree) for number, text in _said(node) if _REDIRECTS.search(text)
    }
    for number in sorted(numbers):
        yield Place(path, number, lines[number - 1].strip()[:120])


def _said(node: ast.AST) -> Iterator[tuple[int, str]]:
    """The lines and texts of what a program says, without comments and texts about it."""
    match node:
        case ast.Call(func=called, keywords=keywords):
            if any(
                isinstance(each.value, ast.Constant) and each.value.value in _HTTPS
                for each in keywords
            ):
                yield node.lineno, f"{unparsed(called)}("
            for each in keywords:
                yield each.value.lineno, f"{each.arg}={unparsed(each.value)}"
                if each.arg == "certificate":
                    yield node.lineno, f"{unparsed(called)}:{each.arg}={unparsed(each.value)}"
        case ast.Dict(keys=keys, values=values):
            for key, value in zip(keys, values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    yield value.lineno, f"{key.value}={unparsed(value)}"
        case ast.Attribute():
            yield node.lineno, unparsed(node)
        case _:
            pass
