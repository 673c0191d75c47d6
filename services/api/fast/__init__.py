"""What makes answers quick without changing them: graphql-core stays the judge of every answer."""
