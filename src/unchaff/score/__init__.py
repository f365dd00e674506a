"""The learned body score: facts of every block, and the tables that add them up."""
