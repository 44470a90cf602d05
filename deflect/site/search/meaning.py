"""What words mean: vectors of words, learned so that the mean of a query's words lands near its article's vector.

The encoder reads whole texts and does not fit into a page. So each word gets a vector of its own: that which the
encoder gives it alone, corrected by ridge regression so that the mean of a text's words comes near what the encoder
makes of the whole text, over all passages of articles and questions of tickets. Then all is turned onto the 128
directions that matter most and rounded to 4 bits.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from deflect.site.search.folding import fold, words
from deflect.site.search.indexing import rarity
from deflect.site.search.languages import Rules, rules
from deflect.site.search.postings import STEPS
from deflect.site.search.table import DIMENSIONS, HALF

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Encode = Callable[[Sequence[str]], "NDArray[np.float32]"]

RIDGE = 0.05
"""How strongly a word keeps the meaning that it has alone. Higher: words that few texts have are understood better, the
help centre's own use of words worse."""

ROUNDS = 30  # of conjugate gradients, after which nothing changes at 4 bits
CLIP = 2.6  # standard deviations that 4 bits reach: the usual optimum for values that are normally distributed


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of an article.

    Attributes:
        passages: Of the article itself, its title and question among them.
        tickets: What customers asked, such as may be published.
        words: Words of those tickets that enough customers used, folded.
    """

    slug: str
    passages: tuple[str, ...]
    tickets: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Meaning:
    """What was learned of one language.

    Attributes:
        words: By folded word the vector's scale, 1 to 63, and its values, -7 to 7.
        pages: By slug the article's vector.
        general: Words of them that the encoder knows, whatever the articles say; others are shown only on a site that
            says them.
    """

    words: Mapping[str, tuple[int, tuple[int, ...]]]
    pages: Mapping[str, tuple[int, ...]]
    general: frozenset[str] = frozenset()

    def plain(self) -> dict[str, Any]:
        """Turn it into lists and dictionaries for a JSON file."""
        return {"words": self.words, "pages": self.pages, "general": sorted(self.general)}

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> Meaning:
        """Turn what `plain` gave, also after a round trip through JSON, into what was learned."""
        vectors = {word: (scale, tuple(values)) for word, (scale, values) in value["words"].items()}
        return cls(
            vectors, {slug: tuple(values) for slug, values in value["pages"].items()}, frozenset(value["general"])
        )


def learn(sources: Sequence[Source], language: str, encode: Encode, general: Iterable[str] = ()) -> Meaning:
    """Learn what words mean in one language's articles.

    Args:
        sources: The articles.
        language: Its code.
        encode: n texts to unit vectors (n, d).
        general: Frequent words of the language, whether or not an article says them.

    Returns:
        Vectors of words and articles; none where there are no texts.
    """
    import numpy as np

    known = rules(language)
    texts = [text for source in sources for text in (*source.passages, *source.tickets)]
    if not texts:
        return Meaning({}, {})
    spelled, common = _vocabulary(sources, known, general)
    order = sorted(spelled)
    bags = _bags(texts, order, known, _rarities(sources, known))
    whole = encode(texts).astype(np.float64)
    vectors = _ridge(bags, whole, encode([spelled[token] for token in order]).astype(np.float64))
    pages = _pages(sources, whole)
    basis = _basis(np.concatenate([pages, whole]))
    return Meaning(
        _rounded_words(order, vectors @ basis),
        dict(zip((source.slug for source in sources), _rounded(pages @ basis), strict=True)),
        frozenset(common),
    )


def _vocabulary(sources: Sequence[Source], known: Rules, general: Iterable[str]) -> tuple[dict[str, str], set[str]]:
    """Words to learn and how they are mostly spelled, and which of them are general."""
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    wanted: set[str] = set()
    for source in sources:
        wanted |= {token for text in source.passages for token in _noted(text, known, spellings)}
        wanted |= {token for text in source.tickets for token in _noted(text, known, spellings)} & source.words
    common = {token for word in general for token in _noted(word, known, spellings)}
    return {token: spellings[token].most_common(1)[0][0] for token in wanted | common}, common


def _noted(text: str, known: Rules, spellings: Mapping[str, Counter[str]]) -> set[str]:
    found = {}
    for word in words(text, known):
        token = fold(word, known.steps) if word not in known.stop else ""
        if token:
            found[token] = word
            spellings[token][word] += 1
    return set(found)


def _rarities(sources: Sequence[Source], known: Rules) -> dict[str, int]:
    """How telling each word is by the number of articles that have it."""
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    having: Counter[str] = Counter()
    for source in sources:
        having.update({token for text in source.passages for token in _noted(text, known, spellings)} | source.words)
    return {token: rarity(count, len(sources)) for token, count in having.items()} | {"": rarity(1, len(sources))}


def _bags(texts: Sequence[str], order: Sequence[str], known: Rules, rarities: Mapping[str, int]) -> Any:
    """(n, words) sparse: each row the shares that a text's words have in its mean."""
    import numpy as np
    from scipy.sparse import csr_array

    places = {token: place for place, token in enumerate(order)}
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for row, text in enumerate(texts):
        tokens = sorted(_noted(text, known, defaultdict(Counter)) & places.keys())
        weights = np.array([rarities.get(token, rarities[""]) for token in tokens], dtype=np.float64)
        rows += [row] * len(tokens)
        columns += [places[token] for token in tokens]
        values += list(weights / weights.sum()) if tokens else []
    return csr_array((values, (rows, columns)), shape=(len(texts), len(order)))


