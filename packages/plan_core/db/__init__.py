"""The database: base of the models, the transaction, migrations."""
