"""The journey's pages: the map, its cells, one touchpoint, set pieces, and what the map is made of."""
