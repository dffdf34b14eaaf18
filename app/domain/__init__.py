"""What Scoutsheet talks about: values and rules. Standard library only; no I/O, no clock, no logging."""
