"""Telling people, reminding them, their settings, and the mails that go out."""
