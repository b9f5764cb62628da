"""Whether CI looks for known vulnerabilities in dependencies."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.places import Place
from fastscaffold.audit.facts.settings.documents import as_list, as_table
from fastscaffold.audit.verdicts import met, not_met, some, unknown

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.verdicts import Judgement

# Each as an action, as a command, or as an image.
_ACTIONS = re.compile(
    r"pypa/gh-action-pip-audit|aquasecurity/trivy-action|snyk/actions(?!/(?:iac|setup)\b)|pyupio/safety"
    r"|actions/dependency-review-action|google/osv-scanner-action|anchore/scan-action"
    r"|aquasec/trivy|anchore/grype|google/osv-scanner|snyk/(?:snyk|scan)|dependency-check"
    r"|Jobs/Dependency-Scanning|Security/Dependency-Scanning|Jobs/Container-Scanning"
    r"|snykSecurity\b|SnykSecurityScan@|task:\s*trivy@|-\s*snyk/scan\b|dependencyCheck\b"
    r"|Security/Container-Scanning|docker/scout-action|jfrog/frogbot|sonatype"
    r"|trivy-|uses:.*\b(?:container|dependency|docker|image|vulnerability)-scan"
)
_TOOLS = (
    r"pip-audit|pip_audit|uv audit|osv-scanner|safety (check|scan)|safety --|trivy (fs|image|repo"
    r"|filesystem|rootfs|sbom|config)|snyk (test|monitor|container)|grype\b|docker scout (cves|qu)"
    r"|pdm audit|poetry audit|jake (ddt|sbom)|dep-scan|uv-secure"
)
# How systems of CI bring in what others made: actions, images, templates, pipes, orbs and tasks.
_BROUGHT_IN = (
    r"uses:|image:|include|template|docker|pipe:|task:|-\s*snyk/|snykSecurity|dependencyCheck"
)
_COMMANDS = re.compile(rf"(?:^|[)\s;&|\"'`=:/-])(?:{_TOOLS})")
_NOT_RUN = re.compile(r"(?i)\b(un)?install\b|^\s*-?\s*name:|cache|\becho\b|if:")
_CALLED = re.compile(
    r"\b(?:make|just|task|invoke|inv|nox -s|nox -e|nox --session|tox -e|tox run -e|hatch run"
    r"|poe|pdm run|poetry run poe|uv run poe|npm run|yarn|bash|sh|\./)\s*([\w:./, -]+)"
)
# Linters of Trunk that look at dependencies, which it enables with their versions.
_TRUNK = "*.trunk/trunk.yaml"
_TRUNK_RUNS = r"\btrunk-io/trunk-action(?:@|\s|$)|\btrunk check\b"
_OF_TRUNK = re.compile(r"(?:grype|osv-scanner|pip-audit|snyk|trivy)(?:@|$)")
_UPDATES = ("*dependabot.yml", "*dependabot.yaml", "*renovate.json*", "*.renovaterc*")
# Services that update look here, and not into what a part of the repository was copied with.
_WHERE = re.compile(
    r"(?:\.\./)*(?:\.\.|\{\{[^/]*\}\})?/?(?:\.(?:azuredevops|gitea|github|gitlab))?"
)
_HEAD = re.compile(r"^(?:\[?([\w:-]+)\]?\s*:(?!=)|([\w:-]+)\s*=)")
# Environments of tox, and what it runs where CI names none.
_ENVIRONMENT = re.compile(r"^\[(?:testenv:)?([^\[\]:]+)\]")
_BARE_TOX = re.compile(r"(?:^|[\s;&|\"'`:])tox(?: run)?\s*(?:[\"';&|]|$)")
# Keys of CI whose values are run; jobs, stages and caches have names, which may be those of tools.
_KEY = re.compile(r"(\s*(?:-\s+)?)[\"']?([\w.-]+)[\"']?\s*:(?:\s|$)")
_RUN = re.compile(r"(?i)run|cmd|(?:ba|pw)?sh|powershell|args|entrypoint|.*(?:script|commands?)")
_LISTED = re.compile(r"(?m)^env_?list\s*=((?:.*\n)(?:[ \t]+.*\n)*)")


def judge(facts: Facts) -> Judgement:
    """Met if a scanner runs; unknown if dependencies are only brought up to date."""
    scans = _in_ci(facts) or _by_tasks(facts) or _by_hooks(facts) or _by_trunk(facts)
    if scans:
        return met(*some(scans))
    updates = [
        Place(path, 1, "updates only")
        for path in facts.configuration.paths(*_UPDATES)
        if _WHERE.fullmatch(path.rpartition("/")[0])
    ]
    if updates:
        return unknown(*updates)
    return not_met(*some(Place(path, 1, "no scanner") for path in facts.configuration.ci_paths))


def _in_ci(facts: Facts) -> list[Place]:
    found = facts.configuration.search_ci(_ACTIONS.pattern)
    found = [each for each in found if re.search(_BROUGHT_IN, each.note)]
    commands = facts.configuration.search_ci(_COMMANDS.pattern)
    return [*found, *(each for each in commands if _runs(each.note))]


def _runs(line: str) -> bool:
    """Whether a line runs a scanner: installing one, or naming a step after it, is not enough."""
    steps = re.split(r"&&|\|\||;", line)
    return any(_COMMANDS.search(step) and not _NOT_RUN.search(step) for step in steps)


def _by_tasks(facts: Facts) -> list[Place]:
    """Scanners that a target runs which CI calls."""
    called: set[str] = set()
    for place in facts.configuration.search_ci(_CALLED.pattern):
        for match in _CALLED.finditer(place.note):
            called |= set(re.split(r"[\s,]+", match.group(1)))
    names = {each.rpartition("/")[2] for each in called}
    if any(_runs_all(facts, each) for each in facts.configuration.search_ci(_BARE_TOX.pattern)):
        names |= _listed_by_tox(facts)
    found: list[Place] = []
    for place in facts.configuration.search_tasks(_COMMANDS.pattern):
        if place.path in facts.configuration.ci_paths or "pre-commit" in place.path:
            continue
        if not _runs(place.note):
            continue
        text = facts.configuration.texts[place.path]
        find = _environments if place.path.endswith("tox.ini") else _targets
        heads = find(text, place.line)
        if place.path.rpartition("/")[2] in names or any(each in names for each in heads):
            found.append(place)
    for module in facts.modules:
        if module.path.rpartition("/")[2] == "noxfile.py":
            for number, line in enumerate(module.lines, 1):
                if _COMMANDS.search(line.replace('", "', " ")) and "nox" in " ".join(
                    place.note for place in facts.configuration.search_ci(r"\bnox\b")
                ):
                    found.append(Place(module.path, number, line.strip()[:120]))
    return found


def _runs_all(facts: Facts, place: Place) -> bool:
    """Whether a line runs tox without naming an environment: to install it is not enough."""
    steps = re.split(r"&&|\|\||;", place.note)
    if not any(_BARE_TOX.search(step) and not _NOT_RUN.search(step) for step in steps):
        return False
    lines = facts.configuration.texts[place.path].splitlines()[: place.line]
    is_continued = len(lines) > 1 and lines[-2].endswith("\\")
    return not is_continued and _is_run(lines)


def _is_run(lines: list[str]) -> bool:
    """Whether the last of some lines is the value of a key of CI, or a part of it, that is run."""
    indent = len(lines[-1]) - len(lines[-1].lstrip())
    # A list may stand as far left as its key does.
    limit = indent + lines[-1].lstrip().startswith("- ")
    own = _KEY.match(lines[-1])
    above = (_KEY.match(each) for each in reversed(lines[:-1]))
    heads = (head for head in above if head and len(head[1]) < limit)
    head = own or next(heads, None)
    return head is None or _RUN.fullmatch(head[2]) is not None


def _listed_by_tox(facts: Facts) -> set[str]:
    """The environments that tox runs unasked, and what all of them are made of."""
    texts = facts.configuration.texts
    found = {"testenv"}
    for path in facts.configuration.paths("tox.ini", "*/tox.ini"):
        for match in _LISTED.finditer(f"{texts[path]}\n"):
            found |= set(re.split(r"[\s,]+", match.group(1)))
    return found


def _environments(text: str, line: int) -> set[str]:
    """The environment of tox that a line belongs to."""
    heads = map(_ENVIRONMENT.match, reversed(text.splitlines()[:line]))
    return {head.group(1) for head in islice(filter(None, heads), 1)}


def _targets(text: str, line: int) -> set[str]:
    """The target that a line of a task file belongs to, and those that need it."""
    lines = text.splitlines()
    own = ""
    for each in reversed(lines[:line]):
        match = _HEAD.match(each)
        if match is not None:
            own = next(filter(None, match.groups()), "")
            break
    if not own:
        return set()
    found = {own}
    for _ in range(3):
        for each in lines:
            match = re.match(r"^([\w-]+)\s*:(?!=)\s*([^#]*)", each)
            if match is not None and found & set(match.group(2).split()):
                found.add(match.group(1))
    return found


def _by_hooks(facts: Facts) -> list[Place]:
    """Scanners among the hooks of pre-commit, which CI runs."""
    runs = facts.configuration.search_ci(r"pre-commit (run|/action)|pre-commit/action|prek run")
    service = facts.configuration.search(r"^ci:", "*.pre-commit-config.yaml")
    if not runs and not service:
        return []
    pattern = r"(id|repo|entry):.*(pip-audit|safety|trivy|osv-scanner|snyk|uv-secure)"
    return facts.configuration.search(pattern, "*.pre-commit-config.yaml")


def _by_trunk(facts: Facts) -> list[Place]:
    """Scanners among the linters of Trunk, which CI runs."""
    configuration = facts.configuration
    if not configuration.search_ci(_TRUNK_RUNS):
        return []
    return [
        place
        for path in configuration.paths(_TRUNK)
        for name in _linters(configuration.yaml(path))
        if _OF_TRUNK.match(name)
        for place in configuration.search(rf"^\s*-\s*[\"']?{re.escape(name)}\b", _TRUNK)[:1]
    ]


def _linters(settings: dict[str, object]) -> list[str]:
    """The linters that Trunk enables; one with settings of its own is a mapping."""
    listed = as_list(as_table(settings.get("lint")).get("enabled"))
    return [str(next(iter(as_table(each)), "")) or str(each) for each in listed]
