"""What the doctor looks at where shops are asked."""

from __future__ import annotations

from bot.examination.finding import Finding, do, fine, some
from flows.counting import counted
from handlers.turn import Turn
from storage.sourcing.shops import Shops

_NAMED = 10  # shops


async def shop_lines(turn: Turn) -> list[Finding]:
    """Which of the shops that are to be asked cannot be: nobody answers for them."""
    shops = await turn.unit.of(Shops).all()
    alone = [f"{shop.name} ({shop.ref})" for shop in shops if shop.contact is None]
    if alone:
        text = f"{counted(len(alone), 'shop')} nobody has linked yet, so they are not asked: {some(alone, _NAMED)}"
        return [do(f"{text}. parley apply prints their start links")]
    return [fine(f"{counted(len(shops), 'shop')} linked")] if shops else []
