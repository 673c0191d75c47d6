"""The embedded default: database, broker and supervisor behind `make run` and the tests."""
