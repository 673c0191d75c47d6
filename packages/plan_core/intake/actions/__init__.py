"""Receiving a document, settling what was read, accepting it."""
