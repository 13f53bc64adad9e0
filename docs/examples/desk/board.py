"""The board above the platforms."""

from trains import Trains

client = Trains()


def board() -> list[str]:
    """Write a line per train."""
    return [f"{each.platform:2} {each.train}" for each in client.departures.watch()]
