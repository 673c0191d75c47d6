"""Framework editions, their dimensions and missions: data, not code."""
