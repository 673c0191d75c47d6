"""People, their memberships and sign-in."""
