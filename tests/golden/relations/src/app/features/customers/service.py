"""What can be done with customers."""

from uuid import UUID

from app.features.customers.exceptions import CustomerNotFoundError
from app.features.customers.models import Customer
from app.features.customers.repository import CustomerRepository
from app.features.customers.schemas import CustomerCreate, CustomerFilters, CustomerUpdate
from app.shared.pagination import PageOf


class CustomerService:
    """The rules of customers."""

    def __init__(self, repository: CustomerRepository) -> None:
        self._repository = repository

    async def find(self, filters: CustomerFilters) -> PageOf[Customer]:
        """One page of the customers that meet the filters."""
        return await self._repository.find(filters)

    async def get(self, customer_id: UUID, include: str | None = None) -> Customer:
        """One customer, with some of its relations.

        Raises:
            CustomerNotFoundError: there is none with this key.
        """
        customer = await self._repository.including(include).get(customer_id)
        if customer is None:
            raise CustomerNotFoundError(customer_id)
        return customer

    async def create(self, payload: CustomerCreate) -> Customer:
        """Store a new customer.

        Raises:
            ConflictError: a unique value is taken.
        """
        return await self._repository.add(Customer(**payload.model_dump()))

    async def update(self, customer_id: UUID, payload: CustomerUpdate) -> Customer:
        """Change what the request names, and nothing else.

        Raises:
            ConflictError: a unique value is taken.
            CustomerNotFoundError: there is none with this key.
        """
        customer = await self._get_locked(customer_id)
        return await self._repository.update(customer, payload.changes())

    async def delete(self, customer_id: UUID) -> None:
        """Delete a customer.

        Raises:
            ConflictError: rows that refer to it keep it from going.
            CustomerNotFoundError: there is none with this key.
        """
        await self._repository.delete(await self._get_locked(customer_id))

    async def _get_locked(self, customer_id: UUID) -> Customer:
        """One customer, locked."""
        customer = await self._repository.get_locked(customer_id)
        if customer is None:
            raise CustomerNotFoundError(customer_id)
        return customer
