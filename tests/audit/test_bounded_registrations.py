"""Routes that loops add, where lists are made of themselves again and again."""

from __future__ import annotations

from support.audited import facts

from fastscaffold.audit.facts.origins import fillings

COUNT = 40
TOP = """from fastapi import FastAPI
app = FastAPI()
def read(): return {}
"""


def _paths(source: str) -> set[str]:
    return {each.path for each in facts(f"{TOP}{source}").routes}


def test_a_mapping_that_is_made_of_itself_many_times():
    made = "".join(f"H = {{**H, '/{each}': read}}\n" for each in range(COUNT))
    loop = "for path, made in H.items():\n    app.add_api_route(path, made)\n"
    assert _paths(f"H = {{}}\n{made}{loop}") == {f"/{each}" for each in range(COUNT)}


def test_a_list_that_is_made_of_itself_many_times():
    made = "".join(
        f"    if flags.f{each}:\n        paths = paths + ['/{each}'] + paths\n"
        for each in range(COUNT)
    )
    loop = "    for path in paths:\n        app.add_api_route(path, read)\n"
    source = f"def add(flags):\n    paths = ['/']\n{made}{loop}add(1)\n"
    assert _paths(source) == {"/", *(f"/{each}" for each in range(COUNT))}


def test_a_list_that_is_added_up_of_many():
    added = " + ".join(f"['/{each}']" for each in range(COUNT))
    loop = "for path in PATHS:\n    app.add_api_route(path, read)\n"
    assert _paths(f"PATHS = {added}\n{loop}") == {f"/{each}" for each in range(COUNT)}


def test_lists_that_functions_make_of_each_other():
    returns = "".join(
        f"    if a == {each}: return f{each}() + f{each}()\n" for each in range(COUNT)
    )
    functions = "".join(
        f"def f{each}(a=1):\n{returns}    return ['/{each}']\n" for each in range(COUNT)
    )
    loop = "for path in f0():\n    app.add_api_route(path, read)\n"
    assert _paths(f"{functions}{loop}") == {f"/{each}" for each in range(COUNT)}


def _looped(*counts: int) -> str:
    """Routes that loops in each other add, each through as many elements."""
    loops = ""
    for depth, count in enumerate(counts):
        listed = [f"{depth}{each}" for each in range(count)]
        loops += f"{'    ' * depth}for n{depth} in {listed}:\n"
    path = "".join(f"/{{n{depth}}}" for depth in range(len(counts)))
    return f"{loops}{'    ' * len(counts)}app.add_api_route(f'{path}', read)\n"


def test_loops_in_loops_are_gone_through_up_to_a_bound():
    served = facts(TOP + _looped(90, 90, 90)).served
    assert len(served.routes) == fillings.MAX_FILLED
    assert served.is_incomplete
    served = facts(TOP + _looped(2, 10, 10)).served
    assert len(served.routes) == fillings.MAX_FILLED
    assert not served.is_incomplete
    assert facts(TOP + _looped(fillings.MAX_FILLED + 1)).served.is_incomplete


def test_a_helper_whose_caller_goes_through_too_much_is_incomplete():
    helper = "def add(path):\n    app.add_api_route(path, read)\n"
    loop = "for path in {}:\n    add(path)\n"
    paths = [f"/{each}" for each in range(fillings.MAX_FILLED + 1)]
    assert facts(TOP + helper + loop.format(paths)).served.is_incomplete
    assert not facts(TOP + helper + loop.format(paths[1:])).served.is_incomplete


def test_what_a_loop_goes_through_is_not_read_for_each_element(monkeypatch):
    read = []
    names_in = fillings.names_in
    monkeypatch.setattr(fillings, "names_in", lambda node: read.append(node) or names_in(node))
    rows = "".join(f"    {{'path': '/{each}', 'endpoint': read}},\n" for each in range(COUNT))
    loop = "for row in ROWS:\n    app.add_api_route(row['path'], row['endpoint'])\n"
    assert len(_paths(f"ROWS = [\n{rows}]\n{loop}")) == COUNT
    assert len(read) < COUNT


def test_helpers_that_are_called_by_many_helpers():
    helpers = "".join(
        f"def add_{each}(path):\n" + f"    add_{each + 1}(path + 'a')\n" * COUNT
        for each in range(4)
    )
    last = "def add_4(path):\n    app.add_api_route(path, read)\n"
    assert facts(f"{TOP}{helpers}{last}add_0('/')\n").served.is_incomplete


def test_a_text_that_is_added_up_of_more_parts_than_functions_may_call_each_other():
    added = " + ".join(["'text'"] * 1_200)
    loop = "for name in ['a', 'b']:\n    app.add_api_route(f'/{name}', read, description=" + added
    assert _paths(f"{loop})\n") == {"/a", "/b"}
    given = f"for name in ['a', 'b']:\n    app.add_api_route('/' + name, read, summary=name + {added})\n"
    assert _paths(given) == {"/a", "/b"}


def test_variables_that_are_made_of_each_other():
    source = "def add():\n    one = two()\n    two = one()\n    app.add_api_route('/', one.read)\n"
    assert not _paths(f"{source}add()\n")
