"""Names of routes and functions that are about all of something, or about several things."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts.secrets.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastscaffold.audit.facts import Route

# A page alone may be one that is shown, unless nothing else is said.
ALL = frozenset(
    {"all", "history", "list", "many", "multi", "page", "paged", "paginate", "paginated"}
)
_PAGE = (["page"], ["get", "page"])
ASKING = frozenset(
    {
        "all", "browse", "collect", "fetch", "find", "get", "handle", "list", "load", "lookup",
        "my", "page", "paginate", "query", "read", "retrieve", "search", "select", "show", "view",
    }
)  # fmt: skip
# Something is done, be it with several things.
_DOING = frozenset(
    {
        *("add", "amount", "apply", "archive", "build", "calculate", "cancel", "check", "clear"),
        *("compute", "count", "create", "delete", "disable", "discard", "do", "download", "drop"),
        *("enable", "execute", "export", "generate", "has", "import", "insert", "is", "make"),
        *("mark", "notify", "number", "ping", "play", "post", "process", "prune", "purge", "push"),
        *("put", "refresh", "register", "remove", "render", "replace", "reset", "restart"),
        *("restore", "run", "save", "schedule", "send", "serve", "set", "start", "stop", "store"),
        *("submit", "sum", "sync", "test", "total", "trigger", "update", "upload", "upsert"),
        *("validate", "verify", "write"),
    }
)
# What follows says which ones are wanted.
_NARROWING = frozenset(
    {"as", "at", "between", "by", "for", "from", "in", "of", "on", "per", "to", "with", "within"}
)
# What a path ends with that names one thing, whatever the thing is called.
_IDENTIFIERS = frozenset(
    {"code", "id", "identifier", "key", "name", "no", "number", "pk", "ref", "slug", "uid", "uuid"}
)
# What is of so many days has no more than these bring.
_SPANS = frozenset({"days", "hours", "minutes", "months", "period", "weeks", "window", "years"})
# Words that end like plurals and are not, or of which there are few.
_SINGLE = frozenset(
    {
        "access", "address", "alias", "analysis", "analytics", "basis", "bytes", "canvas",
        "capabilities", "changes", "class", "config", "configs", "constants", "contents",
        "coordinates", "countries", "counts", "credentials", "credits", "currencies", "defaults",
        "details", "diagnostics", "dimensions", "docs", "earnings", "enums", "features", "flags",
        "headers", "hours", "insights", "jwks", "keys", "kinds", "kpis", "languages", "lens",
        "likes", "limits", "locales", "logs", "methods", "metrics", "minutes", "modes", "news",
        "options", "parameters", "permissions", "plans", "points", "preferences", "presets",
        "process", "progress", "properties", "redis", "scenarios", "series", "settings",
        "statistics", "stats", "status", "statuses", "taxes", "terms", "themes", "thresholds",
        "timezones", "totals", "trends", "types", "views",
    }
)  # fmt: skip
# All of these together are one thing.
_WHOLE = frozenset(
    {
        *("config", "configs", "configuration", "constants", "counts", "enums", "flags", "health"),
        *("info", "metrics", "options", "preferences", "settings", "statistics", "stats"),
        *("status", "summary", "totals"),
    }
)
_ENDS = ("is", "ss", "us")
_MIN_LENGTH = 4


def has_plural(names: Sequence[str]) -> bool:
    """Whether one of some words is of several things."""
    return any(
        len(each) >= _MIN_LENGTH
        and each.endswith("s")
        and not each.endswith(_ENDS)
        and each not in _SINGLE
        for each in names
    )


def singular(word: str) -> str:
    """A word without what makes it one of several things, for comparing."""
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word.removesuffix("s")


def head(name: str) -> list[str]:
    """The words of a name up to what says which ones are wanted; none where something is done."""
    found: list[str] = []
    for each in words(name):
        if each in _NARROWING and found:
            break
        found.append(each)
    if (
        not found
        or is_doing(name)
        or found[-1] in _WHOLE
        or ("page" in found and found not in _PAGE)
    ):
        return []
    is_asking = found[0] in ASKING or len(found) == 1
    return found if is_asking or has_plural(found[-1:]) else []


def is_doing(name: str) -> bool:
    """Whether a name is of something that is done, and not of what is asked for."""
    return bool(_DOING & set(words(name)[:1]))


def is_asking_for_several(name: str) -> bool:
    """Whether a function is called after what it gets, of which there are several."""
    named = head(name)
    return bool(named) and named[0] in ASKING and has_plural(named[-1:])


def asked_words(route: Route) -> frozenset[str]:
    """What a route is called a list of, its words as of one thing; nothing for any other."""
    if any(_SPANS & set(words(each.name)) for each in route.parameters):
        return frozenset()
    if is_doing(route.function.name):
        return frozenset()
    named = head(route.function.name)
    last = route.path.rstrip("/").rpartition("/")[2]
    end = [] if last.startswith("{") else head(last)
    if _is_of_one(route, named) or "health" in words(route.path):
        return frozenset()
    if not any(ALL & set(each) or has_plural(each[-1:]) for each in (named, end)):
        return frozenset()
    path = [each for part in route.path.split("/") if "{" not in part for each in words(part)]
    every = [*words(route.function.name), *path]
    return frozenset({*(singular(each) for each in every), *(ALL & {*named, *end})})


def _is_of_one(route: Route, named: Sequence[str]) -> bool:
    """Whether a path names the one thing that a route is called after: ``/lenses/{id}``."""
    if "{" not in route.path:
        return False
    if named in _PAGE:
        return True
    before, _, last = route.path.rstrip("/").rpartition("/")
    every = words(route.function.name)
    if not last.startswith("{") or (ALL - {"page"}) & set(every) or _NARROWING & set(every[1:]):
        return False
    things = {singular(each) for each in words(before.rpartition("/")[2])}
    return {singular(each) for each in words(last)} <= things | _IDENTIFIERS
