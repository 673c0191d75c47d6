"""Changing a plan: writing it whole, editing parts, submitting."""
