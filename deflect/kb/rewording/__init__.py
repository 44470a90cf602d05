"""A language model may word what tickets say, if the settings name one; whatever they do not support is dropped."""

from __future__ import annotations

from deflect.kb.rewording.settings import open_chat
from deflect.kb.rewording.worder import Worder

__all__ = ["Worder", "open_chat"]
