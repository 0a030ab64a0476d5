from django.apps import AppConfig


class MaturityConfig(AppConfig):
    name = "maturity"
    verbose_name = "Where do we stand?"

    def ready(self) -> None:
        """The first half of the story registers itself, in order; texts of pages fall back as all others do."""
        from maturity.web.chapters import register
        from maturity.web.languages import let_page_texts_fall_back

        from .assessment.chapter import ASSESSMENT
        from .channels.chapter import CHANNELS
        from .clients.chapter import CLIENTS
        from .framework import checks  # noqa: F401  # registers itself
        from .framework.chapter import FRAMEWORK
        from .journey.chapter import JOURNEY
        from .workshop.chapter import WORKSHOP

        register(CLIENTS, FRAMEWORK, WORKSHOP, ASSESSMENT, JOURNEY, CHANNELS)
        let_page_texts_fall_back()
