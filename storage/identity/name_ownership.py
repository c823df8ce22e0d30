"""The owners of identities, by a shop system's events and by a person's own messages.

An event adds identities that nobody has. It neither merges people nor moves a proven identity. An event about a number
belongs to the person who proves that number: so a number that comes later is another person's, until somebody proves
the opposite. docs/identity.md lists all ways that merge two people, or split one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from flows.mail_address import MAIL
from storage.identity.identity import HeldName, Identity, NamedPerson, add_twins

_NOBODY = NamedPerson(())


@dataclass(frozen=True, slots=True)
class Known:
    """All knowledge about some names: their owners, and the owners' other names.

    ``staffed`` are people who command or answer for a shop. ``plain`` are people with nothing stored but names.
    ``beside`` says which other customer the shop recorded with a number as well.
    """

    held: Mapping[Identity, HeldName]
    people: Mapping[UUID, NamedPerson]
    staffed: frozenset[UUID] = frozenset()
    plain: frozenset[UUID] = frozenset()
    beside: Mapping[UUID, UUID] = field(default_factory=dict)

    def person(self, contact: UUID | None) -> NamedPerson:
        """Return all names of that person; no names for None."""
        return _NOBODY if contact is None else self.people[contact]


@dataclass(frozen=True, slots=True)
class Whose:
    """The owner of some identities; None is a new person.

    ``joins`` become the owner's. Each line and mail address of ``apart`` becomes a new person's. ``leaves`` come to the
    owner from people who never wrote from them. ``shared`` are identities recorded together with another one until now.
    At ``anew`` consents begin again, because another customer had these identities. ``beside`` is the customer recorded
    with the owner's number, who is another person. ``parted``: the owner, until now recorded with a customer, belongs
    to another one.
    """

    owner: UUID | None
    joins: tuple[Identity, ...] = ()
    apart: tuple[Identity, ...] = ()
    leaves: tuple[HeldName, ...] = ()
    shared: tuple[HeldName, ...] = ()
    anew: tuple[HeldName, ...] = ()
    beside: UUID | None = None
    parted: bool = False

    @property
    def adds_names(self) -> bool:
        """Return True if the only result is the owner, perhaps with new identities that are no lines."""
        others = self.apart or self.leaves or self.shared or self.anew or self.beside or self.parted
        return not others and all(name.line is None for name in self.joins)


@dataclass(frozen=True, slots=True)
class ProvenOwner:
    """The owner of names that a channel proved. ``merges`` are people found to be the owner."""

    owner: UUID | None
    joins: tuple[Identity, ...] = ()
    leaves: tuple[HeldName, ...] = ()
    merges: tuple[UUID, ...] = ()


def decide_owner(known: Known, names: Sequence[Identity], *, recorded: bool = False, by_mail: bool = False) -> Whose:
    """Decide who owns the identities in a shop system's event.

    ``recorded``: they are in the system's record of a customer. At a checkout anybody can type their number with
    another person's e-mail address, and the system may name the customer of that address. ``by_mail``: the caller shows
    nobody an event that rests on an e-mail address alone, so the event may stay with the address's owner.
    """
    naming = _Naming(known, names, recorded, by_mail or recorded)
    opened, customer = naming.holder("cart"), naming.holder("customer")
    if opened is not None and known.person(opened).proven:
        return _assign_owner(naming, opened)
    if not naming.lines:
        return _unwritable(naming, customer)
    return _decide_by_line(naming, None) if customer is None else _decide_by_customer(naming, customer)


def decide_shown_owner(known: Known, names: Sequence[Identity]) -> ProvenOwner:
    """Decide who owns these names, which a channel shows to be one person's.

    A number recorded with a person's proven names was not confirmed by that person: it leaves with the person who
    writes from it.
    """
    held = [known.held[name] for name in add_twins(names) if name in known.held]
    proven = [one for one in held if one.line in known.person(one.contact).proven]
    unclaimed = [one for one in held if not known.person(one.contact).proven]
    theirs = list(dict.fromkeys(one.contact for one in (*proven, *unclaimed)))
    owner = next(iter(theirs), None)
    leaves = tuple(one for one in held if one.contact not in theirs)
    free = tuple(name for name in names if name not in known.held)
    return ProvenOwner(owner, free, leaves, tuple(theirs[1:]))


@dataclass(frozen=True, slots=True)
class _Naming:
    """An event's identities, sorted."""

    known: Known
    names: Sequence[Identity]
    recorded: bool = False
    by_mail: bool = False

    def holder(self, channel: str) -> UUID | None:
        """Return the owner of the name on that channel."""
        return next((one.contact for one in self.held if one.channel == channel), None)

    @property
    def held(self) -> list[HeldName]:
        """Return the names that have an owner, by either channel of a number."""
        return [self.known.held[name] for name in add_twins(self.names) if name in self.known.held]

    @property
    def free(self) -> list[Identity]:
        """Return the names without an owner."""
        return [name for name in self.names if name not in self.known.held]

    @property
    def fresh(self) -> tuple[Identity, ...]:
        """Return the lines without an owner."""
        taken = {one.line for one in self.held}
        return tuple(name for name in self.free if name.line is not None and name.line not in taken)

    @property
    def lines(self) -> set[str]:
        return {name.line for name in self.names if name.line is not None}

    @property
    def customer(self) -> Identity | None:
        return next((name for name in self.names if name.channel == "customer"), None)

    def is_another(self, owner: UUID | None) -> bool:
        """Return True if the same system has another id for the owner than the one here."""
        ids = self.known.person(owner).ids
        return (
            self.customer is not None
            and self.customer not in ids
            and any(one.system == self.customer.system for one in ids)
        )


