"""The command line: parses, asks, reports; all the work is that of `pipeline` and `queries`."""
