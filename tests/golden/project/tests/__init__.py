"""All tests. Each worker of pytest-xdist starts to measure coverage twice: this ends the first.

Otherwise it would go on in tests that ``no_cover`` marks, and in all that is imported for tests.
"""

from os import environ

from coverage import Coverage

if "PYTEST_XDIST_WORKER" in environ and (measuring := Coverage.current()) is not None:
    measuring.stop()
