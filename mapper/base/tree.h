/** @file Paths and folders with all that is in them. */
#ifndef INCMAP_BASE_TREE_H
#define INCMAP_BASE_TREE_H

/** Splits "a/b.tif" into "a" and "b.tif"; both allocated. A trailing slash is not a name. */
void path_split(const char *path, char **folder, char **name);
/** Removes a file, or a folder with all that is in it; nothing where there is none. */
void tree_remove(const char *path);

#endif
