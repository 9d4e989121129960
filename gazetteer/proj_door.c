/**
 * @file
 * The functions of PROJ that this project calls, by their own names: the first call loads PROJ. It brings
 * libraries for the network along (curl, TLS, LDAP, Kerberos), and loading them takes longer than resolving a
 * name or drawing a small map; most runs need none of it. Shared libraries link this in place of PROJ.
 *
 * Where PROJ cannot be loaded, functions that return a pointer return NULL, and distances and places are NAN:
 * as where PROJ fails. Whoever calls another function of PROJ adds it here.
 */

// Hidden, so that no other library that uses PROJ itself takes these for PROJ's.
#define PROJ_DLL
#define GEOD_DLL
#pragma GCC visibility push(hidden)
#include <geodesic.h>
#include <proj.h>
#pragma GCC visibility pop

#include <dlfcn.h>
#include <math.h>
#include <pthread.h>
#include <stdbool.h>

#define FUNCTIONS(F)                                                                                         \
    F(geod_init)                                                                                             \
    F(geod_direct)                                                                                           \
    F(geod_gendirect)                                                                                        \
    F(geod_inverse)                                                                                          \
    F(proj_as_wkt)                                                                                           \
    F(proj_context_create)                                                                                   \
    F(proj_context_destroy)                                                                                  \
    F(proj_context_set_enable_network)                                                                       \
    F(proj_coord)                                                                                            \
    F(proj_create)                                                                                           \
    F(proj_create_crs_to_crs_from_pj)                                                                        \
    F(proj_crs_get_coordinate_system)                                                                        \
    F(proj_crs_get_sub_crs)                                                                                  \
    F(proj_cs_get_axis_info)                                                                                 \
    F(proj_destroy)                                                                                          \
    F(proj_errno_reset)                                                                                      \
    F(proj_get_name)                                                                                         \
    F(proj_get_source_crs)                                                                                   \
    F(proj_get_type)                                                                                         \
    F(proj_is_crs)                                                                                           \
    F(proj_log_level)                                                                                        \
    F(proj_normalize_for_visualization)                                                                      \
    F(proj_todeg)                                                                                            \
    F(proj_trans)                                                                                            \
    F(proj_trans_bounds)                                                                                     \
    F(proj_trans_generic)

#define MEMBER(name) __typeof__(name) *name;
static struct {
    FUNCTIONS(MEMBER)
} proj;
static bool is_there;

// The loader finds it as it would for a program linked with it (PROJ_SONAME is what the linker noted).
static void load(void)
{
    void *library = dlopen(PROJ_SONAME, RTLD_NOW | RTLD_LOCAL);
    bool all = library != NULL;
#define FIND(name) all = all && (*(void **)&proj.name = dlsym(library, #name)) != NULL;
    FUNCTIONS(FIND)
    is_there = all;
}

static bool enter(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return is_there;
}

void geod_init(struct geod_geodesic *g, double a, double f)
{
    if (enter()) proj.geod_init(g, a, f);
}

void geod_direct(const struct geod_geodesic *g, double lat1, double lon1, double azi1, double s12,
                 double *plat2, double *plon2, double *pazi2)
{
    geod_gendirect(g, lat1, lon1, azi1, GEOD_NOFLAGS, s12, plat2, plon2, pazi2, NULL, NULL, NULL, NULL, NULL);
}

double geod_gendirect(const struct geod_geodesic *g, double lat1, double lon1, double azi1, unsigned flags,
                      double s12_a12, double *plat2, double *plon2, double *pazi2, double *ps12, double *pm12,
                      double *pM12, double *pM21, double *pS12)
{
    if (enter())
        return proj.geod_gendirect(g, lat1, lon1, azi1, flags, s12_a12, plat2, plon2, pazi2, ps12, pm12, pM12,
                                   pM21, pS12);
    double *all[] = {plat2, plon2, pazi2, ps12, pm12, pM12, pM21, pS12};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i]) *all[i] = NAN;
    return NAN;
}

void geod_inverse(const struct geod_geodesic *g, double lat1, double lon1, double lat2, double lon2,
                  double *ps12, double *pazi1, double *pazi2)
{
    if (enter()) {
        proj.geod_inverse(g, lat1, lon1, lat2, lon2, ps12, pazi1, pazi2);
        return;
    }
    double *all[] = {ps12, pazi1, pazi2};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i]) *all[i] = NAN;
}

// The first of those that follow is proj_context_create; without it none of the others is reached with
// anything to work on.

PJ_CONTEXT *proj_context_create(void)
{
    return enter() ? proj.proj_context_create() : NULL;
}

PJ_CONTEXT *proj_context_destroy(PJ_CONTEXT *ctx)
{
    return enter() ? proj.proj_context_destroy(ctx) : NULL;
}

