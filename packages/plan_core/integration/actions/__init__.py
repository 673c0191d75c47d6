"""Saying where to be told, and the messages on their way."""
