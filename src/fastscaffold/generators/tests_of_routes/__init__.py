"""Tests of routes that somebody has written by hand."""
