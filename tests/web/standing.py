"""`deflect serve` with a suggester that needs no model: `python -m tests.web.standing serve …`."""

from __future__ import annotations

from deflect.cli import main
from deflect.web import serving
from deflect.workspace import Workspace
from tests.web.service import Answers


class Standing(Answers):
    """Stands where what is learned would be."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()

    def start(self) -> None:
        """Nothing is loaded."""

    stop = start


if __name__ == "__main__":
    setattr(serving, "Present", Standing)  # noqa: B010 - a type checker knows another class of that name
    main()
