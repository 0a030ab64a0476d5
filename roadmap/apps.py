from django.apps import AppConfig


class RoadmapConfig(AppConfig):
    name = "roadmap"
    verbose_name = "What do we do about it?"

    def ready(self) -> None:
        """The second half of the story registers itself behind the first, in order."""
        from maturity.web.chapters import register

        from .business_case.chapter import BUSINESS_CASE
        from .follow_up.chapter import FOLLOW_UP
        from .initiatives.chapter import INITIATIVES
        from .plan.chapter import PLAN
        from .report.chapter import REPORT

        register(INITIATIVES, PLAN, BUSINESS_CASE, FOLLOW_UP, REPORT)
