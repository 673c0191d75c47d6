"""Plain HTTP beside GraphQL: files up and down, health, the pages."""
