"""The names of jobs: what the api asks for and the worker does. Arguments are ids only."""

READ_DOCUMENT = "intake.read_document"

ALL = (READ_DOCUMENT,)
