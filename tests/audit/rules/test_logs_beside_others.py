"""Handlers of loguru that write JSON of what goes wrong alone, or to a chat, beside the others."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.logs_structured import RULE

APP = """from fastapi import FastAPI
import json, logging, sys
import httpx, requests
from loguru import logger
app = FastAPI()
def chat(message):
    httpx.post(URL, data=json.dumps({"text": message}))
class Chat:
    def write(self, message):
        self.send({"content": str(message)})
    def send(self, payload):
        requests.post(URL, data=json.dumps(payload))
def file(message):
    with open("app.log", "a") as log:
        log.write(json.dumps({"text": message.record["message"]}))
def loki(message):
    httpx.post(URL, content=json.dumps({"streams": [message.record["extra"]]}))
"""
TEXT = "{'sink': sys.stdout, 'format': '{time} {message}'}"


@pytest.mark.parametrize(
    "source",
    [
        f"logger.configure(handlers=[{TEXT}, {{'sink': chat, 'level': 'ERROR'}}])",
        f"logger.configure(handlers=[{TEXT}, {{'sink': chat}}])",
        f"logger.configure(handlers=[{TEXT}, dict(sink=Chat().write)])",
        f"logger.configure(handlers=[{TEXT}, {{'sink': file, 'level': 40}}])",
        f"logger.configure(handlers=[{TEXT}, {{'sink': file, 'level': logging.WARNING}}])",
        f"logger.configure(handlers=[{TEXT}, {{'sink': 'e', 'serialize': True, 'level': 'ERROR'}}])",
        "logger.add(sys.stdout)\nlogger.add(chat)",
        "logger.add(chat, level='ERROR')",
        "logger.remove()\nlogger.add(sys.stdout)\nlogger.add('e', serialize=True, level='ERROR')",
    ],
)
def test_the_logs_are_text(source):
    assert len(lines(RULE, f"{APP}{source}\n")) == 1


@pytest.mark.parametrize(
    "source",
    [
        f"logger.configure(handlers=[{TEXT}, {{'sink': file}}])",
        f"logger.configure(handlers=[{TEXT}, {{'sink': file, 'level': 'INFO'}}])",
        f"logger.configure(handlers=[{TEXT}, {{'sink': loki}}])",
        f"logger.configure(handlers=[{TEXT}, {{'sink': 'app.json', 'serialize': True}}])",
        "logger.configure(handlers=[{'sink': sys.stdout, 'serialize': True}, {'sink': chat}])",
        "logger.configure(handlers=[{'sink': file, 'level': 'WARNING'}])",
        "logger.remove()\nlogger.add(file, level='WARNING')",
        "logger.add(sys.stdout, serialize=True, level='WARNING')",
        "logger.add(sys.stderr)\nlogger.add(file, level=LEVEL)",
    ],
)
def test_the_logs_are_json(source):
    assert lines(RULE, f"{APP}{source}\n") == []
