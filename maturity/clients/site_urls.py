"""The pages outside any engagement: home, a new engagement, one's own settings."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.home, name="home"),
    path("new/", views.new_engagement, name="new_engagement"),
    path("language/", views.choose_language, name="set_language"),
    path("me/", views.person, name="person"),
    path("goto/", views.goto, name="goto"),
]
