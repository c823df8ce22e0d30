"""How the staff sees who somebody is: the name, and the end of the number or the chat, never the whole of it."""

from handlers.turn import Turn
from storage.people import Address
from templates.values import a_name


async def named(turn: Turn, address: Address) -> str:
    """The person at an address as the staff may see them."""
    person = await turn.unit.people.get(address.contact)
    return who(person.name if person else None, address)


def who(name: str | None, address: Address) -> str:
    """A person as the staff may see them in a chat: the name, and the end of the number."""
    tail = f"…{address.value[-4:]}"
    return f"{a_name(name)} ({tail})" if name else tail
