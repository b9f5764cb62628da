"""What holds for every cure: the rule's own example, put right, and nothing else touched."""

from __future__ import annotations

import codecs

import pytest
from support.mended import mended

from fastscaffold.audit.rules import all_rules

CURED = [rule for rule in all_rules() if rule.cure is not None]
every_cure = pytest.mark.parametrize("rule", CURED, ids=lambda rule: rule.name)

# Formatted as nobody would, so that whoever formats a file is found out.
ODD = """

odd = {  'a':1,'b' : "ü" }   # keep   me
def odd_one( x=1,*, y =  2 ): return (x
   +y)   # ü\t
"""


def planned(files, result):
    """The files as they are to be."""
    return {**files, **{path: content.decode() for path, content in result.files.items()}}


def found(audit):
    return sorted((each.rule, each.path, each.message) for each in audit.findings)


@every_cure
class TestOnTheExampleOfTheRule:
    def test_the_finding_is_closed_and_no_other_comes(self, rule):
        before, after = mended(rule.bad, rule.id), None
        after = mended(planned(rule.bad, before))

        assert before.closed
        assert before.after.findings == []
        assert before.skipped == {}
        assert set(found(after.before)) <= set(found(mended(rule.bad).before))

    def test_a_second_time_changes_nothing(self, rule):
        once = planned(rule.bad, mended(rule.bad, rule.id))

        assert mended(once, rule.id).files == {}

    def test_the_result_is_python(self, rule):
        for path, text in planned(rule.bad, mended(rule.bad, rule.id)).items():
            if path.endswith(".py"):
                compile(text, path, "exec")

    def test_the_rest_of_the_file_stays_byte_for_byte(self, rule):
        odd = {
            path: text + ODD if path.endswith(".py") else text for path, text in rule.bad.items()
        }
        plain = planned(rule.bad, mended(rule.bad, rule.id))

        for path, text in planned(odd, mended(odd, rule.id)).items():
            assert text == (plain[path] + ODD if path.endswith(".py") else plain[path])

    @pytest.mark.parametrize("form", ["crlf", "bom"])
    def test_line_ends_and_marks_are_kept(self, rule, form):
        def formed(text: str) -> bytes:
            if form == "crlf":
                return text.replace("\n", "\r\n").encode()
            return codecs.BOM_UTF8 + text.encode()

        files = {
            path: formed(text) if path.endswith(".py") or form == "crlf" else text.encode()
            for path, text in rule.bad.items()
        }
        plain = mended(rule.bad, rule.id).files
        formed_files = mended(files, rule.id).files

        assert formed_files.keys() == plain.keys()
        for path, content in formed_files.items():
            if path in rule.bad and (path.endswith(".py") or form == "crlf"):
                assert content == formed(plain[path].decode())

    def test_the_documentation_says_what_is_done(self, rule):
        assert rule.cure.what[0].isupper()
        assert rule.cure.what.endswith(".")


def test_each_cure_that_is_promised_is_there():
    assert [rule.id for rule in CURED] == [
        "ARCH007",
        "CONF004",
        "CONF006",
        "DB007",
        "MIG005",
        "PYD004",
        "SEC012",
        "SEC013",
        "SEC019",
        "SEC020",
        "SEC025",
        "TEST006",
    ]
