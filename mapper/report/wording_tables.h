/** @file The languages, for wording.c. Not for others. */
#ifndef INCMAP_REPORT_WORDING_TABLES_H
#define INCMAP_REPORT_WORDING_TABLES_H

#include "report/wording.h"

extern const wording wording_en, wording_ar;

#endif
