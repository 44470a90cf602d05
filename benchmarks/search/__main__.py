"""How well the help centre's search finds, beside Pagefind, lunr and MiniSearch; how fast, and how much it loads.

usage: python -m benchmarks.search [quality|slips|speed|size …]   (all by default)

Opponents come from npm (npm install lunr minisearch pagefind, and NODE_PATH=…/node_modules) and are left out with a
message if they are not there; so are Pagefind and speed where there is no chromium (CHROMIUM=path, Playwright).
Questions: the demo's phrasings that its articles do not have, in five languages; questions about deflect's own help,
written from its contents without looking at any search (own.json); TechQA in ../shared/data, if it is there.
"""

from __future__ import annotations

import sys

from benchmarks.search import quality, size, slips, speed

PARTS = {"quality": quality.main, "slips": slips.main, "size": size.main, "speed": speed.main}


def main() -> None:
    wanted = sys.argv[1:] or list(PARTS)
    if unknown := set(wanted) - PARTS.keys():
        sys.exit(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    for name in wanted:
        PARTS[name]()


if __name__ == "__main__":
    main()
