"""The pages of one engagement's follow-up."""

from django.urls import path

from . import views

app_name = "follow_up"
urlpatterns = [
    path("", views.home, name="home"),
    path("history/", views.history, name="history"),
    path("items/<int:initiative_id>/", views.item, name="item"),
    path("readings/<int:reading_id>/delete/", views.delete_reading, name="delete_reading"),
]
