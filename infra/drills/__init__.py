"""Drills: what the runbooks of docs/operations promise, done on one machine."""
