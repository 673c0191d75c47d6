"""Provinces, districts, subdistricts and the register of organisations."""
