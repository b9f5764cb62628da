"""Lists without a limit, or with one that the client may set as high as it likes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts.answers.hidden_answers import is_hidden_page
from fastscaffold.audit.facts.lists.answered import answers_with_rows
from fastscaffold.audit.facts.lists.configured import is_configured
from fastscaffold.audit.facts.lists.cut_limits import is_cut_by_default, is_used, limits_rows
from fastscaffold.audit.facts.lists.fetched import is_fetched
from fastscaffold.audit.facts.lists.generated import unbounded_routers
from fastscaffold.audit.facts.lists.named import is_named_list
from fastscaffold.audit.facts.lists.own_pages import own_sizes
from fastscaffold.audit.facts.lists.page_limits import is_library_page, lists, sizes
from fastscaffold.audit.facts.lists.written import is_fixed
from fastscaffold.audit.facts.secrets.words import words
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule, hit_call, hit_definition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Route

_LIMITS = frozenset(
    {
        "items_per_page", "limit", "max_results", "page_limit", "page_size", "pagesize", "per_page",
        "perpage",
    }
)  # fmt: skip
_COUNTS = frozenset({"count", "counts", "size"})
_STARTS = frozenset({"cursor", "offset", "skip"})


def check(facts: Facts) -> Iterator[Hit]:
    """Routes that answer with lists."""
    for call in unbounded_routers(facts):
        yield hit_call(call, "The list of this router has a `limit` without an upper bound.")
    for route in facts.routes:
        own = own_sizes(facts, route)
        if own and not any(each.is_bounded for each in own):
            yield hit_definition(route.function, _unbounded(route, own[0].name))
            continue
        if is_hidden_page(facts, route) or is_library_page(facts, route):
            continue
        if is_configured(facts, route):
            continue
        if is_fetched(facts, route):
            # Another server may well have no bound of its own, either.
            message = _of_parameter(facts, route)
        elif lists(facts, route) or answers_with_rows(facts, route) or is_named_list(facts, route):
            message = _problem(facts, route)
        else:
            message = _of_parameter(facts, route)
        if message is not None:
            yield hit_definition(route.function, message)


def _of_parameter(facts: Facts, route: Route) -> str | None:
    """What is wrong with the limit of a route that does not say that it answers with a list."""
    if route.methods != ("GET",) or route.is_websocket or is_fixed(facts, route.function):
        return None
    found = [
        each
        for each in sizes(facts, route)
        if _is_limit(facts, route, each.name)
        and (is_used(route.function, each.name) or not route.function.takes(each.name))
    ]
    if not found or any(each.is_bounded for each in found):
        return None
    return _unbounded(route, found[0].name)


def _is_limit(facts: Facts, route: Route, name: str) -> bool:
    """Whether a number is how many rows are asked for: it says so, or stands beside a cursor."""
    named = "_".join(words(name))
    if named in _LIMITS or limits_rows(facts, route.function, name):
        return True
    others = [words(each.name)[-1:] for each in route.parameters if each.name != name]
    return named in _COUNTS and any(_STARTS & set(each) for each in others)


def _unbounded(route: Route, name: str) -> str:
    return f"`{name}` of `{route.path or '/'}` has no upper bound."


def _problem(facts: Facts, route: Route) -> str | None:
    found = sizes(facts, route)
    if not found:
        if is_cut_by_default(facts, route.function):
            return None
        return f"`{route.path or '/'}` answers with a list and takes no limit."
    if any(each.is_bounded for each in found):
        return None
    return f"`{route.path or '/'}` answers with a list, and `{found[0].name}` has no upper bound."


_TOP = """from typing import Annotated

from fastapi import FastAPI, Query
from pydantic import BaseModel

app = FastAPI()


class Item(BaseModel):
    name: str


@app.get("/items")
"""

RULE = Rule(
    id="API001",
    name="lists-paginated",
    severity=Severity.P1,
    topic="api",
    seed="Performance 5: pagination on all list endpoints, with a maximum",
    what="GET routes, and searches by POST or what takes a page in its body, whose response is a"
    " list or a page, in envelopes too, and that have no parameter for its size,"
    " or one without `le`, or one that may be left out for all rows, and routers of"
    " `fastapi-crudrouter` without `paginate`; routes without a declared response, or with one that"
    " may hold anything, too, where they return all rows of a query, a folder or a store, or a"
    " mapping, an envelope or a template that holds them, or take a `limit` that they use,"
    " be it a `count` beside a cursor. Rows are"
    " followed through helpers. Where nobody sees what is asked, a route counts whose name or path"
    " says that it is of all of something or of several things, as does the model that it declares"
    " or the name of what it calls for its answer. Parameters of dependencies and models count, and"
    " so does one that is cut by the route or by what it hands it to; lists of keys, of an"
    " enumeration, written down, of settings, of one date, of the parts of one thing or from"
    " another server are left alone, as are routes that are in no schema unless they evidently"
    " answer with JSON, and pages of `fastapi-pagination` have a limit of their own.",
    why="The table grows until one request takes all memory, and everybody may send that request.",
    bad={"app/main.py": f"{_TOP}def read(limit: int = 20) -> list[Item]: ...\n"},
    good={
        "app/main.py": f"{_TOP}def read(limit: Annotated[int, Query(ge=1, le=100)] = 20)"
        " -> list[Item]: ...\n"
    },
    fix="Take a limit with an upper bound, such as `Annotated[int, Query(ge=1, le=100)]`.",
    check=check,
)
