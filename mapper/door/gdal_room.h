/**
 * @file
 * The functions that need GDAL. They live in a library of their own, libincmap_gdal, behind one table of
 * them: GDAL brings a hundred libraries along, and loading it takes longer than drawing a small map. A plain
 * CSV table, a style without a basemap and tiles need none of it.
 *
 * gdal_door.c, in libincmap, has the functions by the same names: the first call loads the library. Whoever
 * adds a function that uses GDAL and is called from outside of those files adds it here, to the list, and to
 * the door.
 */
#ifndef INCMAP_DOOR_GDAL_ROOM_H
#define INCMAP_DOOR_GDAL_ROOM_H

#include "basemap/basemap.h"
#include "overlay/geotiff.h"
#include "read/table.h"
#include "read/vsi_copy.h"
#include "report/backdrop.h"
#include "report/key_gpkg.h"
#include "verify/parts.h"

#define GDAL_ROOM_FUNCTIONS(F)                                                                               \
    F(gdal_table_open)                                                                                       \
    F(vsi_copy)                                                                                              \
    F(basemap_open)                                                                                          \
    F(basemap_close)                                                                                         \
    F(basemap_visit)                                                                                         \
    F(basemap_credit)                                                                                        \
    F(basemap_attributions)                                                                                  \
    F(geotiff_create)                                                                                        \
    F(geotiff_put)                                                                                           \
    F(geotiff_finish)                                                                                        \
    F(geotiff_abandon)                                                                                       \
    F(verify_geotiff)                                                                                        \
    F(backdrop_open)                                                                                         \
    F(backdrop_close)                                                                                        \
    F(backdrop_attributions)                                                                                 \
    F(backdrop_nameless)                                                                                     \
    F(backdrop_draw)                                                                                         \
    F(key_write_gpkg)

#define GDAL_ROOM_MEMBER(name) __typeof__(name) *name;
typedef struct {
    GDAL_ROOM_FUNCTIONS(GDAL_ROOM_MEMBER)
} gdal_room;

/** Name of the table in the library. */
#define GDAL_ROOM_SYMBOL "incmap_gdal_room"

#endif
