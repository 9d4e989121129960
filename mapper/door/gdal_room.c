#include "door/gdal_room.h"

#include "incmap.h"

#define GIVE(name) .name = name,
INCMAP_API extern const gdal_room incmap_gdal_room;
const gdal_room incmap_gdal_room = {GDAL_ROOM_FUNCTIONS(GIVE)};
