"""python -m unchaff."""

import sys

from unchaff.cli import main

sys.exit(main())
