"""`python -m parity` with a clock that the tests may set: the product itself takes the time from the system alone.

TESTS_CLOCK holds a time with its zone; without it the clock is the real one.
"""

import os
from datetime import datetime

from parity.cli.main import main
from parity.cli.terminal import context

if __name__ == "__main__":
    told = os.environ.get("TESTS_CLOCK")
    if told:
        now = datetime.fromisoformat(told)
        context.utc_now = lambda: now
    main()
