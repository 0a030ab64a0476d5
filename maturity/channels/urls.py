"""The pages of one engagement's channels chapter."""

from django.urls import path

from . import views

app_name = "channels"
urlpatterns = [
    path("", views.home, name="home"),
    path("add/", views.add, {"kind": "channel"}, name="add_channel"),
    path("<int:pk>/", views.edit, {"kind": "channel"}, name="channel"),
    path("<int:pk>/delete/", views.delete, {"kind": "channel"}, name="delete_channel"),
    path("handoffs/add/", views.add, {"kind": "handoff"}, name="add_handoff"),
    path("handoffs/<int:pk>/", views.edit, {"kind": "handoff"}, name="handoff"),
    path("handoffs/<int:pk>/delete/", views.delete, {"kind": "handoff"}, name="delete_handoff"),
    path("paths/", views.paths, name="paths"),
    path("paths/add/", views.add, {"kind": "path"}, name="add_path"),
    path("paths/<int:pk>/", views.edit, {"kind": "path"}, name="path"),
    path("paths/<int:pk>/delete/", views.delete, {"kind": "path"}, name="delete_path"),
    path("what-if/", views.what_if, name="what_if"),
    path("systems/", views.systems, name="systems"),
    path("systems/add/", views.add, {"kind": "system"}, name="add_system"),
    path("systems/<int:pk>/", views.edit, {"kind": "system"}, name="system"),
    path("systems/<int:pk>/delete/", views.delete, {"kind": "system"}, name="delete_system"),
    path("links/add/", views.add, {"kind": "link"}, name="add_link"),
    path("links/<int:pk>/", views.edit, {"kind": "link"}, name="link"),
    path("links/<int:pk>/delete/", views.delete, {"kind": "link"}, name="delete_link"),
    path("undo/<int:change_id>/", views.undo, name="undo"),
]
