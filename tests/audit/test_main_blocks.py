"""What only running a module by itself does, which all rules find in one way."""

from __future__ import annotations

import pytest
from support.audited import facts, lines

from fastscaffold.audit.facts.project.programs import in_main_block, is_run
from fastscaffold.audit.rules.configuration_in_settings import RULE as ENVIRONMENT
from fastscaffold.audit.rules.logs_structured import RULE as PRINTS

APP = """import os
import structlog
from fastapi import FastAPI
structlog.configure()
app = FastAPI()
@app.get("/")
def read() -> int: ...
"""
GUARDS = [
    "if __name__ == '__main__':\n    {0}\n",
    'if __name__=="__main__":\n    {0}\n',
    "if '__main__' == __name__:\n    {0}\n",
    "if (__name__ == '__main__'):\n    {0}\n",
    "if __name__ in ('__main__', '__mp_main__'):\n    {0}\n",
    "if __name__ == '__main__' and app:\n    {0}\n",
    "if __name__ == '__main__': {0}\n",
]
ELSEWHERE = [
    "if __name__ != '__main__':\n    {0}\n",
    "if __name__ == '__main__':\n    run(app)\nelse:\n    {0}\n",
    "TEXT = '''\nif __name__ == '__main__':\n'''\n{0}\n",
]


@pytest.mark.parametrize("guard", GUARDS)
@pytest.mark.parametrize(
    ("rule", "statement"), [(PRINTS, "print(1)"), (ENVIRONMENT, "port = os.environ['PORT']")]
)
def test_what_stands_in_one_is_left_alone(guard, rule, statement):
    assert lines(rule, APP + guard.format(statement)) == []


@pytest.mark.parametrize("other", ELSEWHERE)
@pytest.mark.parametrize(
    ("rule", "statement"), [(PRINTS, "print(1)"), (ENVIRONMENT, "port = os.environ['PORT']")]
)
def test_what_an_import_runs_is_found(other, rule, statement):
    assert len(lines(rule, APP + other.format(statement))) == 1


@pytest.mark.parametrize("guard", GUARDS)
def test_a_module_with_one_is_a_program(guard):
    (module,) = facts({"app/tool.py": guard.format("print(1)")}).modules
    (call,) = module.calls
    assert is_run(module)
    assert in_main_block(module, call.node)


def test_a_module_that_only_writes_about_one_is_none():
    (module,) = facts({"app/tool.py": f"# {GUARDS[0].splitlines()[0]}\nprint(1)\n"}).modules
    assert not is_run(module)
