import os

from sqlalchemy import create_engine, text

from shared.domains.orders import Order

engine = create_engine(os.environ["DATABASE_URL"], pool_pre_ping=True)


def find_order(order_id: int) -> Order | None:
    query = text("SELECT id, customer, total_cents FROM orders WHERE id = :id")
    with engine.connect() as connection:
        row = connection.execute(query, {"id": order_id}).one_or_none()
    return Order(*row) if row else None
