"""Queries on orders."""

from typing import Self

from app.features.orders.models import Order
from app.features.orders.schemas import OrderFilters
from app.features.users.models import User
from app.shared.filters import conditions, parse_sort
from app.shared.pagination import PageOf
from app.shared.repository import Repository


class OrderRepository(Repository[Order]):
    """Queries on the table of orders."""

    model = Order

    def owned_by(self, user: User) -> Self:
        """The same queries on the orders of a user, and of all users for administrators."""
        return self if user.is_admin else self.within(Order.owner_id == user.id)

    def changeable_by(self, user: User) -> Self:
        """The same queries on the orders that a user may change: all of them with the role."""
        return self if "sales" in user.roles else self.owned_by(user)

    async def find(self, filters: OrderFilters) -> PageOf[Order]:
        """One page of the orders that meet the filters."""
        return await self.list_page(
            filters,
            where=conditions(Order, filters),
            sorts=parse_sort(filters.sort, {"total": Order.total}),
        )
