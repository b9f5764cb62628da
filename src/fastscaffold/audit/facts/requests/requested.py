"""What requests decide of texts, and of how they begin.

Values that are compared with a list, checked, or of a type that holds no text of a client's choice
are left out, as are those that pass through anything unknown: what is told is certain.
"""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.requests.forms import Form, Forms, Frame
from fastscaffold.audit.facts.requests.sent import Said, Sent
from fastscaffold.audit.facts.running.handed import handed_to
from fastscaffold.audit.facts.texts.interpolation import interpolated, summed
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.requests.forms import Check
    from fastscaffold.audit.facts.requests.sent import Part

MAX_STEPS = 12
# What may still become the host of an address, such as `https://` and `https://www.`.
_HOST_TO_COME = re.compile(r"(?:(?:\w+:)?//(?:[^/?#]*[.@-])?)?")


class Requested:
    """Tells what of a value, or of its beginning, a request decides."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.sent = Sent(facts)

    def part(self, node: ast.expr, frame: Frame, but: frozenset[Part] = frozenset()) -> Said | None:
        """What of a request becomes part of an expression.

        Args:
            node: the expression.
            frame: where it is read.
            but: parts of requests that do not count.
        """
        texts = _Texts(self.facts, self._forms())
        return next((s for s in texts.said(node, frame, MAX_STEPS) if s.part not in but), None)

    def beginning(
        self,
        node: ast.expr,
        frame: Frame,
        but: frozenset[Part] = frozenset(),
        check: Check | None = None,
    ) -> Said | None:
        """What of a request a text begins with, or the host where the text is an address.

        Args:
            node: the text.
            frame: where it is read.
            but: parts of requests that do not count.
            check: tells of a function, and a name in it, whether the name is checked there.
        """
        texts = _Texts(self.facts, self._forms(check))
        found = texts.leading(node, frame, "", MAX_STEPS)
        return found if isinstance(found, Said) and found.part not in but else None

    def forms(self, node: ast.expr, frame: Frame) -> Iterator[Form]:
        """What an expression may be, with names and helpers followed."""
        return self._forms().of(node, frame)

    def _forms(self, check: Check | None = None) -> Forms:
        return Forms(self.facts, self.sent, handed_to(self.facts), check)


class _Texts:
    def __init__(self, facts: Facts, forms: Forms) -> None:
        self.values = facts.values
        self.forms = forms
        self.seen: set[tuple[int, ...]] = set()

    def said(self, node: ast.expr, frame: Frame, steps: int) -> Iterator[Said]:
        """All that a request decides in an expression."""
        key = frame.key(node)
        if steps == 0 or key in self.seen:
            return
        self.seen.add(key)
        for form in list(self.forms.of(node, frame, grown=True)):
            if form.said is not None:
                yield form.said
            for part, inner in _parts(form):
                yield from self.said(part, inner, steps - 1)

    def leading(self, node: ast.expr, frame: Frame, before: str, steps: int) -> Said | str | None:
        """What of a request begins a text; else the text so far, or None where it is decided."""
        outcome: str | None = None
        if steps == 0:
            return None
        for form in list(self.forms.of(node, frame)):
            found = self._leading(form, before, steps)
            if isinstance(found, Said):
                return found
            outcome = found if outcome is None else outcome
        return outcome

    def _leading(self, form: Form, before: str, steps: int) -> Said | str | None:
        if form.said is not None:
            # Without a slash it is a relative path, whatever it says.
            return None if form.said.part == "segment" and not before else form.said
        node = form.node
        if isinstance(node, ast.Constant | ast.Name):
            text = self.values.text(node, form.frame.scope)
            return None if text is None else _so_far(before + text)
        if isinstance(node, ast.List | ast.Tuple):
            # One of them, in a loop.
            found = [self.leading(each, form.frame, before, steps - 1) for each in node.elts]
            return next((each for each in found if isinstance(each, Said)), None)
        pieces = _pieces(node)
        for piece, text in pieces:
            so_far = _so_far(before + text)
            if so_far is None:
                return None
            outcome = self.leading(piece, form.frame, so_far, steps - 1)
            if not isinstance(outcome, str):
                return outcome
            before = outcome
        return before if pieces else None


def _so_far(text: str) -> str | None:
    return text if _HOST_TO_COME.fullmatch(text) else None


def _pieces(node: ast.expr) -> list[tuple[ast.expr, str]]:
    """What a text is put together from, in order, each with what stands before it."""
    match node:
        case ast.JoinedStr(values=values):
            return [
                (each.value if isinstance(each, ast.FormattedValue) else each, "")
                for each in values
            ]
        case ast.BinOp(op=ast.Add()):
            return [(each, "") for each in summed(node)]
        case ast.BinOp(op=ast.Mod()) | ast.Call(func=ast.Attribute(attr="format")):
            return list(interpolated(node))
        case _:
            return []


def _parts(form: Form) -> Iterator[tuple[ast.expr, Frame]]:
    """What an expression is put together from."""
    frame = form.frame
    match form.node:
        case ast.JoinedStr(values=values):
            for each in values:
                # What is shown by `repr`, or as a number, is no longer what was sent.
                match each:
                    case ast.FormattedValue(format_spec=None) if each.conversion != ord("r"):
                        yield each.value, frame
                    case _:
                        pass
        case ast.BinOp(op=ast.Add()) as node:
            yield from ((each, frame) for each in summed(node))
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            yield left, frame
            yield right, frame
        case ast.BinOp(op=ast.Mod()) as node:
            yield from ((each, frame) for each, _ in interpolated(node))
        case ast.Call(func=ast.Attribute(value=template, attr="format")) as node:
            yield template, frame
            yield from ((each, frame) for each, _ in interpolated(node))
        case ast.Call(func=ast.Attribute(value=ast.Name(id="shlex"))):
            pass
        case ast.Call(func=ast.Attribute(attr="join"), args=[inner]):
            yield inner, frame
        case ast.List(elts=elements) | ast.Tuple(elts=elements) | ast.Set(elts=elements):
            yield from ((each, frame) for each in elements)
        case ast.ListComp() | ast.GeneratorExp() | ast.SetComp() as node:
            loops = {
                each.id: generator.iter
                for generator in node.generators
                for each in walk(generator.target)
                if isinstance(each, ast.Name)
            }
            filtered = any(generator.ifs for generator in node.generators)
            if not filtered:
                yield node.elt, replace(frame, loops=loops)
        case _:
            pass
