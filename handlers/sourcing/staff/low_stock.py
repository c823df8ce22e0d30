"""What `/restock` shows where no product is named: what runs low, and what is under way."""

from flows.phrase import Lines, Text, phrase, sentences, tap
from handlers.admins.arguments import Known
from handlers.admins.command import LONGEST, Asked, Reply
from handlers.sourcing import shown
from handlers.sourcing.actions.restocking import under_way
from handlers.sourcing.actions.stock_shown import low_sizes
from storage.products import Product
from storage.sourcing.stocks import Stock

EXAMPLE = phrase("restock_how")
_MOST_SHOWN = 6


async def show_low_stock(asked: Asked, _known: Known) -> Reply:
    """What runs low, with a tap that asks for enough; and what is under way."""
    low, going = await low_sizes(asked.turn), await under_way(asked.turn)
    coming = {(line.product, line.size) for _, wanted in going for line in wanted}
    short = [one for one in low if (one[0].product, one[0].size) not in coming]
    more = [phrase("more_of_stock", many=len(short) - _MOST_SHOWN)] if len(short) > _MOST_SHOWN else []
    lines = [
        phrase(
            "restock_under_way",
            order=tap("order", one.number),
            what=shown.pieces_listed([(line, line.wanted or line.quantity) for line in wanted]),
            status=phrase(f"status_{one.status}"),
        )
        for one, wanted in going[:_MOST_SHOWN]
    ]
    head = phrase("restocks_head", low=len(low), going=len(going))
    taps = [_low_line(*one) for one in short[:_MOST_SHOWN]]
    return Reply(Lines((head, *taps, *more, *lines, phrase("anything_else", command=EXAMPLE)), longest=LONGEST))


def _low_line(stock: Stock, product: Product) -> Text:
    """What runs low, behind the command that asks for what comes to twice the mark."""
    enough = tap("restock", product.sku, stock.size, str(stock.to_twice_the_mark))
    name = f"{shown.title(product)} {stock.size}".rstrip()
    return sentences(enough, phrase("runs_low", product=name, free=stock.free, mark=stock.low_water))
