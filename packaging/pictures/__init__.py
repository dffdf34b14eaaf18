"""The pictures of the window: the stage they are taken on, and the states people meet, by what one does there."""
