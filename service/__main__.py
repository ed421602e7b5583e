"""`python -m service`: what the launcher `alur` at the root calls once everything is set up."""

from __future__ import annotations

import sys

from service.cli.frame.program import run

if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
