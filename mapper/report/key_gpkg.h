/** @file The key as a GeoPackage: the page's numbers on the incidents themselves, for a GIS. */
#ifndef INCMAP_REPORT_KEY_GPKG_H
#define INCMAP_REPORT_KEY_GPKG_H

#include "base/error.h"
#include "report/key.h"

/**
 * Writes layer "key", a point for each incident of the key with its `number` and what the data say of it, and
 * layer "key_area" with the areas of those that have one, in longitude and latitude. Both bring the styles
 * that QGIS opens them with: marks labelled with their numbers. @p made_s, seconds since 1970, dates the
 * file; the same key gives the same bytes. INCMAP_FAILED, naming @p shown_path.
 */
incmap_status key_write_gpkg(const key *k, const incident_set *set, int64_t made_s, const char *path,
                             const char *shown_path, incmap_error *err);

#endif
