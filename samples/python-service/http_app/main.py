from fastapi import FastAPI, HTTPException

from shared.domains.orders import Order
from shared.storage.orders import find_order

app = FastAPI(title="Orders")


@app.get("/health")
def health() -> dict[str, str]:
    return {"status": "ok"}


@app.get("/orders/{order_id}")
def order(order_id: int) -> Order:
    found = find_order(order_id)
    if found is None:
        raise HTTPException(404, "no such order")
    return found
