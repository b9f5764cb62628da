"""What endpoints for customers ask for."""

from typing import Annotated

from fastapi import Depends

from app.dependencies import SessionDep
from app.features.customers.repository import CustomerRepository
from app.features.customers.service import CustomerService


async def get_customer_service(session: SessionDep) -> CustomerService:
    """The service, within the transaction of the request."""
    return CustomerService(CustomerRepository(session))


CustomerServiceDep = Annotated[CustomerService, Depends(get_customer_service)]