int proj_context_set_enable_network(PJ_CONTEXT *ctx, int enabled)
{
    return enter() ? proj.proj_context_set_enable_network(ctx, enabled) : 0;
}

PJ_LOG_LEVEL proj_log_level(PJ_CONTEXT *ctx, PJ_LOG_LEVEL log_level)
{
    return enter() ? proj.proj_log_level(ctx, log_level) : PJ_LOG_NONE;
}

PJ *proj_create(PJ_CONTEXT *ctx, const char *definition)
{
    return enter() ? proj.proj_create(ctx, definition) : NULL;
}

PJ *proj_create_crs_to_crs_from_pj(PJ_CONTEXT *ctx, const PJ *source_crs, const PJ *target_crs, PJ_AREA *area,
                                   const char *const *options)
{
    return enter() ? proj.proj_create_crs_to_crs_from_pj(ctx, source_crs, target_crs, area, options) : NULL;
}

PJ *proj_normalize_for_visualization(PJ_CONTEXT *ctx, const PJ *obj)
{
    return enter() ? proj.proj_normalize_for_visualization(ctx, obj) : NULL;
}

PJ *proj_destroy(PJ *P)
{
    return P && enter() ? proj.proj_destroy(P) : NULL;
}

int proj_errno_reset(const PJ *P)
{
    return enter() ? proj.proj_errno_reset(P) : 0;
}

const char *proj_as_wkt(PJ_CONTEXT *ctx, const PJ *obj, PJ_WKT_TYPE type, const char *const *options)
{
    return enter() ? proj.proj_as_wkt(ctx, obj, type, options) : NULL;
}

PJ *proj_crs_get_coordinate_system(PJ_CONTEXT *ctx, const PJ *crs)
{
    return enter() ? proj.proj_crs_get_coordinate_system(ctx, crs) : NULL;
}

PJ *proj_crs_get_sub_crs(PJ_CONTEXT *ctx, const PJ *crs, int index)
{
    return enter() ? proj.proj_crs_get_sub_crs(ctx, crs, index) : NULL;
}

int proj_cs_get_axis_info(PJ_CONTEXT *ctx, const PJ *cs, int index, const char **out_name,
                          const char **out_abbrev, const char **out_direction, double *out_unit_conv_factor,
                          const char **out_unit_name, const char **out_unit_auth_name,
                          const char **out_unit_code)
{
    return enter() ? proj.proj_cs_get_axis_info(ctx, cs, index, out_name, out_abbrev, out_direction,
                                                out_unit_conv_factor, out_unit_name, out_unit_auth_name,
                                                out_unit_code)
                   : 0;
}

const char *proj_get_name(const PJ *obj)
{
    return enter() ? proj.proj_get_name(obj) : NULL;
}

PJ *proj_get_source_crs(PJ_CONTEXT *ctx, const PJ *obj)
{
    return enter() ? proj.proj_get_source_crs(ctx, obj) : NULL;
}

PJ_TYPE proj_get_type(const PJ *obj)
{
    return enter() ? proj.proj_get_type(obj) : PJ_TYPE_UNKNOWN;
}

int proj_is_crs(const PJ *obj)
{
    return enter() ? proj.proj_is_crs(obj) : 0;
}

PJ_COORD proj_coord(double x, double y, double z, double t)
{
    return enter() ? proj.proj_coord(x, y, z, t) : (PJ_COORD){{NAN, NAN, NAN, NAN}};
}

double proj_todeg(double angle_in_radians)
{
    return enter() ? proj.proj_todeg(angle_in_radians) : NAN;
}

PJ_COORD proj_trans(PJ *P, PJ_DIRECTION direction, PJ_COORD coord)
{
    return enter() ? proj.proj_trans(P, direction, coord) : (PJ_COORD){{NAN, NAN, NAN, NAN}};
}

int proj_trans_bounds(PJ_CONTEXT *context, PJ *P, PJ_DIRECTION direction, double xmin, double ymin,
                      double xmax, double ymax, double *out_xmin, double *out_ymin, double *out_xmax,
                      double *out_ymax, int densify_pts)
{
    return enter() ? proj.proj_trans_bounds(context, P, direction, xmin, ymin, xmax, ymax, out_xmin, out_ymin,
                                            out_xmax, out_ymax, densify_pts)
                   : 0;
}

size_t proj_trans_generic(PJ *P, PJ_DIRECTION direction, double *x, size_t sx, size_t nx, double *y,
                          size_t sy, size_t ny, double *z, size_t sz, size_t nz, double *t, size_t st,
                          size_t nt)
{
    return enter() ? proj.proj_trans_generic(P, direction, x, sx, nx, y, sy, ny, z, sz, nz, t, st, nt) : 0;
}
