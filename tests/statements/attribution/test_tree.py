"""The parse as lists."""

from hypothesis import given
from hypothesis import strategies as st

from heavylift.statements.attribution.tree import Tree, linked


def tree(heads):
    size = len(heads)
    return linked(
        Tree(
            text="x " * size,
            start=[2 * n for n in range(size)],
            end=[2 * n + 1 for n in range(size)],
            word=["x"] * size,
            lemma=["x"] * size,
            tag=["NN"] * size,
            relation=["dep"] * size,
            head=heads,
            sentence=[0] * size,
            sentences=[(0, size)],
        )
    )


def above(heads, word):
    """Give a word with all that it depends on, at whatever depth."""
    out = [word]
    while heads[out[-1]] != out[-1]:
        out.append(heads[out[-1]])
    return out


@given(
    st.integers(1, 30).flatmap(
        lambda n: st.tuples(*(st.integers(0, k) for k in range(n)))
    )
)
def test_edges_hold_all_that_depends_on_a_word(heads):
    made = tree(list(heads))

    for word in range(len(heads)):
        below = [o for o in range(len(heads)) if word in above(heads, o)]
        assert (made.left[word], made.right[word]) == (min(below), max(below))
