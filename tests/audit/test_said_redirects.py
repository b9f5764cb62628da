"""Redirects that a program of infrastructure makes, and those that it only talks about."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.https import judge

APP = "from fastapi import FastAPI\napp = FastAPI()\n"
TOP = "from aws_cdk import aws_elasticloadbalancingv2 as lb, aws_cloudfront as cf\n"


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        ("service = made()  # later: redirect_http=True", "not_met"),
        ("note = 'redirect_http=True would be better'", "not_met"),
        ("action = lb.ListenerAction.redirect(path='/new')", "not_met"),
        ("action = lb.ListenerAction.redirect(protocol='HTTPS', port='443')", "met"),
        ("service = made(redirect_http=True)", "met"),
        ("given = {'viewerProtocolPolicy': 'https-only'}", "met"),
        ("policy = cf.ViewerProtocolPolicy.HTTPS_ONLY", "met"),
    ],
)
def test_only_what_is_done_redirects(line: str, verdict: str) -> None:
    files = {"app/main.py": APP, "cdk/stack.py": f"{TOP}{line}\n"}
    assert judge(facts(files)).verdict.value == verdict
