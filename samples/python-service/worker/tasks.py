import os

import dramatiq
from dramatiq.brokers.redis import RedisBroker

from shared.storage.orders import find_order

dramatiq.set_broker(RedisBroker(url=os.environ.get("REDIS_URL", "redis://redis:6379")))


@dramatiq.actor(max_retries=5)
def send_receipt(order_id: int) -> None:
    order = find_order(order_id)
    if order is not None:
        print(f"receipt for order {order.id}: {order.total_cents / 100:.2f}")
