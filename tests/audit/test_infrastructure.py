"""Programs of infrastructure and of Alembic, in folders of any name."""

from __future__ import annotations

import pytest
from support.audited import facts, lines

from fastscaffold.audit.checkpoints.https import judge
from fastscaffold.audit.rules.logs_structured import RULE
from fastscaffold.audit.signals.observability import judge as judge_observability

APP = """from fastapi import FastAPI
import structlog
structlog.configure()
app = FastAPI()
"""
BUILDS = "def build(scope):\n    print('building')\n"


@pytest.mark.parametrize(
    "imported",
    [
        "import aws_cdk as cdk",
        "from aws_cdk import aws_lambda",
        "from constructs import Construct",
        "import pulumi_aws as aws",
        "import pulumi",
        "from troposphere import Template",
    ],
)
def test_what_builds_infrastructure_is_no_part_of_what_is_served(imported):
    files = {"app/main.py": APP, "deploy/stack.py": f"{imported}\n{BUILDS}"}
    assert lines(RULE, files) == []


@pytest.mark.parametrize(
    "imported", ["import boto3", "import aws_cdk\nfrom fastapi import Request"]
)
def test_what_uses_or_serves_it_is(imported):
    files = {"app/main.py": APP, "deploy/stack.py": f"{imported}\n{BUILDS}"}
    assert len(lines(RULE, files)) == 1


CDK = "import * as cdk from 'aws-cdk-lib';\n"
PULUMI = 'import * as azure from "@pulumi/azure-native";\n'
LISTENER = """new aws.lb.Listener('plain', {
    port: 80,
    defaultActions: [{
        type: 'redirect',
        redirect: { port: '443', protocol: 'HTTPS' },
    }],
});"""
COMMENT = "/*\n * redirectHTTP: true was dropped.\n */\nredirectHTTP: false,"


@pytest.mark.parametrize(
    ("path", "text", "verdict"),
    [
        ("infra/stack.ts", f"{CDK}viewerProtocolPolicy: Policy.REDIRECT_TO_HTTPS,", "met"),
        ("infra/stack.ts", f"{CDK}// viewerProtocolPolicy: Policy.REDIRECT_TO_HTTPS,", "not_met"),
        ("infra/stack.ts", f"{CDK}a('https://a.b', {{ redirectHTTP: true }})", "met"),
        ("infra/stack.ts", f"{CDK}a(`/*`); redirectHTTP: true", "met"),
        ("infra/stack.ts", f"{CDK}{COMMENT}", "not_met"),
        ("infra/stack.ts", f"// {CDK}redirectHTTP: true,", "not_met"),
        ("infra/test/stack.test.ts", f"{CDK}redirectHTTP: true,", "not_met"),
        ("cdk/bin/app.ts", "const c = require('@aws-cdk/core');\nredirectHTTP: true,", "met"),
        ("cdk/bin/app.ts", f"{CDK}redirectHTTP: false,", "not_met"),
        ("iac/cdn.js", "const c = require('aws-cdk-lib');\nredirectHTTP: true,", "met"),
        ("iac/cdn.js", "const c = require('shop-lib');\nredirectHTTP: true,", "not_met"),
        ("iac/lb.ts", f"{PULUMI}{LISTENER}", "met"),
        ("iac/lb.ts", f"{PULUMI}{LISTENER.replace('{ port', '{' + chr(10) + 'port')}", "met"),
        ("iac/lb.ts", f"{PULUMI}{LISTENER.replace('HTTPS', 'HTTP')}", "not_met"),
        ("iac/map.ts", f"{PULUMI}defaultUrlRedirect: {{ httpsRedirect: true }},", "met"),
        ("iac/map.ts", f"{PULUMI}defaultUrlRedirect: {{ httpsRedirect: false }},", "not_met"),
        ("bicep/main.bicep", "    httpsOnly: true", "met"),
        ("infra/main.bicep", "    httpsOnly: true", "met"),
        ("infra/main.bicep", "/* httpsOnly: true */", "not_met"),
        ("infra/web.ts", f"{PULUMI}new azure.WebApp('a', {{ httpsOnly: true }});", "met"),
        ("frontend/src/api.ts", f"{CDK}redirectHTTP: true,", "not_met"),
        # Folders of frontends are called so, too.
        ("web/src/infrastructure/router.ts", "router.addRedirect('/old', '/new');", "not_met"),
        ("web/src/infra/cookies.ts", "export const all = { httpsOnly: true };", "not_met"),
    ],
)
def test_programs_of_other_languages_may(path, text, verdict):
    assert judge(facts({"app/main.py": APP, path: f"{text}\n"})).verdict.value == verdict


def test_comments_without_an_end_take_no_time():
    files = {"app/main.py": APP, "infra/stack.ts": f"{CDK}{'/* ' * 50_000}{chr(34)}{'`' * 50_000}"}
    assert judge(facts(files)).verdict.value == "not_met"


