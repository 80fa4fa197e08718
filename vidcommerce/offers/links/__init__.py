"""Ways to make the link with which a shopper gets a product: one adapter for each kind of shop.

All here is pure. A link is made from what the shop calls the product and how many; where it leads
is checked against the hosts that the station may lead to, so that a page is never an open
redirect. ``making.link_of`` is the way in.
"""
