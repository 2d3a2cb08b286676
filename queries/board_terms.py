"""What the board is given at each run: the moment, and the filters of whoever looks."""

from sqlalchemy import Date, Integer, bindparam

from tables.base import Utc

NOW, SOON, TODAY = bindparam("now", type_=Utc), bindparam("soon", type_=Utc), bindparam("today", type_=Date)
DAY_AGO = bindparam("day_ago", type_=Utc)
ME, SECTOR = bindparam("me", type_=Integer), bindparam("sector", type_=Integer)
ROWS, OFFSET = bindparam("rows", type_=Integer), bindparam("offset", type_=Integer)
