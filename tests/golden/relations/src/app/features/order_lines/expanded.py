"""What responses about order lines hold with relations embedded."""

from app.features.order_lines.schemas import OrderLineResponse
from app.features.orders.schemas import OrderResponse
from app.features.products.schemas import ProductResponse
from app.shared.includes import ExpandedSchema
from app.shared.schemas import Omittable


class OrderLineExpanded(ExpandedSchema, OrderLineResponse):
    """What clients are told of an order line, with the relations that they ask for."""

    order: Omittable[OrderResponse] = None
    product: Omittable[ProductResponse] = None
