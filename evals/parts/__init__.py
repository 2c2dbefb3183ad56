"""The parts of the suite. Each module turns one runner's judgement into metrics and readable cases."""
