"""`python infra/load ADDRESS …`: makes its own package findable, wherever it is started from."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from load.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
