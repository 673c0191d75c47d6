"""One long task, and a schedule with nothing in it."""

import time

from celery import Celery
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    """The one setting."""

    simiti_broker_url: str = ""


celery = Celery("stand-in", broker=Settings().simiti_broker_url)


@celery.task(name="wait")
def wait(seconds: float) -> None:
    """Keep a pool process busy."""
    print("waiting")
    time.sleep(seconds)
