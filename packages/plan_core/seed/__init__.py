"""Filling a database with reference data; above every feature, because it knows them all."""
