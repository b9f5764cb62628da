"""Mutants of rules on configuration."""

from __future__ import annotations

from audit.mutants.cases import Create, Edit, Mutant, Sub

CONFIG = "@config.py"

MUTANTS = (
    Mutant(
        "CONF001",
        (
            Edit(
                CONFIG,
                'uploads_s3_secret_key: SecretStr = SecretStr("")',
                'uploads_s3_secret_key: str = ""',
            ),
        ),
        at=(CONFIG, "uploads_s3_secret_key: str"),
    ),
    Mutant(
        "CONF002",
        (
            Edit(
                CONFIG,
                "    secret_key: RandomSecret\n",
                '    secret_key: RandomSecret = SecretStr("fG7-shared-by-the-team_2Kx9.Qw4+Lm8")\n',
            ),
        ),
        at=(CONFIG, "shared-by-the-team"),
        also=("CONF001",),
    ),
    Mutant(
        "CONF003",
        (
            Sub(CONFIG, r"Field\(default=([^,]+), .*\)$", r"\1"),
            Sub(CONFIG, r"Field\(tuple\(FileType\), min_length=1\)", "tuple(FileType)"),
            Sub(CONFIG, r": (RandomSecret|OptionalSecret)\b", ": SecretStr"),
            Sub(CONFIG, r"Literal\[\"[^]\n]*\]", "str"),
            Sub(CONFIG, r": Environment = Environment\.DEVELOPMENT", ': str = "development"'),
            Sub(
                CONFIG,
                r"CommaSeparated\[(list\[(Host|Origin)\]|tuple\[FileType, \.\.\.\])\]",
                "list[str]",
            ),
            Sub(
                CONFIG,
                r"    @field_validator\((.|\n)*?return value\n\n(?=    @property)",
                "",
            ),
            Sub(CONFIG, r'Annotated\[SecretStr, SetWhenDeployed\(".*"\)\]', "SecretStr"),
            Sub(CONFIG, r'Annotated\[str, SetWhenDeployed\(".*"\)\]', "str"),
            Sub(CONFIG, r'Annotated\[list\[str\], SetWhenDeployed\(".*"\)\]', "list[str]"),
        ),
        at=(CONFIG, "class Settings"),
        breaks=("jwt_secret",),
        also=("CONF005", "SEC001"),
        alone=True,
    ),
    Mutant(
        "CONF004",
        (Edit(CONFIG, "@lru_cache\ndef get_settings", "def get_settings"),),
        at=(CONFIG, "def get_settings"),
    ),
    Mutant(
        "CONF005",
        (
            Edit(
                CONFIG,
                'log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"] = "INFO"',
                'log_level: str = "INFO"',
            ),
        ),
        at=(CONFIG, "log_level: str"),
    ),
    Mutant(
        "CONF006",
        (
            Create(
                ".env.production",
                "ENVIRONMENT=production\n"
                "JWT_SECRET=8c1f0e6a4b7d92e35f60a1b8c4d7e9f20a3b5c6d7e8f9011\n",
            ),
        ),
        at=(".env.production", "JWT_SECRET="),
    ),
    Mutant(
        "ARCH006",
        (
            Edit("@features/uploads/service.py", "import hashlib\n", "import hashlib\nimport os\n"),
            Edit(
                "@features/uploads/service.py",
                "        self._max_user_bytes = max_user_bytes\n",
                "        self._max_user_bytes = int(os.getenv('MAX_USER_BYTES', max_user_bytes))\n",
            ),
        ),
        at=("@features/uploads/service.py", "os.getenv"),
    ),
)
