"""The parts of the fuzz run (tests/fuzz.sh): the standard library alone."""
