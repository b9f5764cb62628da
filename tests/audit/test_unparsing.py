"""Text of expressions that are nested more deeply than functions may call each other."""

from __future__ import annotations

import ast

from fastscaffold.audit.unparsing import unparsed

DEEP = f"a{'.b' * 1_200}"


def test_an_expression_that_is_nested_too_deeply_is_like_no_other():
    one, other = (ast.parse(DEEP, mode="eval").body for _ in range(2))
    assert unparsed(one) != unparsed(other)
    assert unparsed(ast.parse("a.b", mode="eval")) == "a.b"
