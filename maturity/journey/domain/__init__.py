"""What the chapter knows of journeys: the order of the map, gaps, and scores in time. Values in, values out."""
