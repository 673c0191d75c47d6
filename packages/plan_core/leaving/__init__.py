"""An organisation that leaves takes everything along: rows, files, log. See ADR 62."""
