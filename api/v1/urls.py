"""All addresses of version 1.

The built-in objects come first: most requests are for them, and Django compares one pattern after
the other. Custom objects come last: a resource of ours keeps its name.
"""

from api.v1.billing.urls import urlpatterns as billing
from api.v1.days.urls import urlpatterns as days
from api.v1.insight.urls import urlpatterns as insight
from api.v1.live.urls import urlpatterns as live
from api.v1.records.urls import around, built_in, custom
from api.v1.sales.urls import urlpatterns as sales
from api.v1.settings.urls import urlpatterns as settings
from api.v1.start.urls import urlpatterns as start
from api.v1.support.urls import urlpatterns as support
from api.v1.transfer.urls import urlpatterns as transfer
from api.v1.workspace.urls import urlpatterns as workspace

urlpatterns = [
    *built_in,
    *workspace,
    *live,
    *insight,
    *days,
    *start,
    *sales,
    *settings,
    *billing,
    *support,
    *transfer,
    *around,
    *custom,
]
