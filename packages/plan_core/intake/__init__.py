"""From an uploaded document to an accepted plan."""
