"""A generator of realistic use that drives a running installation and checks what it answers."""
