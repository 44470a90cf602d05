"""A workspace: the folder that holds one vendor's settings, tickets, articles, models and site.

deflect.toml    settings
questions.yaml  what people decided about recurring questions; there once somebody did
words.txt       words of the vendor that drafts may always use; there once somebody wrote it
synonyms.txt    words that mean the same to a search; there once somebody wrote it
kb/             articles, Markdown; people edit these
site/           the help centre as built
theme/          your own looks of it; there once you ejected or put something there
quality/        replies to review and the marks they got; there once somebody drew some
models/         encoder, index, generations
.deflect/       ticket database, key, lock, last generated text of each article, reports
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from deflect import config
from deflect.errors import WorkspaceError, WorkspaceLockedError

KEY_BYTES = 32


@dataclass(frozen=True)
class Workspace:
    """One vendor's folder; open it with `Workspace.open`, make one with `Workspace.create`."""

    root: Path

    @classmethod
    def open(cls, path: str | os.PathLike[str] = ".") -> Workspace:
        """Open the workspace at a folder, or the nearest one above it.

        Args:
            path: A folder in the workspace.

        Returns:
            The workspace; of its files only deflect.toml was looked for.

        Raises:
            WorkspaceError: Neither the folder nor one above it has a deflect.toml.
        """
        start = Path(path).expanduser().resolve()
        found = cls.around(start)
        if found is None:
            raise WorkspaceError("there is no workspace here", str(start), "Make one with: deflect init DIR")
        return found

    @classmethod
    def around(cls, folder: Path) -> Workspace | None:
        """The workspace at a folder, which is resolved, or the nearest one above it; None if there is none."""
        places = (place for place in (folder, *folder.parents) if (place / config.FILE_NAME).is_file())
        return next(map(cls, places), None)

    @classmethod
    def create(cls, path: str | os.PathLike[str], settings_text: str = "") -> Workspace:
        """Make a new workspace.

        Args:
            path: A folder that does not exist or is empty.
            settings_text: The first deflect.toml.

        Returns:
            The workspace, with its folders and nothing in them.

        Raises:
            WorkspaceError: The folder is a workspace already or holds other things.
        """
        root = Path(path).expanduser().resolve()
        cls.check_free(root)
        workspace = cls(root)
        for folder in (workspace.kb, workspace.site, workspace.models, workspace.state):
            folder.mkdir(parents=True, exist_ok=True)
        atomic_write(root / config.FILE_NAME, settings_text.encode())
        return workspace

    @staticmethod
    def check_free(root: Path) -> None:
        """Refuse a folder that is a workspace already or holds other things.

        Raises:
            WorkspaceError: It is or does.
        """
        if (root / config.FILE_NAME).exists():
            raise WorkspaceError("there is a workspace already", str(root), "Use it, or name another folder")
        if root.exists() and (not root.is_dir() or any(root.iterdir())):
            raise WorkspaceError("the folder is not empty", str(root), "Name a new folder")

    @cached_property
    def settings(self) -> config.Settings:
        """The settings of deflect.toml, read once."""
        return config.load(self.root / config.FILE_NAME)

    @property
    def words(self) -> Path:
        """The vendor's own words, which drafts may use however few people do."""
        return self.root / "words.txt"

    @property
    def synonyms(self) -> Path:
        """Words that mean the same to the help centre's search."""
        return self.root / "synonyms.txt"

    @property
    def kb(self) -> Path:
        """Articles."""
        return self.root / "kb"

    @property
    def site(self) -> Path:
        """The built help centre."""
        return self.root / "site"

    @property
    def theme(self) -> Path:
        """The vendor's own templates, style sheet, logo and font; there once somebody put them there."""
        return self.root / "theme"

    @property
    def quality(self) -> Path:
        """Replies to review, a file for each reply and reviewer; people write their marks there."""
        return self.root / "quality"

    @property
    def models(self) -> Path:
        """Encoder, index and generations."""
        return self.root / "models"

    @property
    def state(self) -> Path:
        """What deflect keeps for itself."""
        return self.root / ".deflect"

    @property
    def base(self) -> Path:
        """The last generated text of each article."""
        return self.state / "base"

    @property
    def reports(self) -> Path:
        """Pages of figures, made anew by the commands that measure them."""
        return self.state / "reports"

    @property
    def documentation(self) -> Path:
        """What was read of documentation that is published elsewhere."""
        return self.state / "documentation.jsonl"

    @property
    def database(self) -> Path:
        """The ticket database."""
        return self.state / "tickets.sqlite"

    def key(self) -> bytes:
        """Read the secret that pseudonyms are keyed with, made at first use and readable by the owner only."""
        return secret(self.state / "key")

    @contextlib.contextmanager
    def lock(self, command: str) -> Iterator[None]:
        """Be the only process that writes to this workspace; freed by the system if the process dies.

        Args:
            command: What holds the lock, to tell others.

        Returns:
            A context; the lock is held inside it.

        Raises:
            WorkspaceLockedError: Another process holds it; raised at once, without waiting.
        """
        import filelock

        self.state.mkdir(parents=True, exist_ok=True)
        holder = self.state / "lock.json"
        lock = filelock.FileLock(self.state / "lock", blocking=False)
        try:
            lock.acquire()
        except filelock.Timeout as error:
            raise WorkspaceLockedError(
                f"another deflect process is writing: {_describe(holder)}",
                str(self.root),
                "Wait for it, or stop it, then try again",
            ) from error
        try:
            atomic_write(holder, json.dumps({"command": command, "pid": os.getpid(), "since": time.time()}).encode())
            yield
        finally:
            holder.unlink(missing_ok=True)
            lock.release()


def secret(path: Path) -> bytes:
    """Read a secret of `KEY_BYTES` bytes, made at first use and readable by the owner only.

    Raises:
        WorkspaceError: The file does not hold as many bytes.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            _write_once(path, secrets.token_bytes(KEY_BYTES))
    found = path.read_bytes()
    if len(found) != KEY_BYTES:
        raise WorkspaceError("the key of the workspace is damaged", str(path), "Restore it from a backup")
    return found


def atomic_write(path: Path, content: bytes) -> None:
    """Replace a file so that a reader, or a crash, sees the old content or the new, never a part.

    Args:
        path: The file; its folder is made if missing.
        content: All of the new content.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def remove_leftovers(folder: Path) -> None:
    """Remove what writers that were killed in the middle of `atomic_write` left in a folder and those below it."""
    for path in folder.rglob(".*.tmp"):
        path.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make renames in a folder durable, where the system can (not on Windows)."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_once(path: Path, content: bytes) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(temporary, path)
    finally:
        temporary.unlink()


def _describe(holder: Path) -> str:
    try:
        found = json.loads(holder.read_text())
    except (OSError, ValueError):
        return "unknown command"
    return f"`deflect {found['command']}`, process {found['pid']}"
