"""Arguments that are added to calls, broken over lines as the call already is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

if TYPE_CHECKING:
    from fastscaffold.audit.cures.base import Site

# Lines of a call whose arguments stand together on one of their own.
_HANGING = 3
_CODE = cst.Module([])


def code(node: cst.CSTNode) -> str:
    """The source of a node."""
    return _CODE.code_for_node(node)


def with_keyword(node: cst.CSTNode, name: str, value: str, site: Site) -> cst.CSTNode:
    """Give a call one more argument, behind all others."""
    call = cst.ensure_type(node, cst.Call)
    return with_argument(call, keyword(name, cst.parse_expression(value)), site)


def with_keyword_like(
    node: cst.CSTNode, name: str, others: tuple[str, ...], text: str, site: Site
) -> cst.CSTNode:
    """Give a call an argument that is None under the same condition as others, behind them."""
    call = cst.ensure_type(node, cst.Call)
    places = [
        place
        for place, each in enumerate(call.args)
        if each.keyword is not None and each.keyword.value in others
    ]
    model = call.args[places[0]].value
    behind = places[-1] + 1
    none, given = cst.Name("None"), cst.SimpleString(text)
    if not isinstance(model, cst.IfExp):
        return with_argument(call, keyword(name, none), site, behind)
    is_first = isinstance(model.body, cst.Name) and model.body.value == "None"
    value = model.with_changes(
        body=none if is_first else given,
        test=model.test.deep_clone(),
        orelse=given if is_first else none,
    )
    return with_argument(call, keyword(name, value), site, behind)


def keyword(name: str, value: cst.BaseExpression) -> cst.Arg:
    """The argument ``name=value``."""
    tight = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
    return cst.Arg(value, keyword=cst.Name(name), equal=tight)


def with_argument(call: cst.Call, new: cst.Arg, site: Site, behind: int | None = None) -> cst.Call:
    """Give a call one more argument; a line that becomes too long is broken.

    Args:
        call: to be changed.
        new: the argument.
        site: where the call stands.
        behind: how many arguments come before the new one; all by default.
    """
    if not call.args:
        return call.with_changes(args=[new])
    if behind is not None and behind < len(call.args):
        before = cst.ensure_type(call.args[behind - 1].comma, cst.Comma)
        return _reshaped(call, _inserted(call, new, behind), before.whitespace_after, site)
    *others, last = call.args
    between = others[-1].comma if others else None
    separator = (
        between.whitespace_after if isinstance(between, cst.Comma) else call.whitespace_before_args
    )
    if isinstance(last.comma, cst.Comma):
        last, new = _behind_comma(last, last.comma, new, separator)
    else:
        end = last.whitespace_after_arg
        comma = cst.Comma(whitespace_after=_moved(end, separator))
        last = last.with_changes(comma=comma, whitespace_after_arg=cst.SimpleWhitespace(""))
        new = new.with_changes(whitespace_after_arg=_plain(end))
    return _reshaped(call, [*others, last, new], separator, site)


def _inserted(call: cst.Call, new: cst.Arg, behind: int) -> list[cst.Arg]:
    """The arguments with one more between two of them, parted as those are."""
    before, after = call.args[:behind], call.args[behind:]
    comma = cst.ensure_type(before[-1].comma, cst.Comma)
    parted = comma.with_changes(whitespace_after=_plain(comma.whitespace_after))
    return [*before, new.with_changes(comma=parted), *after]


def _reshaped(
    call: cst.Call,
    args: list[cst.Arg],
    separator: cst.BaseParenthesizableWhitespace,
    site: Site,
) -> cst.Call:
    """The call with other arguments, on more lines if it has to be."""
    made = call.with_changes(args=args)
    if isinstance(separator, cst.ParenthesizedWhitespace):
        return made
    if not isinstance(call.whitespace_before_args, cst.ParenthesizedWhitespace):
        fits = site.before + len(code(made)) + site.after <= site.width
        return made if fits or "\n" in code(call) else _broken(made, site)
    inner = code(made).splitlines()
    return made if len(inner) != _HANGING or _fits(inner[1], site) else _exploded(made, site)


def _behind_comma(
    last: cst.Arg, comma: cst.Comma, new: cst.Arg, separator: cst.BaseParenthesizableWhitespace
) -> tuple[cst.Arg, cst.Arg]:
    """The call ends with a comma, and shall still do so."""
    end = comma.whitespace_after
    last = last.with_changes(comma=comma.with_changes(whitespace_after=_moved(end, separator)))
    return last, new.with_changes(comma=cst.Comma(whitespace_after=_plain(end)))


def _moved(
    end: cst.BaseParenthesizableWhitespace, separator: cst.BaseParenthesizableWhitespace
) -> cst.BaseParenthesizableWhitespace:
    """What stands between two arguments, with the comment of the first one, if it has any."""
    if not isinstance(separator, cst.ParenthesizedWhitespace):
        if isinstance(end, cst.ParenthesizedWhitespace) and _has_comment(end):
            return end
        return cst.SimpleWhitespace(" ")
    if isinstance(end, cst.ParenthesizedWhitespace):
        return end.with_changes(indent=separator.indent, last_line=separator.last_line)
    return _plain(separator)


def _has_comment(space: cst.ParenthesizedWhitespace) -> bool:
    lines = space.empty_lines
    return space.first_line.comment is not None or any(each.comment for each in lines)


def _plain(space: cst.BaseParenthesizableWhitespace) -> cst.BaseParenthesizableWhitespace:
    """The same line break without what is said in it."""
    if not isinstance(space, cst.ParenthesizedWhitespace):
        return space
    return cst.ParenthesizedWhitespace(
        first_line=cst.TrailingWhitespace(newline=space.first_line.newline),
        indent=space.indent,
        last_line=space.last_line,
    )


def _broken(call: cst.Call, site: Site) -> cst.Call:
    """The call on several lines, as a formatter would have it."""
    inner, outer = _line(site.indent + site.step), _line(site.indent)
    joined = ", ".join(
        code(each.with_changes(comma=cst.MaybeSentinel.DEFAULT)) for each in call.args
    )
    if _fits(site.indent + site.step + joined, site):
        *others, last = call.args
        last = last.with_changes(comma=cst.MaybeSentinel.DEFAULT, whitespace_after_arg=outer)
        args = [*others, last]
        return call.with_changes(whitespace_before_args=inner, args=args)
    return _exploded(call, site)


def _exploded(call: cst.Call, site: Site) -> cst.Call:
    """The call with a line for each argument."""
    inner, outer = _line(site.indent + site.step), _line(site.indent)
    *others, last = (
        each.with_changes(
            comma=cst.Comma(whitespace_after=inner), whitespace_after_arg=cst.SimpleWhitespace("")
        )
        for each in call.args
    )
    args = [*others, last.with_changes(comma=cst.Comma(whitespace_after=outer))]
    return call.with_changes(whitespace_before_args=inner, args=args)


def _fits(line: str, site: Site) -> bool:
    return len(line.expandtabs(4)) <= site.width


def _line(indent: str) -> cst.ParenthesizedWhitespace:
    return cst.ParenthesizedWhitespace(indent=False, last_line=cst.SimpleWhitespace(indent))
