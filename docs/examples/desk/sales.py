"""What a ticket office does."""

from pathlib import Path

from trains import Trains


def sell(client: Trains, train: str, passenger: str) -> str:
    """Book a seat and write the receipt."""
    booking = client.bookings.create(train=train, passenger=passenger)
    return f"{booking.id}: {booking.passenger}"


def waiting(client: Trains) -> int:
    """Count the bookings that nobody has paid for."""
    return sum(each.status == "open" for each in client.bookings.list(limit=100))


def order_pass(client: Trains, photo: Path, name: str) -> None:
    """Hand a photograph in."""
    client.passes.upload(photo=photo, name=name)
