"""Test objects: a world of databases, people in it, plans and documents of theirs."""
