"""What a suggestion loads: nothing that only learning needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.suggest.corpus import past
from tests.suggest.test_suggester import opened

HEAVY = ("sklearn", "scipy", "torch", "transformers", "sentence_transformers", "sqlalchemy", "bm25s", "onnx", "click")

ASK = f"""
import sys
from pathlib import Path
from deflect.config import PrivacySettings, SuggestSettings, VendorSettings
from deflect.cleaning import Cleaner
from deflect.models import current_generation
from deflect.suggest import Suggester
from deflect.suggest.artefacts import Book
from tests.suggest.corpus import BagEncoder
cleaner = Cleaner(VendorSettings.model_validate({{}}), PrivacySettings.model_validate({{}}), b"k" * 32)
book = Book.open(current_generation(Path(sys.argv[1])))
settings = SuggestSettings.model_validate({{"threshold": 0.0}})
result = Suggester(book, BagEncoder(), cleaner, settings).suggest("licence key rejected")
loaded = [name for name in {HEAVY!r} if name in sys.modules]
print(result.article, loaded)
"""


def test_a_suggestion_loads_no_library_that_only_learning_needs(tmp_path: Path) -> None:
    tickets, clusters, articles = past(40)
    opened(tmp_path, articles, tickets, clusters)
    done = subprocess.run(
        [sys.executable, "-c", ASK, str(tmp_path)], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.stdout.strip(), done.stderr) == ("licence []", "")
