"""Whether what customers must not read of each other gets out: planted values, looked for in all that a run writes.

usage: python -m benchmarks.leaks [--wording first|held_out|third|all] [--tickets 5000] [--values 10000] [--seed 1]
                                  [--detector] [--examples FILE]

Plants values of 12 kinds in tickets of 5 languages, and harmless ones beside them; imports them into a new workspace,
runs it, and looks for every value in the articles, the site, its search index, the generations and all else in the
workspace but the ticket database. `held_out` and `third` are further sets of sentences, names and places that no rule
was written with; what their first look missed was read by kind and by cause afterwards. `--detector` leaves the run
out. Prints Markdown tables.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmarks.leaks.measure import Detected, Given, detect, run
from benchmarks.leaks.tickets import generate
from benchmarks.leaks.values import BEYOND, KINDS, SECRETS
from benchmarks.leaks.wording import LANGUAGES, SETS, read


def main() -> None:
    options = _options()
    for name in SETS if options.wording == "all" else (options.wording,):
        made = generate(read(name), options.tickets, options.values, options.seed)
        found = detect(made)
        print(
            f"\n### {name}: {len(made):,} tickets, {sum(each.told for each in made):,} values of {len(KINDS)} kinds\n"
        )
        print(_recall_table(found))
        print(_damage_table(found))
        examples = found.examples
        if not options.detector:
            with tempfile.TemporaryDirectory() as folder:
                given = run(made, Path(folder))
            print(_run_table(given), flush=True)
            examples += [f"leak | {kind} | {value} | {place}" for kind, value, place in given.leaks]
        if options.examples:
            options.examples.with_suffix(f".{name}.txt").write_text("\n".join(examples), encoding="utf-8")


def _options() -> argparse.Namespace:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--wording", choices=[*SETS, "all"], default="all")
    ask.add_argument("--tickets", type=int, default=5_000)
    ask.add_argument("--values", type=int, default=10_000)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--detector", action="store_true", help="redact the texts only; run no workspace")
    ask.add_argument("--examples", type=Path, help="write what was missed or damaged to FILE.first.txt and the like")
    return ask.parse_args()


def _recall_table(found: Detected) -> str:
    rows = [["recall of the detector", *LANGUAGES, "all", "values"]]
    for kind in (*KINDS, "own name", *BEYOND):
        planted = sum(count for (each, _), count in found.planted.items() if each == kind)
        shares = [found.recall([kind], [language]) for language in LANGUAGES]
        rows.append([kind, *map(_share, [*shares, found.recall([kind])]), f"{planted:,}"])
    for name, kinds in (("**the 12 kinds**", KINDS), ("**of them secrets**", SECRETS)):
        shares = [found.recall(kinds, [language]) for language in LANGUAGES]
        rows.append([name, *map(_share, [*shares, found.recall(kinds)]), ""])
    return _table(rows)


def _damage_table(found: Detected) -> str:
    rows = [["harmless", "values", "damaged"]]
    rows += [[kind, f"{count:,}", f"{found.damaged[kind] / count:.2%}"] for kind, count in found.harmless.items()]
    return _table([*rows, ["**all**", f"{found.harmless.total():,}", f"{found.damage():.2%}"]])


def _run_table(given: Given) -> str:
    places = Counter(place.split("/")[0] for *_, place in given.leaks)
    rows = [
        ["tickets learned from", "drafts", "files read", "values in clean tickets", "values that leaked", "where"],
        [
            f"{given.tickets:,}",
            str(given.drafts),
            str(given.files),
            _counts(given.left),
            str(len({(kind, value) for kind, value, _ in given.leaks})),
            _counts(places),
        ],
    ]
    return _table(rows)


def _counts(counts: Counter[str]) -> str:
    kinds = ", ".join(f"{kind} {count}" for kind, count in counts.most_common())
    return f"{counts.total()} ({kinds})" if counts else "0"


def _share(share: float) -> str:
    return f"{share:.3f}" if share < 1 else "1"


def _table(rows: Sequence[Sequence[str]]) -> str:
    head, *rest = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([head, "|" + "---|" * len(rows[0]), *rest, ""])


if __name__ == "__main__":
    main()
