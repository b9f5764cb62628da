from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.dep_scanning import judge

CI = "on: push\njobs:\n  a:\n    steps:\n"
MAKE = "check: audit\n\naudit:\n\t$(RUN)pip-audit\n\ntest:\n\tpytest\n"


@pytest.mark.parametrize(
    ("step", "verdict"),
    [
        ("      - run: pytest\n", "not_met"),
        ("      - run: pip-audit\n", "met"),
        ("      - run: uv run pip-audit -r requirements.txt\n", "met"),
        ("      - run: uvx uv audit\n", "met"),
        ("      - run: pip install pip-audit\n", "not_met"),
        ("      - run: pip install safety && safety check\n", "met"),
        ("      - name: safety first\n", "not_met"),
        ("      - uses: pypa/gh-action-pip-audit@v1\n", "met"),
        ("      - uses: aquasecurity/trivy-action@master\n", "met"),
        ("      - uses: snyk/actions/python@master\n", "met"),
        ("      - uses: actions/dependency-review-action@v4\n", "met"),
        ("      - uses: google/osv-scanner-action@v1\n", "met"),
        ("      - uses: github/codeql-action/analyze@v3\n", "not_met"),
        ("      - uses: acme/tools/.github/actions/docker-scan@v3\n", "met"),
        ("      - uses: azure/container-scan@v0\n", "met"),
        ("      - name: docker-scan\n        run: pytest\n", "not_met"),
        # These look at how machines are described, not at what is installed on them.
        ("      - uses: bridgecrewio/checkov-action@v12\n", "not_met"),
        ("      - uses: snyk/actions/iac@master\n", "not_met"),
        ("      - uses: snyk/actions/setup@master\n      - run: snyk test\n", "met"),
        ("      - uses: snyk/actions/setup@master\n", "not_met"),
        ("      # - run: pip-audit\n", "not_met"),
        ("      - run: make audit\n", "met"),
        ("      - run: make check\n", "met"),
        ("      - run: make test\n", "not_met"),
    ],
)
def test_steps(step, verdict):
    files = {"Makefile": MAKE, ".github/workflows/ci.yml": CI + step}
    assert judge(facts(files)).verdict.value == verdict


@pytest.mark.parametrize(
    ("path", "line", "verdict"),
    [
        ("bitbucket-pipelines.yml", "  - pipe: snyk/snyk-scan:1.0.1\n", "met"),
        ("bitbucket-pipelines.yml", "  - pipe: atlassian/slack-notify:2\n", "not_met"),
        (".circleci/config.yml", "      - snyk/scan\n", "met"),
        (".circleci/config.yml", "      - coveralls/upload\n", "not_met"),
        ("azure-pipelines.yml", "  - task: SnykSecurityScan@1\n", "met"),
        ("azure-pipelines.yml", "  - task: trivy@1\n", "met"),
        ("azure-pipelines.yml", "  - task: UsePythonVersion@0\n", "not_met"),
        ("Jenkinsfile", "  snykSecurity snykInstallation: 'snyk'\n", "met"),
        ("Jenkinsfile", "  dependencyCheck additionalArguments: ''\n", "met"),
    ],
)
def test_what_other_systems_call_a_step(path, line, verdict):
    assert judge(facts({path: line})).verdict.value == verdict


@pytest.mark.parametrize(
    ("path", "verdict"),
    [
        (".github/dependabot.yml", "unknown"),
        ("renovate.json", "unknown"),
        ("{{cookiecutter.name}}/renovate.json", "unknown"),
        # Nobody looks there: it came with what was copied.
        ("calendar/renovate.json", "not_met"),
        ("calendar/.github/dependabot.yml", "not_met"),
    ],
)
def test_updates_only(path, verdict):
    assert judge(facts({path: "{}\n"})).verdict.value == verdict


def test_a_hook_that_ci_runs():
    files = {
        ".pre-commit-config.yaml": "repos:\n  - repo: https://github.com/pypa/pip-audit\n",
        ".github/workflows/ci.yml": f"{CI}      - run: pre-commit run --all-files\n",
    }
    assert judge(facts(files)).verdict.value == "met"


