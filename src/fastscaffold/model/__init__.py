"""What a spec means, with every name derived and nothing left undecided."""
