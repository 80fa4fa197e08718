"""What a draft's card is to say, as the studio shows it."""

from __future__ import annotations

from vidcommerce.media.fonts import GlyphsMissing
from vidcommerce.media.layout import card_size
from vidcommerce.media.plan import EditPlan
from vidcommerce.money import price_texts
from vidcommerce.products.service import facts_of
from vidcommerce.reviews.service import Draft
from vidcommerce.studio import previews
from vidcommerce.studio.document import CardView


def card_view(found: Draft, plan: EditPlan) -> CardView:
    """Return the card of a draft's product for a plan of it.

    Without a picture where no font here draws what the product is called.
    """
    facts, image = facts_of(found.product), found.product.picture
    width, height = card_size(plan.canvas)
    url = ""
    try:
        card = previews.card_of(plan, facts, image)
    except GlyphsMissing:
        pass
    else:
        width, height = card.width, card.height
        url = previews.card_url(found.clip.id, card)
    prices = price_texts(facts.price, facts.old_price, facts.currency, plan.language)
    return CardView(
        url=url,
        width=width,
        height=height,
        product=facts,
        image=image,
        price=prices.price,
        old_price=prices.old_price or "",
        outdated=any((card.product, card.image) != (facts, image) for card in plan.cards),
    )
