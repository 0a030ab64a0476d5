"""The pages of one engagement's plan."""

from django.urls import path

from . import views

app_name = "plan"
urlpatterns = [
    path("", views.home, name="home"),
    path("work-out/", views.work_out, name="work_out"),
    path("budget/", views.budget, name="budget"),
    path("pins/", views.add_pin, name="add_pin"),
    path("pins/<int:initiative_id>/", views.pin, name="pin"),
]
