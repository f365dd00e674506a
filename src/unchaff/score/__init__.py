"""The learned body score: facts of every block, and the trees that ask them."""
