"""The public pages: what is published, as plain HTML that needs no script and no sign-in."""
