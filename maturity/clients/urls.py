"""One engagement: its overview and settings, its departments and the people who take part."""

from django.urls import path

from . import views

app_name = "clients"
urlpatterns = [
    path("", views.overview, name="home"),
    path("settings/", views.settings, name="settings"),
    path("departments/", views.departments, name="departments"),
    path("departments/<int:department_id>/", views.department, name="department"),
    path("members/", views.members, name="members"),
    path("members/<int:member_id>/", views.member, name="member"),
    path("members/<int:member_id>/remove/", views.remove_member, name="remove_member"),
    path("members/<int:member_id>/invite/", views.invite_again, name="invite_again"),
]
