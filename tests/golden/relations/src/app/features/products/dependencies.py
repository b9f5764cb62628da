"""What endpoints for products ask for."""

from typing import Annotated

from fastapi import Depends

from app.dependencies import SessionDep
from app.features.products.repository import ProductRepository
from app.features.products.service import ProductService


async def get_product_service(session: SessionDep) -> ProductService:
    """The service, within the transaction of the request."""
    return ProductService(ProductRepository(session))


ProductServiceDep = Annotated[ProductService, Depends(get_product_service)]
