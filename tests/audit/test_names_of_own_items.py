"""Names that are given an item of their own: the search for what they are ends."""

from __future__ import annotations

import pytest
from support.audited import facts, lines

from fastscaffold.audit.checkpoints import jwt_secret
from fastscaffold.audit.facts.origins.followed import followed
from fastscaffold.audit.modules import Function
from fastscaffold.audit.rules import logs_structured

HEAD = "import json, os, sys, jwt\nfrom fastapi import FastAPI\nfrom loguru import logger\n"
APP = f"{HEAD}app = FastAPI()\n"
ISSUE = """def issue():
    config = json.load(open("config.json"))
    {again}
    return jwt.encode({{"sub": "1"}}, {key}, algorithm="HS256")
"""
OWN = """class Held:
    @property
    def values(self):
        return self.values["jwt"]
held = Held()
def issue():
    return jwt.encode({"sub": "1"}, held.values["secret"], algorithm="HS256")
"""


@pytest.mark.parametrize(
    "source",
    [
        OWN,
        ISSUE.format(again='config = config["jwt"]', key='config["secret"]'),
        ISSUE.format(again='config = config.get("jwt")', key='config.get("secret")'),
        ISSUE.format(again='config = {**config["jwt"]}', key='config["secret"]'),
        ISSUE.format(again='part = config["a"]; config = part["b"]', key='config["secret"]'),
        ISSUE.format(
            again="; ".join(f'config = config["{name}"]' for name in "abcdefghijkl"),
            key='config["secret"]',
        ),
    ],
)
def test_a_key_out_of_what_is_given_to_itself_is_unknown(source):
    assert jwt_secret.judge(facts(APP + source)).verdict.value == "unknown"


def test_handlers_out_of_what_is_given_to_itself_write_no_json():
    source = (
        'def start():\n    config = json.load(open("logs.json"))\n    config = config["logging"]\n'
        '    logger.configure(handlers=config["handlers"])\n'
    )
    assert lines(logs_structured.RULE, APP + source)


@pytest.mark.parametrize(
    "source",
    [
        'CONFIG = {"jwt": {"secret": "changeme"}}\nkey = CONFIG["jwt"]["secret"]\n',
        'BASE = {"secret": "changeme"}\nCONFIG = {**BASE}\nkey = CONFIG["secret"]\n',
    ],
)
def test_an_item_of_another_mapping_is_found(source):
    found = facts(APP + source + 'def issue():\n    return jwt.encode({}, key, "HS256")\n')
    assert jwt_secret.judge(found).verdict.value == "not_met"


def test_many_mappings_in_each_other_end():
    steps = "".join(f'    c{n + 1} = c{n}["a"]\n' for n in range(400))
    found = facts(f"{APP}def issue(c0):\n{steps}    return c400\n")
    function = found.index.definition("app.main.issue")
    assert isinstance(function, Function)
    assert list(followed(found, function.assigned["c400"][0], function))
