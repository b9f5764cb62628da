"""Queries on customers."""

from typing import Self

from app.features.customers.models import Customer
from app.features.customers.schemas import CustomerFilters
from app.shared.filters import conditions, parse_sort, search
from app.shared.includes import included
from app.shared.pagination import PageOf
from app.shared.repository import Repository


class CustomerRepository(Repository[Customer]):
    """Queries on the table of customers."""

    model = Customer

    def including(self, include: str | None) -> Self:
        """The same queries, which load the relations that a request names."""
        return self.embedding(included(include, {"orders": Customer.orders}))

    async def find(self, filters: CustomerFilters) -> PageOf[Customer]:
        """One page of the customers that meet the filters."""
        return await self.including(filters.include).list_page(
            filters,
            where=[*conditions(Customer, filters), *search(filters.q, [Customer.name])],
            sorts=parse_sort(filters.sort, {"name": Customer.name}),
        )
