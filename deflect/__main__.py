"""`python -m deflect` is the command line."""

from deflect.cli import main

main()