@pytest.mark.parametrize(
    ("path", "line", "verdict"),
    [
        ("cdk/stack.py", "policy = cf.ViewerProtocolPolicy.REDIRECT_TO_HTTPS", "met"),
        ("cdk/stack.py", "policy = cf.ViewerProtocolPolicy.HTTPS_ONLY", "met"),
        ("cdk/stack.py", "service = patterns.Service(redirect_http=True)", "met"),
        ("cdk/stack.py", "given = {'viewer_protocol_policy': 'redirect-to-https'}", "met"),
        ("cdk/stack.py", "policy = cf.ViewerProtocolPolicy.ALLOW_ALL", "not_met"),
        ("cdk/stack.py", "balancer.add_redirect()", "met"),
        ("cdk/stack.py", "a = cf.ApplicationLoadBalancedFargateService(certificate=c)", "met"),
        (
            "cdk/stack.py",
            "a = cf.ApplicationLoadBalancedFargateService(certificate=None)",
            "not_met",
        ),
        ("cdk/stack.py", "a = lb.ListenerDefaultActionRedirectArgs(protocol='HTTPS')", "met"),
        ("cdk/stack.py", "a = {'redirect': {'port': '443', 'protocol': 'HTTPS'}}", "met"),
        ("cdk/stack.py", "a = {'redirect': {'port': '80', 'protocol': 'HTTP'}}", "not_met"),
        ("cdk/stack.py", "# policy = cf.ViewerProtocolPolicy.REDIRECT_TO_HTTPS", "not_met"),
        ("iac/lb.py", "a = gcp.Redirect(https_redirect=True, strip_query=False)", "met"),
        ("iac/lb.py", "a = gcp.Redirect(https_redirect=False, strip_query=False)", "not_met"),
        ("iac/lb.py", "a = gcp.Redirect(https_redirect=ctx.get('https'))", "not_met"),
        ("iac/lb.py", "a = {'redirect_http_to_https': True}", "met"),
        ("iac/zone.py", "a = cf.Settings(always_use_https='on')", "met"),
        ("iac/zone.py", "a = cf.Settings(always_use_https='off')", "not_met"),
        ("iac/web.py", "a = {'nginx.ingress.kubernetes.io/ssl-redirect': 'true'}", "met"),
        ("iac/web.py", "a = {'nginx.ingress.kubernetes.io/ssl-redirect': 'false'}", "not_met"),
        ("tests/stack.py", "policy = cf.ViewerProtocolPolicy.REDIRECT_TO_HTTPS", "not_met"),
    ],
)
def test_it_may_redirect_to_https(path, line, verdict):
    files = {"app/main.py": APP, path: f"from aws_cdk import aws_cloudfront as cf\n{line}\n"}
    assert judge(facts(files)).verdict.value == verdict


ENVIRONMENT = """from logging.config import fileConfig
from alembic import context
fileConfig(context.config.config_file_name)
"""


@pytest.mark.parametrize("folder", ["migrate", "alembic_shop", "app/schema"])
def test_the_environment_of_alembic_decides_nothing_of_logging(folder):
    files = {"app/main.py": APP.replace("structlog.configure()", "log = 1")}
    files[f"{folder}/env.py"] = ENVIRONMENT
    read = facts(files)
    assert judge_observability(read).verdict.value == "not_met"
    assert [each.path for each in read.migrations] == [f"{folder}/env.py"]


def test_revisions_are_migrations_in_any_folder():
    source = "from alembic import op\nrevision = 'a'\ndown_revision = None\ndef upgrade(): ...\n"
    read = facts({"app/main.py": APP, "schema/first.py": source, "app/env.py": "mode = 'a'\n"})
    assert [each.path for each in read.migrations] == ["schema/first.py"]


TEST = "import pytest\n@pytest.mark.asyncio\nasync def test_pay():\n    print(1)\n"


def test_tests_are_ones_in_any_folder():
    read = facts({"app/main.py": "", "actions/local.py": TEST})
    assert [each.path for each in read.tests] == ["actions/local.py"]


def test_what_production_imports_is_none():
    runner = "import pytest\nfrom app.checks import test_port\ndef test_host(): pytest.main()\n"
    checks = "import pytest\ndef test_port(): pytest.main()\n"
    files = {
        "app/main.py": "from app.runner import test_host\n",
        "app/runner.py": runner,
        "app/checks.py": checks,
    }
    assert facts(files).tests == []


@pytest.mark.parametrize(
    "source",
    [
        f"from fastapi import APIRouter\nrouter = APIRouter()\n{TEST}",
        "import pytest\ndef run():\n    pytest.main()\n",
        "def test_connection():\n    return True\n",
    ],
)
def test_what_serves_runs_tests_or_is_called_like_one_is_none(source):
    assert facts({"app/main.py": "", "actions/local.py": source}).tests == []
