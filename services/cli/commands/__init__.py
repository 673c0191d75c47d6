"""One module for each part of the command line; bodies are imported inside their commands."""
