"""Routes that loops add, where lists are made of themselves again and again."""

from __future__ import annotations

from support.audited import facts

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
