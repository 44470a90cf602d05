"""The words that the last build counted, kept in a file, so that the next one counts those of changed articles only.

What is kept is whole and never wrong, for each article's words are kept by what the article says. So it need not be
written at each build: as long as few articles are missing from it, to count these again costs less than to write it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from deflect.kb import Memory
from deflect.site.memory import AGAIN
from deflect.site.search.counting import Counts, count
from deflect.site.search.languages import rules
from deflect.site.search.page import Page

TEXTS = frozenset({"keys", "terms"})


@dataclass(slots=True)
class Tally:
    """Counted words by language.

    Attributes:
        last: What earlier builds counted.
        made: What this one counted.
    """

    last: Mapping[str, Counts] = field(default_factory=dict)
    made: dict[str, Counts] = field(default_factory=dict)

    def count(self, pages: Sequence[Page], language: str) -> Counts:
        """Count the words of one language's articles, those that are not counted yet."""
        self.made[language] = count(pages, rules(language), self.last.get(language))
        return self.made[language]

    def keep(self, memory: Memory) -> None:
        """Keep what this build counted for the next one, unless what is kept will do."""
        if self.made.keys() == self.last.keys() and not any(map(self._is_stale, self.made)):
            return
        import numpy as np

        arrays = {f"{language} {name}": value for language, each in self.made.items() for name, value in _arrays(each)}
        content = io.BytesIO()
        np.savez(content, **arrays)
        memory.write(content.getvalue())

    def _is_stale(self, language: str) -> bool:
        changed = set(self.made[language].keys).symmetric_difference(self.last[language].keys)
        return len(changed) * AGAIN > len(self.made[language].keys)


def recall(memory: Memory) -> Tally:
    """Read what earlier builds counted; nothing if there is none or it is damaged."""
    import numpy as np

    content = memory.read()
    if content is None:
        return Tally()
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as found:
            languages = dict.fromkeys(name.partition(" ")[0] for name in found.files)
            return Tally({language: _counts(found, language) for language in languages})
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        memory.tell_damaged()
        return Tally()


def _arrays(counts: Counts) -> Iterator[tuple[str, Any]]:
    import numpy as np

    for each in fields(counts):
        value = getattr(counts, each.name)
        is_text = each.name in TEXTS
        yield each.name, np.frombuffer(_joined(value), np.uint8) if is_text else value


def _counts(found: Mapping[str, Any], language: str) -> Counts:
    arrays: dict[str, Any] = {each.name: found[f"{language} {each.name}"] for each in fields(Counts)}
    texts = {name: _parted(arrays[name].tobytes()) for name in TEXTS}
    return Counts(**{**arrays, **texts})


def _joined(texts: Sequence[str]) -> bytes:
    return "\n".join(texts).encode("utf-8", "surrogatepass")


def _parted(content: bytes) -> tuple[str, ...]:
    return tuple(content.decode("utf-8", "surrogatepass").split("\n")) if content else ()
