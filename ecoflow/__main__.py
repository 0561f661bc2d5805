"""The command `ecoflow`, also as `python -m ecoflow`."""

import os
import sys
from contextlib import suppress
from typing import NoReturn

from ecoflow.cli.app import main


def run() -> NoReturn:
    """Run the command and leave at once.

    Everything is written and flushed by then; taking the finished process apart, module by module, would cost a
    tenth of a cold start.
    """
    code: object = 0
    try:
        main()
    except SystemExit as done:
        code = done.code
    with suppress(BrokenPipeError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code if isinstance(code, int) else int(code is not None))


if __name__ == "__main__":
    run()
