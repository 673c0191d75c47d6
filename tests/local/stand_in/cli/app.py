"""`migrate` and `demo load` that do nothing but say so; a marker file makes the first fail."""

import sys
from pathlib import Path

if Path(__file__).with_name("broken").exists():
    sys.exit("the schema is newer than this program")
print(" ".join(sys.argv[1:]))
