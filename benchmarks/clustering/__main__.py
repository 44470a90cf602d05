"""How well recurring questions are found, how fast, how stably; beside other ways.

usage, from the top of the repository: python -m benchmarks.clustering [quality] [scale] [stability] [answers] [demo]
       [--up-to N] [--only WAY]

Without a section: all but scale's largest sizes. Prints Markdown tables. The other ways are in the dependency group
`peers`, which deflect itself does not need: make an environment that has both, or a way whose packages are missing is
skipped by name. Sets that are not in ../shared/data are skipped with a message. Vectors are kept in the system's
folder for temporary files, and used again.
"""

from __future__ import annotations

import argparse
import importlib

from benchmarks.clustering.tables import machine

SECTIONS = ("quality", "scale", "stability", "answers", "demo")


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("sections", nargs="*", metavar="section", help=f"any of {', '.join(SECTIONS)}; default: all")
    ask.add_argument(
        "--up-to", type=int, default=10_000, metavar="N", help="largest size of section scale (10,000; up to 1,000,000)"
    )
    ask.add_argument(
        "--only", default="", metavar="WAY", help="in section quality, only the ways with this in the name"
    )
    wanted = ask.parse_args()
    if unknown := set(wanted.sections) - set(SECTIONS):
        ask.error(f"there is no section {', '.join(sorted(unknown))}; there are {', '.join(SECTIONS)}")
    print(machine())
    for name in wanted.sections or SECTIONS:
        print(f"\n## {name}\n", flush=True)
        section = importlib.import_module(f"benchmarks.clustering.{name}")
        section.run(**{"scale": {"largest": wanted.up_to}, "quality": {"only": wanted.only}}.get(name, {}))


if __name__ == "__main__":
    main()
