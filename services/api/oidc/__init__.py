"""Signing in by a provider of OpenID Connect: it proves the person, memberships grant the post."""
