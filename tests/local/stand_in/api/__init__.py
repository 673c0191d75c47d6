"""A stand-in for the product, so that the launcher is tested by itself and quickly."""
