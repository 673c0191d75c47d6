"""Changing people and sign-ins: `sessions` by the door, `keeping` by the operator."""
