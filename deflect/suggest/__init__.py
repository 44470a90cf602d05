"""Question to Suggestion or Abstention: retrieve, calibrate, decide, backtest."""

from __future__ import annotations

from deflect.suggest.artefacts import prepare
from deflect.suggest.backtest import BacktestResult, backtest
from deflect.suggest.suggester import Suggester

__all__ = ["BacktestResult", "Suggester", "backtest", "prepare"]
