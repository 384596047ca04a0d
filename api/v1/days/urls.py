"""Addresses of what belongs to one's own day."""

from django.urls import path

from api.v1.days import calendar_feed, notifications, occurrences

urlpatterns = [
    path("activities/occurrences/", occurrences.PlannedOccurrences.as_view()),
    path("notifications/", notifications.Notifications.as_view()),
    path("notifications/unread/", notifications.UnreadNotifications.as_view()),
    path("notifications/read/", notifications.ReadNotifications.as_view()),
    path("me/calendar-feed/", calendar_feed.CalendarFeed.as_view()),
    path("me/notification-settings/", notifications.NotificationSettings.as_view()),
]
