"""The sizing model."""
