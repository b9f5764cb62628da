"""What several rules ask of one test."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Function

_SAD = re.compile(
    r"(?i)(?:^|_)(?:abort\w*|bad|cannot|cant|conflict\w*|corrupt\w*|denie[sd]|deny|disabled|"
    r"does_?nt|does_not|duplicate\w*|empty|error\w*|exceed\w*|except\w*|expired?|fail\w*|"
    r"forbid\w*|illegal|inactive|incorrect|insufficient|invalid\w*|limit\w*|malformed|mismatch\w*|"
    r"miss\w*|negative|never|no|non|nobody|none|nonexist\w*|not|nothing|only|oversized?|raise[sd]?|"
    r"refuse[sd]?|reject\w*|revoked|stale|stranger\w*|timeout\w*|too|unauth\w*|unable|unknown|"
    r"unsupported|without|wrong\w*|\d*4\d\d|\d*5\d\d)(?:_|$)"
)
_STATUS = re.compile(
    r"HTTP_[45]\d\d|\bBAD_REQUEST|\bUNAUTHORIZED|\bFORBIDDEN|\bNOT_FOUND|\bCONFLICT|\bGONE"
    r"|\bUNPROCESSABLE|\bTOO_MANY|\bSERVICE_UNAVAILABLE|\bINTERNAL_SERVER"
)
FIRST_ERROR, LAST_ERROR = 400, 599


def is_sad(test: Function) -> bool:
    """Whether a test is about what goes wrong: by its name, a status, or an error it expects."""
    if _SAD.search(test.name.removeprefix("test_")):
        return True
    for node in walk(test.node):
        match node:
            case ast.Constant(value=int() as number) if FIRST_ERROR <= number <= LAST_ERROR:
                return True
            case ast.Attribute(attr=name) if name in {
                "raises",
                "assertRaises",
                "assertRaisesRegex",
            } or _STATUS.search(name):
                return True
            case _:
                pass
    return False


def assertions(test: Function) -> int:
    """How often a test asserts something."""
    return sum(isinstance(node, ast.Assert) for node in walk(test.node))
