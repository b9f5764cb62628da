"""Small projects of many styles, and what the definitions of the verdicts demand of each.

Each is a mapping of paths to texts, and one of verdicts; several that may be said stand with ``|``.
"""
