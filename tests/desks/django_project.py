"""A Django project around an app that is a ticket system, with SQLite and Django's own web server."""

from __future__ import annotations

import contextlib
import os
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.desks.running import free_port, listening, run, serving

PYTHON = Path(os.environ.get("DESKS_PYTHON", Path(__file__).parent / ".venv" / "bin" / "python"))
"""An environment of its own, which .ci/desks makes: what those apps need is none of deflect's business."""
MANAGE = (PYTHON, "-W", "ignore", "-m", "django")

SETTINGS = """
SECRET_KEY = "for tests on this machine"
DEBUG = True
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "urls"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": {
    "ENGINE": "django.db.backends.sqlite3", "NAME": "desk.sqlite",
    "OPTIONS": {"timeout": 60, "transaction_mode": "IMMEDIATE"},
}}
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = "mails"
STATIC_URL = "/static/"
MEDIA_ROOT = "media"
# To prove a password anew at each call, the default takes longer than everything else that a call does.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TEMPLATES = [{
    "BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
    "OPTIONS": {"context_processors": [
        "django.template.context_processors.request", "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages",
    ]},
}]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
"""


@dataclass(frozen=True, slots=True)
class Project:
    """What makes a Django app a ticket system that runs.

    Attributes:
        settings: Added to the settings; must name INSTALLED_APPS.
        urls: The module of addresses.
        filling: Run once in a shell of the project: users, queues, tokens.
    """

    settings: str
    urls: str
    filling: str


def missing(package: str) -> str:
    """What is not installed of what it takes; empty if nothing."""
    found = list(PYTHON.parent.parent.glob(f"lib/python3*/site-packages/{package}/__init__.py"))
    return "" if found else package


@contextlib.contextmanager
def serving_project(folder: Path, project: Project) -> Iterator[str]:
    """Run a new Django project in a folder that exists, and give its address."""
    (folder / "settings.py").write_text(SETTINGS + textwrap.dedent(project.settings))
    (folder / "urls.py").write_text(textwrap.dedent(project.urls))
    manage(folder, "migrate", "--verbosity", "0")
    manage(folder, "shell", "--command", textwrap.dedent(project.filling))
    port = free_port()
    command = [*MANAGE, "runserver", "--noreload", str(port)]
    with serving(command, folder / "log", lambda: listening(port), _env(folder), folder):
        yield f"http://127.0.0.1:{port}"


def manage(folder: Path, *command: str) -> None:
    """Run one of the project's commands to its end."""
    run([*MANAGE, *command], folder / "log", _env(folder), folder)


def _env(folder: Path) -> dict[str, str]:
    return {"DJANGO_SETTINGS_MODULE": "settings", "PYTHONPATH": str(folder)}
