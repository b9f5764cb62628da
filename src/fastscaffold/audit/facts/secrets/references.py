"""Values of configuration that stand for what is kept elsewhere, or that nobody reads as they are.

Such are what a deployment fills in, what a store of secrets is asked for, and what is encrypted:
just how configuration is to be kept with the source.
"""

from __future__ import annotations

import re

_ENCRYPTED = (
    r"ENC[\[(]"  # of SOPS, of hiera-eyaml and of Jasypt
    r"|encrypted:"  # of dotenvx
    r"|\{cipher\}"  # of Spring Cloud Config
    r"|\$ANSIBLE_VAULT;"
    r"|-----BEGIN (AGE ENCRYPTED FILE|PGP MESSAGE|PKCS7)-----"
    r"|age-encryption\.org/"
)
_KEPT_ELSEWHERE = (
    r"(>>)?vault:(?=[\w./-])"  # of Bank-Vaults
    r"|<path:"  # of the plugin of Argo CD
    r"|(secret)?ref\+"  # of vals and Helmfile
    r"|arn:aws[\w-]*:"
    r"|@Microsoft\.KeyVault\("
    r"|https://[\w-]+\.vault\.azure\.net/"
    r"|projects/[\w-]+/secrets/"
    r"|file:(//)?/(etc|mnt|run|secrets|var)/"
    r"|env:(//)?\w+$"
    r"|(akv|aws-?ssm|awssm|gcp-?sm|gsm|keychain|keyring|keyvault|secretsmanager|ssm):(?=.)"
    r"|(akeyless|aws-?kms|aws-?secrets?(-?manager)?|azure-?kv|azure-?kms|azkv|berglas|bitwarden|bws?"
    r"|chamber|conjur|doppler|gcp-?kms|gcp-?secrets?(-?manager)?|hcvault|hashivault|infisical"
    r"|k8s|keepass|kms|lastpass|op|passbolt|pass|secrets?|sm|sops)://"
)
_REFERENCE = re.compile(rf"(?i:{_ENCRYPTED}|{_KEPT_ELSEWHERE})")
# The whole of a value that is put in, without a default.
_PUT_IN = re.compile(
    r"\$\{((oc\.)?env:)?[A-Za-z_]\w*\}|\$[A-Z_][A-Z0-9_]*|\{\{[^{}]*\}\}|%\(\w+\)s"
    r"|#\{\w+\}#?|\$\([A-Z_]\w*\)"
)


def is_reference(value: str) -> bool:
    """Whether a value is no secret itself: encrypted, put in later, or only where to find it."""
    return _REFERENCE.match(value) is not None or _PUT_IN.fullmatch(value) is not None
