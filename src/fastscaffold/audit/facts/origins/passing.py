"""Calls whose result is as free as what they are given: other bytes, the same choice."""

from __future__ import annotations

import ast

from fastscaffold.audit.nodes import constant_text

# Of what they are called on.
_METHODS = frozenset(
    (
        *("capitalize", "casefold", "decode", "encode", "expandtabs", "get_secret_value"),
        *("getlist", "getvalue", "lower", "lstrip", "model_dump", "partition", "read"),
        *("readline", "readlines", "removeprefix", "removesuffix", "rpartition", "rsplit"),
        *("rstrip", "split", "splitlines", "strip", "swapcase", "title", "tobytes"),
        *("unicode_string", "upper"),
    )
)
# Of their first argument.
_FUNCTIONS = frozenset(
    (
        *("bytearray", "bytes", "bytes.fromhex", "list", "memoryview", "set", "str", "tuple"),
        *("base64.b16decode", "base64.b32decode", "base64.b64decode", "base64.b85decode"),
        *("base64.decodebytes", "base64.standard_b64decode", "base64.urlsafe_b64decode"),
        *("binascii.a2b_base64", "binascii.unhexlify", "bz2.decompress", "gzip.decompress"),
        *("io.BytesIO", "io.StringIO", "lzma.decompress", "zlib.decompress"),
        *("json.loads", "orjson.loads", "ujson.loads"),
        *("httpx.URL", "yarl.URL", "pathlib.Path", "pathlib.PurePath", "shlex.split"),
        *("textwrap.dedent", "urllib.parse.unquote", "urllib.parse.unquote_plus"),
    )
)
# Of an address in their second argument, which wins where it names a host.
_JOINS = frozenset({"urllib.parse.urljoin"})
# Of the argument at some place, in another style or without some signs.
_WRITING = {"re.sub": 2, "string.capwords": 0, "unicodedata.normalize": 1, "html.unescape": 0}
_STYLES = frozenset({"humps", "inflection", "stringcase"})


def passed_on(node: ast.Call, name: str) -> ast.expr | None:
    """What decides the result of a call; None where that cannot be told.

    Args:
        node: the call.
        name: of what is called, see ``Index.called``.
    """
    if name in _FUNCTIONS and node.args:
        return node.args[0]
    if name in _JOINS and len(node.args) > 1:
        return node.args[1]
    if name in {"typing.cast", "cast"} and node.args:
        return node.args[-1]
    if isinstance(node.func, ast.Attribute) and node.func.attr in _METHODS:
        return node.func.value
    return None


def written_anew(node: ast.Call, name: str) -> ast.expr | None:
    """The text that a function writes in another way, of which a client may still choose most.

    Args:
        node: the call.
        name: of what is called, see ``Index.called``.
    """
    place = _WRITING.get(name, 0 if name.partition(".")[0] in _STYLES else None)
    if place is None or len(node.args) <= place:
        return None
    if name == "re.sub" and (constant_text(node.args[0]) or "").startswith("[^"):
        # Only what is named is left.
        return None
    return node.args[place]
