"""The pages of one engagement's initiatives chapter."""

from django.urls import path, re_path

from .views import initiative, parts, portfolio

app_name = "initiatives"
ONE = "<int:initiative_id>/"
urlpatterns = [
    path("", portfolio.home, name="home"),
    re_path(r"^value-effort-(?P<theme>light|dark)\.svg$", portfolio.picture, name="picture"),
    path("estimates/", portfolio.estimates, name="estimates"),
    path("guard-rails/", portfolio.guard_rails, name="guard_rails"),
    path("suggestions/", portfolio.suggestions, name="suggestions"),
    path("suggestions/<slug:key>/take/", portfolio.take_suggestion, name="take_suggestion"),
    path("archived/", portfolio.archived, name="archived"),
    path("new/", initiative.new, name="new"),
    path(ONE, initiative.initiative, name="initiative"),
    path(ONE + "edit/", initiative.edit, name="edit"),
    path(ONE + "archive/", initiative.archive, name="archive"),
    path(ONE + "restore/", initiative.restore, name="restore"),
    path(ONE + "rate/", initiative.rate, name="rate"),
    path(ONE + "estimates/<int:estimate_id>/remove/", initiative.remove_estimate, name="remove_estimate"),
    path(ONE + "benefits/new/", parts.benefit, name="new_benefit"),
    path(ONE + "benefits/<int:part_id>/", parts.benefit, name="benefit"),
    path(ONE + "benefits/<int:part_id>/remove/", parts.remove_benefit, name="remove_benefit"),
    path(ONE + "measures/new/", parts.measure, name="new_measure"),
    path(ONE + "measures/<int:part_id>/", parts.measure, name="measure"),
    path(ONE + "measures/<int:part_id>/remove/", parts.remove_measure, name="remove_measure"),
]
