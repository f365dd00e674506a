"""unchaff inside other people's engines and frameworks: one module for each, with its extra of the same name."""
