"""The plan, its rows, cells and revisions."""
