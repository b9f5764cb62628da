"""Sentences about what an audit says: its report in a format, and a rule that it names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fastscaffold.intents.answer import Command, Proposal
from fastscaffold.intents.intent import Heard, Intent, with_fillers
from fastscaffold.intents.reading import CONTEXT, OBJECT, PATH, UNKNOWN, VERB, Lexicon
from fastscaffold.intents.vocabulary import ADD, AUDIT

if TYPE_CHECKING:
    from fastscaffold.intents.surroundings import Surroundings

_RULE = re.compile(r"(?i)[a-z]{2,5}\d{3}")
_ENDS = {"html": "html", "markdown": "md", "sarif": "sarif"}
_REPORTS = "audit,audit report,report,findings,security report"

# How people speak of a finding: ``why did the audit complain about DB006?``.
_SAYS = (
    "did,does,do,was,is,i,we,get,got,see,have,the audit,audit,complain,say,said,report,reported,"
    "find,found,flag,flagged,fail,failed,raise,raised"
)


def _report_lexicon(_: Surroundings) -> Lexicon:
    lexicon = Lexicon(paths=True)
    lexicon.put_all(VERB, {"make": f"{ADD},export,save,produce,show", "audit": AUDIT})
    lexicon.put_all(OBJECT, {each: each for each in _ENDS})
    lexicon.put(CONTEXT, "report", _REPORTS.split(","))
    lexicon.put(CONTEXT, "", ("as", "format", "file", "page", "with"))
    return with_fillers(lexicon)


def _report(heard: Heard) -> Proposal | None:
    named = [term.text for term in heard.reading.of(PATH)]
    ends = [each.rpartition(".")[2] for each in named]
    formats = set(heard.reading.values(OBJECT)) | {
        name for name, end in _ENDS.items() if end in ends
    }
    if len(formats) != 1 or len(named) > 1:
        return None
    (name,) = formats
    path = named[0] if named else f"audit.{_ENDS[name]}"
    if not path.endswith(f".{_ENDS[name]}"):
        return None
    command = Command(
        ("audit", "--format", name, "--output", path), f"audits the project into {path}"
    )
    reports = "report" in heard.reading.values(CONTEXT) or "audit" in heard.reading.values(VERB)
    doubt = "" if reports else "It does not say what is to be written."
    return Proposal((command,), f"`{name}` is a format of the audit's report.", doubt)


def _explain_lexicon(_: Surroundings) -> Lexicon:
    lexicon = Lexicon()
    lexicon.put_all(VERB, {"explain": "explain,describe,what is,whats,what does,tell me about,why"})
    lexicon.put(
        CONTEXT,
        "",
        ("rule", "finding", "mean", "means", "about", "problem", "bad", "matter", "risk"),
    )
    lexicon.put(CONTEXT, "said", _SAYS.split(","))
    return with_fillers(lexicon)


def _explain(heard: Heard) -> Proposal | None:
    unknown = heard.reading.of(UNKNOWN)
    if len(unknown) != 1 or not heard.reading.of(VERB) or not _RULE.fullmatch(unknown[0].text):
        return None
    rule = unknown[0].text.upper()
    command = Command(
        ("audit", "--explain", rule), f"explains the rule {rule}", writes=False, placed=False
    )
    return Proposal((command,), f"`{unknown[0].text}` is the name of a rule of the audit.")


INTENTS = (
    Intent("report in a format", _report_lexicon, _report),
    Intent("explain a rule", _explain_lexicon, _explain, names=True),
)
