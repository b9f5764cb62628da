from __future__ import annotations

import pytest

from fastscaffold.audit.roles import Role, role_of


@pytest.mark.parametrize(
    "path",
    [
        "reference codes/sync.py",
        "backend/reference codes/shop/main.py",
        "Sample Code/main.py",
        "backend/sample-code/main.py",
        "reference_code/main.py",
        "app/old_code/routes.py",
        "old/main.py",
        "archived/main.py",
        "unused/main.py",
        "backend/backup 2024-05-01/main.py",
        "backend/backup_20240501/main.py",
        "archive (old)/main.py",
        "auth-backup/router.py",
        "backend-old/main.py",
    ],
)
def test_code_that_is_set_aside_is_not_production(path):
    assert role_of(path) is Role.SCRIPT


@pytest.mark.parametrize(
    "path",
    [
        "app/archive/routes.py",
        "archive/router.py",
        "samples/router.py",
        "references/router.py",
        "app/services/backups_v2/service.py",
        "app/reference_codes/router.py",
        "app/reference_data/router.py",
        "sample-service/main.py",
        "reference_api/main.py",
        "auto-archiver-api/app/main.py",
        "old-age-homes/main.py",
        "backup-service/main.py",
        "auth_backup/main.py",
        "old.py",
        "my backend/main.py",
    ],
)
def test_features_called_so_are_production(path):
    assert role_of(path) is Role.PRODUCTION
