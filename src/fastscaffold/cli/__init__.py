"""The command line: parses, asks, reports; all the work is the pipeline's."""