def _ridge(bags: Any, whole: NDArray[np.float64], alone: NDArray[np.float64]) -> NDArray[np.float64]:
    """Correct words' vectors by conjugate gradients on the normal equations, all columns at once."""
    import numpy as np

    change = np.zeros_like(alone)
    rest = bags.T @ (whole - bags @ alone)
    step, size = rest.copy(), (rest**2).sum(axis=0)
    for _ in range(ROUNDS):
        image = bags.T @ (bags @ step) + RIDGE * step
        along = size / np.maximum((step * image).sum(axis=0), 1e-30)
        change += along * step
        rest -= along * image
        before, size = size, (rest**2).sum(axis=0)
        step = rest + size / np.maximum(before, 1e-30) * step
    found: NDArray[np.float64] = alone + change
    return found


def _pages(sources: Sequence[Source], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    """(articles, d): what an article says and what is asked of it count alike."""
    import numpy as np

    found, start = [], 0
    for source in sources:
        said = whole[start : start + len(source.passages)]
        asked = whole[start + len(source.passages) : start + len(source.passages) + len(source.tickets)]
        start += len(source.passages) + len(source.tickets)
        found.append(sum((_unit(rows.sum(axis=0)) for rows in (said, asked)), np.zeros(whole.shape[1])))
    return np.array([_unit(row) for row in found])


def _unit(row: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    found: NDArray[np.float64] = row / max(float(np.linalg.norm(row)), 1e-12)
    return found


def _basis(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """(d, 128): the directions that hold most of what the rows are; zeros where there are fewer."""
    import numpy as np

    _, directions = np.linalg.eigh(rows.T @ rows)
    found = np.zeros((rows.shape[1], DIMENSIONS))
    kept = directions[:, ::-1][:, :DIMENSIONS]
    found[:, : kept.shape[1]] = kept
    return found


def _rounded(rows: NDArray[np.float64]) -> list[tuple[int, ...]]:
    import numpy as np

    spread = CLIP * np.sqrt((rows**2).mean(axis=1, keepdims=True))
    steps = np.clip(np.round(rows / np.maximum(spread, 1e-12) * HALF), -HALF, HALF).astype(int)
    return [tuple(row) for row in steps.tolist()]


def _rounded_words(order: Sequence[str], rows: NDArray[np.float64]) -> dict[str, tuple[int, tuple[int, ...]]]:
    import numpy as np

    if not order:
        return {}
    spread = np.sqrt((rows**2).mean(axis=1))
    scales = np.clip(np.round(STEPS * spread / max(float(spread.max()), 1e-12)), 1, STEPS).astype(int).tolist()
    return {token: (scale, values) for token, scale, values in zip(order, scales, _rounded(rows), strict=True)}
