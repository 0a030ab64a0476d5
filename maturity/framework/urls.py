"""The pages of one engagement's framework: the model to read, and which one it is."""

from django.urls import path

from . import views

app_name = "framework"
urlpatterns = [
    path("", views.home, name="home"),
    path("choose/", views.choose, name="choose"),
    path("use/", views.use, name="use"),
]
