"""How Alembic reaches the database: one connection as the owner role, handed in by migrate.py."""

from alembic import context

from plan_core.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, compare_type=True)
with context.begin_transaction():
    context.run_migrations()
