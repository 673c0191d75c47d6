"""What other systems live on: the feed of changes, and the messages that tell them of it."""
