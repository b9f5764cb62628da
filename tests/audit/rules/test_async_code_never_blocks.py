from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.async_code_never_blocks import RULE

TOP = """import asyncio, subprocess, time
import requests as web
from time import sleep
from sqlalchemy.orm import Session
from sqlalchemy.ext.asyncio import AsyncSession
"""


@pytest.mark.parametrize(
    "text",
    [
        "async def a():\n    time.sleep(1)\n",
        "async def a():\n    sleep(1)\n",
        "async def a():\n    web.get('b')\n",
        "async def a():\n    subprocess.run(['b'])\n",
        "async def a(db: Session):\n    db.commit()\n",
    ],
)
def test_it_finds(text):
    assert lines(RULE, TOP + text) == [7]


@pytest.mark.parametrize(
    "text",
    [
        "def a():\n    time.sleep(1)\n",
        "async def a():\n    await asyncio.sleep(1)\n",
        "async def a():\n    await asyncio.to_thread(time.sleep, 1)\n",
        "async def a():\n    await asyncio.to_thread(lambda: time.sleep(1))\n",
        "async def a():\n    def b():\n        time.sleep(1)\n    await asyncio.to_thread(b)\n",
        "async def a(db: AsyncSession):\n    await db.commit()\n",
    ],
)
def test_it_leaves_alone(text):
    assert lines(RULE, TOP + text) == []


def test_each_call_is_found():
    text = "async def a():\n    web.get('b')\n    if a:\n        time.sleep(1)\n    sleep(2)\n"
    assert lines(RULE, TOP + text) == [7, 9, 10]


SERVICES = "import boto3, stripe\ns3 = boto3.client('s3')\nasync def a():\n    {call}\n"


@pytest.mark.parametrize(
    "call",
    [
        "s3.upload_file('a', 'b', 'c')",
        "boto3.client('sqs').send_message(QueueUrl='a')",
        "stripe.Refund.create(charge=1)",
        "stripe.checkout.Session.create()",
        "stripe.Customer.list_payment_methods()",
    ],
)
def test_clients_of_services_block(call):
    assert lines(RULE, SERVICES.format(call=call)) == [4]
    assert lines(RULE, SERVICES.format(call=call).replace("async def", "def")) == []


@pytest.mark.parametrize(
    "call",
    [
        "s3.generate_presigned_url('get_object')",
        "s3.get_paginator('list_objects_v2')",
        "await stripe.Refund.create_async(charge=1)",
        "task = stripe.Refund.create_async(charge=1)",
        "stripe.Webhook.construct_event(b, s, k)",
        "await asyncio.to_thread(s3.upload_file, 'a', 'b', 'c')",
    ],
)
def test_what_they_do_without_waiting_does_not(call):
    assert lines(RULE, SERVICES.format(call=call)) == []
