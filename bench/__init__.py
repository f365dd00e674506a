"""Quality and speed of unchaff on labelled pages; not part of the installed package."""
