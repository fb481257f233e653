"""Which aircraft was behind an address on a day, and who says so?

``databases`` read what others have written down, ``registry`` keeps it side by side,
``identities`` tells what holds on a day, ``matching`` picks aircraft by what people
say of them, ``remarks`` notes what does not fit together. Nothing here decides between
sources that disagree.
"""
