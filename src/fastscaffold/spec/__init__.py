"""The spec language: untrusted text in, feature specs with the place of everything out."""
