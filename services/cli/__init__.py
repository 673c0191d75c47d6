"""simiti: the operators' command line."""
