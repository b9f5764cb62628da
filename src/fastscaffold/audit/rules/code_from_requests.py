"""Code, and objects that run code, made of what a request says."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.running.handed import called
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules._requests import Sink, given, hits, sink
from fastscaffold.audit.rules.base import Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Call, Facts

_CODE = (
    *("eval", "exec", "compile", "builtins.eval", "builtins.exec", "builtins.compile"),
    "code.InteractiveInterpreter.runsource",
)
_PICKLES = ("pickle", "_pickle", "cPickle", "cloudpickle", "dill")
_OBJECTS = (
    *(f"{each}.{name}" for each in _PICKLES for name in ("load", "loads", "Unpickler")),
    *("marshal.load", "marshal.loads", "jsonpickle.decode", "jsonpickle.loads"),
    *("yaml.unsafe_load", "yaml.unsafe_load_all"),
)
# These may be given the name of a file, whose folder the project decides.
_FILES = (
    *("joblib.load", "pandas.read_pickle", "shelve.open"),
    "sklearn.externals.joblib.load",
)
_LOADERS = ("yaml.load", "yaml.load_all")
_UNSAFE_LOADERS = frozenset({"CLoader", "CUnsafeLoader", "Loader", "UnsafeLoader"})


def check(facts: Facts) -> Iterator[Hit]:
    """Each text or file of a request that is run, or made into any object."""
    becomes = "becomes an object of any class"
    for names, outcome in ((_CODE, "is run as code"), (_OBJECTS, becomes)):
        yield from hits(
            given(facts, names, "", 0),
            lambda each: facts.requested.part(each.text, each.frame),
            outcome,
        )
    for sinks in (_loaded(facts), given(facts, _FILES, "filename")):
        yield from hits(
            sinks, lambda each: facts.requested.beginning(each.text, each.frame), becomes
        )


def _loaded(facts: Facts) -> Iterator[Sink]:
    for call in called(facts, *_LOADERS):
        text = call.argument("stream", 0)
        if text is not None and _loads_anything(facts, call):
            yield sink(call, text)
    for call in called(facts, "torch.load", "numpy.load"):
        text = call.argument("f", 0) or call.argument("file", 0)
        is_torch = facts.index.origin(call).startswith("torch")
        option = call.argument("weights_only" if is_torch else "allow_pickle")
        is_on = isinstance(option, ast.Constant) and option.value is True
        if text is not None and (is_torch if option is None else is_on != is_torch):
            yield sink(call, text)


def _loads_anything(facts: Facts, call: Call) -> bool:
    loader = call.argument("Loader", 1)
    if loader is None:
        return call.is_complete
    name = facts.index.symbol(loader, call.scope) or ""
    return name.startswith("yaml") and name.rpartition(".")[2] in _UNSAFE_LOADERS


RULE = Rule(
    id="SEC028",
    name="code-from-requests",
    severity=Severity.P0,
    topic="security",
    seed="OWASP ASVS 5.0 1.3.2, 1.5.2; CWE-94, CWE-502: code injection, unsafe deserialization",
    what="Text or files of a request that are run (`eval`, `exec`, `compile`), or made into objects"
    " by what runs code on the way: `pickle` and its kin, `marshal`, `yaml.load` without a safe"
    " loader, `jsonpickle`, `shelve`, `joblib`, `torch.load` without `weights_only`, `numpy.load`"
    " with `allow_pickle`. Decoding and decompressing on the way is followed. Files that the"
    " project itself has written are left alone.",
    why="A pickle says what is to be called when it is read. Whoever sends one runs code in the"
    " application.",
    bad={
        "app/main.py": """import pickle

from fastapi import FastAPI, UploadFile

app = FastAPI()


@app.post("/models")
async def restore(file: UploadFile) -> None:
    model = pickle.loads(await file.read())
    print(model)
"""
    },
    good={
        "app/main.py": """from fastapi import FastAPI, UploadFile
from pydantic import BaseModel

app = FastAPI()


class Model(BaseModel):
    weights: list[float]


@app.post("/models")
async def restore(file: UploadFile) -> None:
    model = Model.model_validate_json(await file.read())
    print(model)
"""
    },
    fix="Take data as JSON that a model describes, and load objects only from files of your own.",
    check=check,
)
