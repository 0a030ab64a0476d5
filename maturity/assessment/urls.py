"""The pages of one engagement's assessment."""

from django.urls import path

from .views import agreement, home, waves

app_name = "assessment"
urlpatterns = [
    path("", home.home, name="home"),
    path("agreement/", agreement.agreement, name="agreement"),
    path("targets/", home.targets, name="targets"),
    path("waves/", waves.waves, name="waves"),
    path("waves/add/", waves.add_wave, name="add_wave"),
    path("waves/<int:pk>/edit/", waves.wave, name="wave"),
    path("waves/<int:pk>/remove/", waves.remove_wave, name="remove_wave"),
    path("sessions/<int:session_id>/wave/", waves.place, name="place"),
    path("dimensions/<slug:key>/", home.dimension, name="dimension"),
    path("dimensions/<slug:key>/outcomes/", home.outcomes, name="outcomes"),
]
