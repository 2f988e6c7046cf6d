"""Pages of the presentation: each draws the newest answers as large as the room allows."""
