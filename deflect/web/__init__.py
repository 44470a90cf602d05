"""The suggestion service: the same answers as the command line, over HTTP."""

from __future__ import annotations

from deflect.web.app import make_app

__all__ = ["make_app"]
