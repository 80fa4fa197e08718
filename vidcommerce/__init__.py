"""The library of vidcommerce: all of the rules, none of the wires.

``api`` and ``workers`` import it; it imports neither of them.
"""
