"""Queries on notices."""

from app.features.notices.models import Notice
from app.shared.repository import Repository


class NoticeRepository(Repository[Notice]):
    """Queries on the table of notices."""

    model = Notice
