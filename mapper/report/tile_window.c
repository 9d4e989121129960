#include "report/tile_window.h"

#include <math.h>
#include <string.h>

#define TILE_CSS_PX 256
// As deep as a world fits into 2^31 pixels of any printer's.
#define ZOOM_MAX 22
// Over the whole map.
#define SCALE_ERROR_MAX_PX 0.01

bool tile_window_find(tile_window *out, grid *map, const projection *p, double pixel_ratio)
{
    // The registry's name of EPSG:3857.
    if (strcmp(projection_name(p), "WGS 84 / Pseudo-Mercator") != 0) return false;
    const double tile_px = TILE_CSS_PX * pixel_ratio;
    if (!(tile_px >= 1 && tile_px <= 1 << 16) || tile_px != round(tile_px)) return false;
    const double zoom = round(log2(2 * MERCATOR_HALF_M / map->res_x / tile_px));
    if (!(zoom >= 0 && zoom <= ZOOM_MAX)) return false;
    const grid world = grid_web_mercator((int)zoom, (int)tile_px);
    const double longest_px = (double)(map->width_px > map->height_px ? map->width_px : map->height_px);
    if (fabs(map->res_x / world.res_x - 1) * longest_px > SCALE_ERROR_MAX_PX) return false;

    const double left_px = round((map->origin_x - world.origin_x) / world.res_x);
    const double top_px = round((world.origin_y - map->origin_y) / world.res_y);
    const double width_px = (double)map->width_px, height_px = (double)map->height_px;
    const double world_px = (double)world.width_px;
    if (!(width_px <= world_px && top_px >= 0 && top_px + height_px <= world_px)) return false;
    map->res_x = map->res_y = world.res_x;
    map->origin_x = world.origin_x + left_px * world.res_x;
    map->origin_y = world.origin_y - top_px * world.res_y;
    const double first_px = left_px - world_px * floor(left_px / world_px);
    *out = (tile_window){(int)zoom, world, {first_px, top_px, first_px + width_px, top_px + height_px}};
    return true;
}