def _unwritable(naming: _Naming, customer: UUID | None) -> Whose:
    """Decide about an event without a line. An e-mail address stays with its owner, whose other identities do not
    matter.

    Anybody can type an e-mail address. If the owner has a line, the event counts as the owner's, and no chat shows it
    (``Stored.mailed``). A new id of a shop's system becomes a person of its own.
    """
    invited, mailed = naming.holder("cart"), naming.holder(MAIL)
    if customer is not None or invited is not None or mailed is None or _is_theirs(naming, mailed):
        return _assign_owner(naming, customer or invited or mailed)
    return Whose(mailed) if naming.by_mail and naming.customer is None else Whose(None, tuple(naming.free))


def _is_theirs(naming: _Naming, mailed: UUID) -> bool:
    """Return True if an event that names an e-mail address is about the address's owner."""
    return not naming.known.person(mailed).lines and not naming.is_another(mailed)


def _decide_by_customer(naming: _Naming, customer: UUID) -> Whose:
    """Decide about an event of a customer id that the shop's system reported before."""
    person, linked = naming.known.person(customer), _is_linked(naming)
    if not person.lines:
        return _decide_by_line(naming, customer)
    fresh = naming.fresh
    now = next((one.contact for one in naming.held if naming.known.beside.get(one.contact) == customer), None)
    if now is not None and naming.known.person(now).lines & naming.lines:
        return _assign_owner(naming, now)
    if linked or person.lines & naming.lines or not naming.lines:
        return _assign_owner(naming, customer, linked=linked)
    return Whose(None, fresh, beside=customer) if fresh else _decide_by_line(naming, customer)


def _is_linked(naming: _Naming) -> bool:
    """Return True if the customer opened a link made for this id."""
    return any(one.channel == "customer" and one.proven_at is not None for one in naming.held)


def _decide_by_line(naming: _Naming, customer: UUID | None) -> Whose:
    """Give an event of a line to the line's owner. ``customer`` is known by that id, and by no line."""
    speaker = _speaker(naming)
    if speaker is not None:
        return _decide_by_speaker(naming, speaker, customer)
    known = customer or naming.holder("cart") or _guest(naming)
    fresh = tuple(name for name in naming.free if name.line is not None or customer is None)
    leaves = tuple(one for one in naming.held if one.line is not None)
    if known is not None and known in naming.known.plain and (known != customer or naming.recorded):
        return Whose(known, fresh, leaves=leaves)
    return Whose(None, fresh, leaves=leaves, beside=customer)


def _guest(naming: _Naming) -> UUID | None:
    """Return the person with the e-mail address, unless they are a shop's customer: anybody can type a customer's
    address."""
    mailed = naming.holder(MAIL)
    return mailed if mailed is not None and not naming.known.person(mailed).ids and _is_theirs(naming, mailed) else None


def _speaker(naming: _Naming) -> UUID | None:
    """Return the owner of one of the lines, preferably one who proved a line."""
    people = list(dict.fromkeys(one.contact for one in naming.held if one.line is not None))
    proven = [one for one in people if naming.known.person(one).proven & naming.lines]
    only = [one for one in people if naming.known.person(one).lines <= naming.lines]
    return next(iter([*proven, *only]), None)


def _decide_by_speaker(naming: _Naming, speaker: UUID, customer: UUID | None) -> Whose:
    """Decide about an event of a person known by a line. Typed identities do not make the staff or shops customers."""
    if naming.customer is None or speaker not in naming.known.staffed:
        return _assign_owner(naming, speaker, known_as=customer)
    return Whose(customer, tuple(name for name in naming.free if name.line is None))


def _assign_owner(naming: _Naming, owner: UUID | None, *, linked: bool = False, known_as: UUID | None = None) -> Whose:
    """Give the event to that person. Free identities become theirs, except lines recorded with known ones.

    ``known_as`` is another person, with the event's id in the shop's system.
    """
    person = naming.known.person(owner)
    takes = linked or not person.lines
    # A guest, or another customer, may have typed the number of this one: their mail address is not this one's.
    guest = naming.is_another(owner) or (naming.customer is None and bool(person.ids or person.proven))
    apart = guest and bool(person.lines) and not linked and owner not in naming.known.staffed
    mails = [name for name in naming.free if apart and name.channel == MAIL]
    joins = [name for name in naming.free if (name.line is None or name.line in person.lines) and name not in mails]
    joins += naming.fresh if takes else ()
    if owner in naming.known.staffed:
        joins = [name for name in joins if name.line in person.lines]
    row = next((one.id for one in naming.held if one.name == naming.customer), None)
    named = {one.id for one in naming.held}
    theirs = [one for one in person.names if one.line in naming.lines]
    head = naming.known.beside.get(owner) if owner is not None else None
    another = naming.is_another(owner) and (known_as is None or naming.known.beside.get(known_as) != owner)
    return Whose(
        owner,
        tuple(joins),
        tuple(name for name in (*naming.fresh, *mails) if name not in joins),
        shared=tuple(one for one in theirs if one.told_by is not None and one.told_by not in named),
        anew=tuple(theirs) if another else (),
        beside=known_as if row is not None and another else None,
        parted=head is not None and naming.customer is not None and naming.holder("customer") not in {head, owner},
    )
