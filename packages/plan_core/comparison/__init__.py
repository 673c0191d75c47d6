"""Figures across organisations."""
