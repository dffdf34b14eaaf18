"""The posts of a campaign that are live, creator by creator: to open, to copy; free to look at again."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.posts import Campaign, Post
from app.ui.creator_panel.facts import is_safe
from app.ui.creator_panel.panel import open_address, short
from app.ui.dialogs.result import ResultDialog, ResultTable, count_cell, text_cell
from app.ui.parts import set_tooltip
from app.ui.sheet_table.cells import Cell
from app.ui.sheet_table.lines import LineColumn
from app.ui.sheet_table.own_values import day_words
from app.ui.window.question_words import campaign_words, posts_left, posts_summary
from app.ui.window.words import counted

_LONGEST_LINK = 40
_COLUMNS = (
    LineColumn(label="Creator", width=140, share=2),
    LineColumn(label="Live date", width=92),
    LineColumn(label="Post link", width=230, share=2),
    LineColumn(label="Views", width=92, number=True),
    LineColumn(label="Likes", width=84, number=True),
    LineColumn(label="Comments", width=92, number=True),
    LineColumn(label="Text", width=150, share=4),
)


class PostsFoundDialog(ResultDialog):
    """`replace_wanted` asks to write what was found over what a person typed."""

    replace_wanted = Signal()

    def __init__(self, parent: QWidget | None, names: Mapping[int, str], campaign: Campaign, today: date) -> None:
        table = ResultTable("posts_table", "Live posts", _COLUMNS)
        super().__init__(parent, "Live posts", campaign_words(campaign, today), table, width=960)
        self.setObjectName("posts_found_dialog")
        self._names = names
        self._today = today
        self._posts: tuple[Post, ...] = ()
        self.open_post = self.add_verb("Open post", "open_post")
        self.open_post.clicked.connect(self._open)
        self.replace = self.add_verb("", "replace_typed")
        self.replace.clicked.connect(lambda: self.replace_wanted.emit())
        table.marked_changed.connect(self._renew)
        table.activated.connect(lambda _index: self._open())

    def show_posts(self, found: Mapping[int, Sequence[Post]], kept_back: int, cut: int) -> None:
        """Show the posts by creator; `kept_back` and `cut` as `posts_left` tells them."""
        lines = [(creator_id, post) for creator_id, posts in found.items() for post in posts]
        self._posts = tuple(post for _, post in lines)
        self.head.setText(posts_summary(len(self._names), list(found.values())))
        self.table.show_rows([self._row(creator_id, post) for creator_id, post in lines])
        cells = counted(kept_back, "cell", "cells")
        self.replace.setText(f"Write over {cells} you typed")
        self.replace.setVisible(bool(kept_back))
        self.say(posts_left(kept_back, cut))
        if lines:
            self.table.mark(0)
        self._renew()

    def _row(self, creator_id: int, post: Post) -> tuple[Cell, ...]:
        link = post.link if is_safe(post.link) else ""
        return (
            text_cell(self._names[creator_id]),
            Cell(text=day_words(post.day, self._today), value=post.day.isoformat()),
            Cell(text=short(link, _LONGEST_LINK).replace("&&", "&"), value=link, token="accent"),
            count_cell(post.views),
            count_cell(post.likes),
            count_cell(post.comments),
            text_cell(post.caption),
        )

    def _open(self) -> None:
        for row in self.table.marked()[:1]:
            open_address(self._posts[row].link)

    def _renew(self) -> None:
        one = self.table.marked()
        self.open_post.setEnabled(len(one) == 1)
        set_tooltip(self.open_post, "" if len(one) == 1 else "Mark one post first.")
