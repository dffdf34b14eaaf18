"""The choice of the platform, with its mark."""

from PySide6.QtWidgets import QComboBox, QWidget

from app.domain.platforms import Platform
from app.ui.parts import platform_mark
from app.ui.theme import icon


class PlatformBox(QComboBox):
    """Offers platforms; OnlyFans only where it is asked for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("platform")
        self.setAccessibleName("Platform")

    @property
    def chosen(self) -> Platform:
        """Qt gives the plain text back, not the member."""
        return Platform(self.currentData())

    def offered(self) -> list[Platform]:
        """The platforms in the list."""
        return [Platform(self.itemData(at)) for at in range(self.count())]

    def offer(self, *, onlyfans: bool, shown: Platform) -> None:
        """Offer OnlyFans, or not; `shown` is chosen, and offered in any case."""
        self.clear()
        for platform in Platform:
            if platform is not Platform.ONLYFANS or onlyfans or shown is Platform.ONLYFANS:
                self.addItem(icon(platform_mark(platform)), platform.label, platform)
        self.show_platform(shown)

    def show_platform(self, platform: Platform) -> None:
        """Choose it, offering it if need be. Emits no `activated`."""
        if self.findData(platform) < 0:
            self.offer(onlyfans=platform is Platform.ONLYFANS, shown=platform)
        self.setCurrentIndex(self.findData(platform))
