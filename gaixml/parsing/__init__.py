"""From tokens to trees: the section tree, the records of a table, the items of a paragraph."""