TRUNK = "lint:\n  disabled: [{off}]\n  enabled:\n    - ruff@0.15.0\n    - {on}\n"
ACTION = "      - uses: trunk-io/trunk-action@v1\n"


@pytest.mark.parametrize(
    ("on", "off", "step", "verdict"),
    [
        ("osv-scanner@2.3.3", "", ACTION, "met"),
        ("trivy@0.70.0", "", "      - run: trunk check --ci\n", "met"),
        ("grype@0.110.0:\n        packages: [a]", "", ACTION, "met"),
        ("trivy", "", ACTION, "met"),
        ("bandit@1.9.4", "trivy", ACTION, "not_met"),
        ("osv-scanner@2.3.3", "", "      - run: trunk fmt\n", "not_met"),
        ("osv-scanner@2.3.3", "", "      - run: pytest\n", "not_met"),
    ],
)
def test_linters_of_trunk_that_ci_runs(on, off, step, verdict):
    files = {
        ".trunk/trunk.yaml": TRUNK.format(on=on, off=off),
        ".github/workflows/ci.yml": CI + step,
    }
    assert judge(facts(files)).verdict.value == verdict


TOX = """[tox]
envlist =
    py312
    audit

[testenv]
commands =
    {base}

[testenv:audit]
commands =
    poetry run {listed}

[testenv:rare]
deps = safety
commands = {rare}
"""


@pytest.mark.parametrize(
    ("base", "listed", "rare", "step", "verdict"),
    [
        ("pytest", "safety check", "pytest", "poetry run tox -e audit", "met"),
        ("pytest", "safety check", "pytest", "tox", "met"),
        ("pytest", "safety check", "pytest", "tox -e py312", "not_met"),
        ("pytest", "pytest", "safety check", "tox -e py312,rare", "met"),
        ("pytest", "pytest", "safety check", "tox", "not_met"),
        ("pip-audit", "pytest", "pytest", "tox", "met"),
        ("pytest", "safety check", "pytest", "pip install tox && pytest", "not_met"),
    ],
)
def test_environments_of_tox_that_ci_runs(base, listed, rare, step, verdict):
    files = {
        "tox.ini": TOX.format(base=base, listed=listed, rare=rare),
        ".github/workflows/ci.yml": f"{CI}      - run: {step}\n",
    }
    assert judge(facts(files)).verdict.value == verdict


UNRUN = "jobs:\n  tox:\n    steps:\n      - run: tox -e py312\n  other:\n"
STEP = "jobs:\n  other:\n    steps:\n      "


@pytest.mark.parametrize(
    ("ci", "verdict"),
    [
        (f"{UNRUN}    needs: tox\n", "not_met"),
        (f"{UNRUN}    needs: ['tox']\n", "not_met"),
        (f"{UNRUN}    needs:\n      - tox\n", "not_met"),
        (f"{UNRUN}    needs:\n    - tox\n", "not_met"),
        (f"stages:\n- tox\n{UNRUN}    stage: tox\n", "not_met"),
        (f"{STEP}- with:\n          key: tox\n", "not_met"),
        (f"{STEP}- with:\n          packages: |\n            tox\n", "not_met"),
        (f"{STEP}- run: |\n          pip install \\\n            tox\n", "not_met"),
        (f"{STEP}- run: pip install r  # for tox\n", "not_met"),
        (f"{STEP}# - tox\n", "not_met"),
        (f"{STEP}# what is run by tox\n", "not_met"),
        (f"{STEP}- run: |\n          if true; then\n            tox\n          fi\n", "met"),
        (f"{STEP}- run: pip install tox && tox\n", "met"),
        (f"{STEP}- name: tox\n        run: tox run\n", "met"),
        ("other:\n  script:\n    - pip install tox\n    - tox\n", "met"),
        ("other:\n  before_script:\n  - tox\n", "met"),
    ],
)
def test_keys_of_ci_that_run_tox(ci, verdict):
    files = {
        "tox.ini": TOX.format(base="pytest", listed="safety check", rare="pytest"),
        ".github/workflows/ci.yml": ci,
    }
    assert judge(facts(files)).verdict.value == verdict
