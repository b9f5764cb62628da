"""Queries on members."""

from app.features.members.models import Member
from app.features.members.schemas import MemberFilters
from app.shared.filters import conditions, parse_sort
from app.shared.pagination import PageOf
from app.shared.soft_delete import SoftDeleteRepository


class MemberRepository(SoftDeleteRepository[Member]):
    """Queries on the table of members."""

    model = Member

    async def find(self, filters: MemberFilters) -> PageOf[Member]:
        """One page of the members that meet the filters."""
        return await self.list_page(
            filters,
            where=conditions(Member, filters),
            sorts=parse_sort(
                filters.sort, {"memberNumber": Member.number, "from-year": Member.from_}
            ),
        )
