"""What rules on text that requests decide have in common."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.requests.forms import Frame, frame_of
from fastscaffold.audit.facts.running.handed import called
from fastscaffold.audit.facts.texts.parts import holds_name
from fastscaffold.audit.facts.walking import returned
from fastscaffold.audit.modules import Function, last_called, module_of
from fastscaffold.audit.nodes import constant_texts
from fastscaffold.audit.rules.base import Hit, hit
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from fastscaffold.audit.facts import Call, Facts
    from fastscaffold.audit.facts.requests.sent import Part, Said

# Nobody can make the browser of somebody else send these.
OF_ONES_OWN: frozenset[Part] = frozenset({"cookie", "header"})

_PARSERS = frozenset({"URL", "urlparse", "urlsplit"})
_RESOLVERS = frozenset({"getaddrinfo", "gethostbyname", "ip_address"})
_HOSTS = frozenset({"host", "hostname", "netloc"})
_SCHEME = re.compile(r"https?:?/{0,2}")


@dataclass(frozen=True, slots=True, eq=False)
class Sink:
    """A text, and what it is given to.

    Attributes:
        at: where a finding belongs.
    """

    text: ast.expr
    frame: Frame
    at: ast.expr


def given(
    facts: Facts, names: Iterable[str], keyword: str, place: int | None = 0
) -> Iterator[Sink]:
    """An argument of calls of some symbols."""
    for call in called(facts, *names):
        text = call.argument(keyword, place)
        if text is not None:
            yield sink(call, text)


def sink(call: Call, text: ast.expr) -> Sink:
    """A text that a call is given."""
    return Sink(text, frame_of(call), call.node)


def answered(facts: Facts, response: str) -> Iterator[Sink]:
    """What responses of a class are made of: given to it, or returned by routes that say so."""
    yield from given(facts, (f"*.{response}",), "url" if "Redirect" in response else "content")
    for route in facts.routes:
        said = facts.index.symbol(route.call.argument("response_class"), route.call.scope)
        if (said or "").rpartition(".")[2] == response:
            for value in returned(route.function):
                yield Sink(value, Frame(route.function), value)


def hits(
    sinks: Iterable[Sink], decided: Callable[[Sink], Said | None], becomes: str
) -> Iterator[Hit]:
    """A hit for each text that a request decides, once a line.

    Args:
        sinks: the texts.
        decided: tells what a request decides in one.
        becomes: what comes of it, such as ``becomes part of a command``.
    """
    seen: set[tuple[str, int]] = set()
    for each in sinks:
        said = decided(each)
        scope = each.frame.scope
        module = module_of(scope)
        key = (module.path, each.at.lineno)
        if said is not None and key not in seen:
            seen.add(key)
            symbol = scope.symbol if isinstance(scope, Function) else module.name
            yield hit(module, each.at, f"`{said.what}` of a request {becomes}.", symbol)


def holds_to_hosts(function: Function, name: str) -> bool:
    """Whether a function looks where an address of a name leads."""
    looks_at_host = False
    is_parsed = False
    for node in walk(function.node):
        match node:
            case ast.Call(func=ast.Attribute(value=receiver, attr="startswith" | "endswith")):
                if holds_name(receiver, name) and not _is_scheme(node):
                    return True
            case ast.Call(args=[first, *_]) if holds_name(first, name):
                last = last_called(node)
                if last in _RESOLVERS:
                    return True
                is_parsed = is_parsed or last in _PARSERS
            case ast.Attribute(value=value, attr=attribute) if attribute in _HOSTS:
                if holds_name(value, name):
                    return True
                looks_at_host = True
            case _:
                pass
    return is_parsed and looks_at_host


def _is_scheme(node: ast.Call) -> bool:
    """Whether a text is only asked for `http://`, which leads anywhere."""
    texts = [text for argument in node.args for text in constant_texts(argument)]
    return bool(texts) and all(_SCHEME.fullmatch(text) for text in texts)
