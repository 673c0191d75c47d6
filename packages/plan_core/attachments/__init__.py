"""Files that stand beside plans and reports: evidence, annexes, appointment orders."""
