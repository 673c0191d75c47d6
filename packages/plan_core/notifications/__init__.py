"""Who is told what happened, in the app and by mail, and reminders of deadlines."""
