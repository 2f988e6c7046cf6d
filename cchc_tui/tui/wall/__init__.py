"""The pages of the presentation. Each draws the newest answers as large as the room allows."""
