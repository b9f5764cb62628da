"""``fastscaffold audit`` of a directory in which no application is: its reports begin with that."""

from __future__ import annotations

import json
import os

import pytest

from fastscaffold.audit.sources import MAX_BYTES

APP = "from fastapi import FastAPI\n\napp = FastAPI()\n"
FACTORY = "import fastapi\n\n\ndef create() -> fastapi.FastAPI:\n    return fastapi.FastAPI()\n"
PLAIN = "def total(prices: list[int]) -> int:\n    return sum(prices)\n"
FORMATS = ["text", "markdown", "html"]
SAID = "No application of FastAPI was found here"


@pytest.fixture
def write(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()

    def files(**contents):
        for name, text in contents.items():
            path = tmp_path / name.replace("__", "/")
            path.with_suffix(".py").parent.mkdir(parents=True, exist_ok=True)
            path.with_suffix(".py").write_text(text)

    return files


def joined(text):
    return " ".join(text.split())


@pytest.mark.parametrize("form", FORMATS)
def test_the_report_begins_with_it(run, write, form):
    write(tools__sums=PLAIN)

    done = run("audit", "tools", "--format", form)

    begin = done.out[done.out.index("<main>") :] if form == "html" else done.out
    assert SAID in joined("\n".join(begin.splitlines()[:5]))
    assert "nearest project" not in joined(done.out)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    "case",
    [
        ({"shop__src__app__main": APP, "shop__src__app__prices": PLAIN, "shop__docs__conf": PLAIN},
         "shop/docs", "shop"),
        ({"shop__setup": PLAIN, "shop__store__main": APP, "shop__store__pricing__sums": PLAIN},
         "shop/store/pricing", "shop"),
        ({"kit__sums": PLAIN, "kit__examples__app__main": APP}, "kit", "kit/examples"),
        ({"shop__main": APP, "shop__pricing__sums": PLAIN}, "shop/pricing", "shop"),
        ({"kit__sums": PLAIN, "kit__examples__shop__main": APP, "kit__tests__app__main": APP},
         "kit", "kit/examples/shop"),
    ],
)  # fmt: skip
def test_the_nearest_project_is_named(run, write, form, case):
    files, audited, near = case
    write(**files)

    out = joined(run("audit", audited, "--format", form).out)

    assert SAID in out
    assert f"fastscaffold audit {near}" in out


def test_from_inside_the_project_it_is_named_by_its_folder(run, write, tmp_path, monkeypatch):
    write(shop__app__main=APP, shop__docs__conf=PLAIN)
    monkeypatch.chdir(tmp_path / "shop")

    out = joined(run("audit", "docs").out)

    assert "The nearest project is `shop`: `fastscaffold audit .`." in out


def test_of_several_below_none_is_named(run, write):
    write(sums=PLAIN, examples__a__main=APP, examples__b__main=APP, scripts__c__main=APP)

    out = joined(run("audit", ".").out)

    assert SAID in out
    assert "nearest project" not in out


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("source", [APP, FACTORY])
def test_where_there_is_one_nothing_is_said(run, write, form, source):
    write(shop__main=source)

    assert SAID not in joined(run("audit", "shop", "--format", form).out)


def test_json_and_the_exit_code_stay_as_they_are(run, write):
    write(tools__sums=PLAIN)

    as_text = run("audit", "tools")
    as_json = run("audit", "tools", "--json")

    assert (as_text.code, as_json.code) == (0, 0)
    assert SAID not in as_json.out
    assert "application" not in json.loads(as_json.out)


def test_what_is_no_file_is_not_read(run, write, tmp_path):
    write(tools__sums=PLAIN, shop__main=APP)
    (tmp_path / "tools" / "part").mkdir()
    os.mkfifo(tmp_path / "tools" / "part" / "main.py")

    assert SAID in joined(run("audit", "tools").out)


def test_the_beginning_of_a_file_is_read(run, write):
    write(shop__main=f"# {'x' * MAX_BYTES}\n{APP}", shop__docs__conf=PLAIN)

    assert "nearest project" not in joined(run("audit", "shop/docs").out)
