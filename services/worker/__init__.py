"""The Celery worker: promised jobs, done as the person who asked."""
