"""The audit of any FastAPI project: read only, static, and without its dependencies.

Data flows one way: ``sources`` reads files, ``parsing`` makes trees of them, ``index`` says which
name means what, ``facts`` gathers once what rules want to know, ``rules`` and ``verdicts`` read
facts and cite places, ``score`` adds up, ``reports`` shows.
"""
