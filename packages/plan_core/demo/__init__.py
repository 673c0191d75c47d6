"""Demonstration data: made-up plans of a province, with a fixed seed, labelled as such."""
