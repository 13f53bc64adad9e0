"""Run the command line as `python -m specweld`."""

from specweld.cli import main

main()
